/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/rpcping.h"
#include "common/rpc/emsmdb.h"
#include "common/rpc/mgmt.h"
#include "common/rpc/status.h"

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

static enum oa_rpc_result find_deaf(const struct oa_course *course)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "list", "MGMT says not listening, other endpoints");
	oa_facts_set(&facts, "code", "6ba");
	oa_facts_set(&facts, "ms", "0");
	oa_course_find(course, oa_code_of_port(course->attempt->port), &facts);
	return OA_RPC_BROKEN;
}

/* [C706] appendix Q.  A refusal proves that the server is there, which is all that
 * was asked; after an RPC-level logon, though, the first call alone tells whether that
 * was good. */
static enum oa_rpc_result call_listening(
	struct oa_course *course, struct oa_rpc_request *request)
{
	const struct oa_reply *reply = &course->attempt->rpc.reply;
	struct oa_mgmt_listening listening;
	enum oa_rpc_result result;
	struct oa_error error = {0};

	request->opnum = OA_MGMT_IS_SERVER_LISTENING;
	result = oa_course_exchange(course, request);
	if (result != OA_RPC_DONE)
		return result;
	if (request->outcome.answer != OA_RPC_ACCEPTED)
		return course->plan->type == OA_RPCAUTH_NONE &&
				       oa_status_is_legal_fault(request->outcome.number)
			       ? OA_RPC_DONE
			       : oa_course_judge(course, &request->outcome);
	if (oa_mgmt_parse_listening(reply->stub, reply->len, &listening, &error) < 0)
		return oa_course_break_reply(course, &error);
	return listening.is_listening && !listening.status ? OA_RPC_DONE
							   : find_deaf(course);
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

static enum oa_rpc_result ask_mgmt(
	struct oa_course *course, struct oa_rpc_request *request)
{
	bool is_there = course->plan->iface->key == OA_IFACE_MGMT;
	enum oa_rpc_result result = OA_RPC_DONE;

	if (!is_there)
		result = add_mgmt(course, &is_there);
	return result == OA_RPC_DONE && is_there ? call_listening(course, request)
						 : result;
}

enum oa_rpc_result oa_course_ping(struct oa_course *course)
{
	enum oa_iface_key key = course->plan->iface->key;
	struct oa_rpc_request request = {.seconds = -1};
	enum oa_rpc_result result;

	request.name = key == OA_IFACE_EMSMDB ? "EcDummyRpc" : "is_server_listening";
	if (key == OA_IFACE_EMSMDB)
		result = call_dummy(course, &request);
	else
		result = ask_mgmt(course, &request);
	if (request.seconds >= 0)
		oa_report_value(oa_course_report(course), "call_time", request.seconds);
	if (result == OA_RPC_DONE && request.seconds >= 0)
		oa_report_ok(oa_course_report(course), OA_HOP_BIND,
			course->attempt->subject, request.seconds, "%s answered",
			request.name);
	return result;
}
