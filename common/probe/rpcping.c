/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/rpcping.h"
#include "common/base/text.h"
#include "common/probe/statuses.h"
#include "common/rpc/emsmdb.h"
#include "common/rpc/mgmt.h"
#include "common/rpc/status.h"

#include <stdio.h>

/* The cheap call, and how it went in words. */
struct ping {
	struct oa_rpc_request request;
	char text[120];
};

/* [MS-OXCRPC] 3.1.4.6: it needs no session and moves nothing. */
static enum oa_rpc_result call_dummy(
	struct oa_course *course, struct oa_rpc_request *request)
{
	const struct oa_reply *reply = &course->attempt->rpc.reply;
	enum oa_rpc_result result;
	struct oa_error error = {0};
	uint32_t value;

	request->opnum = OA_EMSMDB_DUMMY_RPC;
	result = oa_course_call(course, request);
	if (result != OA_RPC_DONE)
		return result;
	if (oa_emsmdb_parse_dummy(reply->stub, reply->len, &value, &error) < 0)
		return oa_course_break_reply(course, &error);
	return value ? oa_course_judge_value(course, value) : OA_RPC_DONE;
}

/* What was asked is whether calls are taken: no number but this answer says so. */
static enum oa_rpc_result find_deaf(
	const struct oa_course *course, const struct oa_mgmt_listening *listening)
{
	const struct oa_attempt *attempt = course->attempt;
	bool is_known = oa_iface_by_port(attempt->port) != NULL;
	struct oa_facts facts = {0};
	struct oa_step *step;

	oa_facts_set(&facts, "name", "%s", course->plan->iface->title);
	step = oa_course_find(course,
		is_known ? oa_code_of_port(attempt->port)
			 : OA_CODE_INTERFACE_NOT_REGISTERED,
		&facts);
	step->text[0] = '\0';
	oa_append(step->text, sizeof(step->text), "%s answers, but takes no calls",
		attempt->query);
	oa_step_detail(step, "is_server_listening of MGMT: %s, status 0x%x",
		listening->is_listening ? "yes" : "no", listening->status);
	return OA_RPC_BROKEN;
}

/* MGMT may be closed to us, or not be there, on a server that is well.  After an
 * RPC-level logon, though, the first call alone tells whether that was good. */
static bool is_refusal(
	const struct oa_course *course, const struct oa_rpc_outcome *outcome)
{
	enum oa_code code = oa_code_of_fault(outcome->number);

	if (outcome->answer != OA_RPC_FAULT)
		return false;
	if (outcome->number == OA_STATUS_ACCESS_DENIED)
		return course->plan->type == OA_RPCAUTH_NONE;
	return code == OA_CODE_INTERFACE_NOT_REGISTERED ||
	       code == OA_CODE_RPC_CALL_UNSUPPORTED;
}

/* [C706] appendix Q.  A refusal proves that the server is there, which is all that
 * was asked. */
static enum oa_rpc_result call_listening(struct oa_course *course, struct ping *ping)
{
	const struct oa_reply *reply = &course->attempt->rpc.reply;
	struct oa_rpc_request *request = &ping->request;
	struct oa_mgmt_listening listening;
	enum oa_rpc_result result;
	struct oa_error error = {0};

	request->opnum = OA_MGMT_IS_SERVER_LISTENING;
	result = oa_course_exchange(course, request);
	if (result != OA_RPC_DONE)
		return result;
	if (is_refusal(course, &request->outcome)) {
		snprintf(ping->text, sizeof(ping->text),
			"%s is refused (%s), so the server is there", request->name,
			oa_status_find(OA_STATUS_RPC, request->outcome.number)->name);
		return OA_RPC_DONE;
	}
	if (request->outcome.answer != OA_RPC_ACCEPTED)
		return oa_course_judge(course, &request->outcome);
	if (oa_mgmt_parse_listening(reply->stub, reply->len, &listening, &error) < 0)
		return oa_course_break_reply(course, &error);
	return listening.is_listening && !listening.status
		       ? OA_RPC_DONE
		       : find_deaf(course, &listening);
}

/* Adds MGMT to the interface that is bound; servers that take no second one are
 * as good as those that do, as long as they say so by the rules. */
static enum oa_rpc_result add_mgmt(struct oa_course *course, bool *ret_is_added)
{
	struct oa_rpc_outcome outcome;
	struct oa_error error = {0};

	course->phase = "alter_context";
	if (oa_rpc_alter(&course->attempt->rpc, oa_iface_get(OA_IFACE_MGMT),
		    course->until, &outcome, &error) < 0)
		return oa_course_break_off(course, &error);
	*ret_is_added = outcome.answer == OA_RPC_ACCEPTED;
	return OA_RPC_DONE;
}

static enum oa_rpc_result ask_mgmt(struct oa_course *course, struct ping *ping)
{
	const struct oa_iface *bound = course->plan->iface;
	bool is_there = bound->key == OA_IFACE_MGMT;
	enum oa_rpc_result result = OA_RPC_DONE;

	if (!is_there)
		result = add_mgmt(course, &is_there);
	if (result != OA_RPC_DONE)
		return result;
	if (is_there)
		return call_listening(course, ping);
	snprintf(ping->text, sizeof(ping->text),
		"no call made: MGMT is not offered beside %s", bound->title);
	return OA_RPC_DONE;
}

enum oa_rpc_result oa_course_ping(struct oa_course *course)
{
	bool is_store = course->plan->iface->key == OA_IFACE_EMSMDB;
	struct ping ping = {.request.seconds = -1};
	struct oa_rpc_request *request = &ping.request;
	enum oa_rpc_result result;

	request->name = is_store ? "EcDummyRpc" : "is_server_listening";
	snprintf(ping.text, sizeof(ping.text), "%s answered", request->name);
	result = is_store ? call_dummy(course, request) : ask_mgmt(course, &ping);
	if (request->seconds >= 0) {
		course->attempt->call_seconds = request->seconds;
		oa_report_value_most(
			oa_course_report(course), "call_time", request->seconds);
	}
	if (result == OA_RPC_DONE)
		oa_report_ok(oa_course_report(course), OA_HOP_BIND,
			course->attempt->subject, request->seconds, "%s", ping.text);
	return result;
}
