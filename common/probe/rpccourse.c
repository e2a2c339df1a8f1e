/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/rpccourse.h"
#include "common/probe/endpoint_end.h"
#include "common/probe/extended.h"
#include "common/probe/statuses.h"

#include <stdio.h>
#include <string.h>

#define STATUS_PROTO_ERROR 0x1c01000b

/* The logon was good; sessions that stay open count. */
#define UNCLEAN_HINT                                                                   \
	"the logon is good; sessions that stay open count towards the limit of the "   \
	"account (32): see the application log of MSExchangeRPC or of the store"

struct oa_report *oa_course_report(const struct oa_course *course)
{
	return course->attempt->front->report;
}

struct oa_step *oa_course_find(
	const struct oa_course *course, enum oa_code code, struct oa_facts *facts)
{
	oa_facts_set(facts, "target", "%s", course->attempt->query);
	oa_facts_set(facts, "server", "%s", course->attempt->query);
	oa_facts_set(facts, "phase", "%s", course->phase);
	return oa_report_find(
		oa_course_report(course), code, course->attempt->subject, facts);
}

/* Nothing has yet told that the logon at RPC level was good. */
static bool awaits_logon(const struct oa_course *course)
{
	return course->plan->type != OA_RPCAUTH_NONE && !course->was_answered;
}

enum oa_rpc_result oa_course_break_off(
	const struct oa_course *course, const struct oa_error *error)
{
	struct oa_attempt *attempt = course->attempt;
	struct oa_facts facts = {0};
	enum oa_vconn_end end = attempt->vconn.end;
	bool is_dropped = end == OA_VCONN_OUT_CLOSED || end == OA_VCONN_IN_CLOSED;

	oa_facts_set(&facts, "reason", "%s", error->text);
	oa_facts_set(&facts, "name", "%s", error->text);
	oa_facts_set(&facts, "code", "0x%lx", error->number);
	if (is_dropped && awaits_logon(course)) {
		oa_facts_set(&facts, "name", "connection dropped after %s",
			course->plan->type == OA_RPCAUTH_NTLM ? "auth3"
							      : "alter_context");
		oa_course_find(course, OA_CODE_RPC_LOGON_REFUSED, &facts);
	} else if (end != OA_VCONN_GOES_ON) {
		attempt->reach = OA_REACH_BROKEN;
		oa_attempt_judge_end(attempt, course->phase, error);
		if (attempt->reach == OA_REACH_UNAVAILABLE)
			return OA_RPC_UNAVAILABLE;
	} else if (error->layer == OA_LAYER_RPC || error->layer == OA_LAYER_AUTH) {
		oa_course_find(course, OA_CODE_RPC_PROTOCOL_ERROR, &facts);
	} else {
		oa_course_find(course, OA_CODE_INTERNAL_ERROR, &facts);
	}
	return OA_RPC_BROKEN;
}

/* What has answered a call does not ask for another logon. */
static bool may_log_on(const struct oa_course *course)
{
	return course->plan->is_auto && !course->was_answered;
}

static bool wants_logon(
	const struct oa_course *course, enum oa_code code, uint32_t status)
{
	return may_log_on(course) && (status == OA_STATUS_ACCESS_DENIED ||
					     code == OA_CODE_RPC_ENCRYPTION_REQUIRED);
}

static enum oa_rpc_result judge_fault(
	const struct oa_course *course, const struct oa_rpc_outcome *outcome)
{
	uint32_t status = outcome->number;
	const struct oa_status *row = oa_status_find(OA_STATUS_RPC, status);
	enum oa_code code = oa_code_of_fault(status);
	struct oa_facts facts = {0};
	struct oa_step *step;

	if (wants_logon(course, code, status))
		return OA_RPC_WANTS_LOGON;
	if (!oa_status_is_legal_fault(status) ||
		(code == OA_CODE_RPC_LOGON_REFUSED && course->was_answered))
		code = OA_CODE_RPC_FAULT;
	/* after auth3 nobody says yes or no: Samba refuses the first call so */
	if (status == STATUS_PROTO_ERROR && awaits_logon(course))
		code = OA_CODE_RPC_LOGON_REFUSED;
	oa_facts_set(&facts, "name", "%s",
		oa_status_is_legal_fault(status) ? row->name : "with illegal status");
	oa_facts_set(&facts, "code", "0x%x", status);
	if (code == OA_CODE_INTERFACE_NOT_REGISTERED)
		oa_facts_set(&facts, "name", "%s", course->plan->iface->title);
	step = oa_course_find(course, code, &facts);
	oa_step_detail(step, "fault 0x%08x %s: %s", status, row->name, row->meaning);
	oa_extended_in_outcome(course->attempt, step, outcome);
	return OA_RPC_BROKEN;
}

/* Beside the store, a missing interface breaks less, and other services have it. */
static void weigh_missing(const struct oa_course *course, struct oa_step *step)
{
	uint16_t port = course->attempt->port;

	if (port == oa_depth_port(OA_DEPTH_LOGON) || !oa_iface_by_port(port))
		return;
	snprintf(step->hint, sizeof(step->hint), "%s",
		oa_diagnosis(oa_code_of_port(port))->hint);
	if (course->plan->may_be_other)
		step->state = OA_STATE_WARNING;
}

static enum oa_rpc_result judge_rejection(
	const struct oa_course *course, const struct oa_rpc_outcome *outcome)
{
	enum oa_code code = oa_code_of_rejection(outcome->number, outcome->reason);
	struct oa_facts facts = {0};
	struct oa_step *step;
	char text[160];

	oa_status_describe(OA_STATUS_BIND_REASON, outcome->reason, text, sizeof(text));
	oa_facts_set(&facts, "reason", "%s", text);
	oa_facts_set(&facts, "name", "%s",
		code == OA_CODE_RPC_SERVER_BUSY ? text : course->plan->iface->title);
	step = oa_course_find(course, code, &facts);
	oa_step_detail(step, "bind_ack result %u, reason %u", outcome->number,
		outcome->reason);
	if (code == OA_CODE_INTERFACE_NOT_REGISTERED)
		weigh_missing(course, step);
	return OA_RPC_BROKEN;
}

static enum oa_rpc_result judge_nak(
	const struct oa_course *course, const struct oa_rpc_outcome *outcome)
{
	uint32_t reason = outcome->number;
	struct oa_facts facts = {0};
	char text[160];

	oa_status_describe(OA_STATUS_NAK_REASON, reason, text, sizeof(text));
	oa_facts_set(&facts, "reason", "%s", text);
	oa_facts_set(&facts, "name", "%s", text);
	oa_extended_in_outcome(course->attempt,
		oa_course_find(course, oa_code_of_nak(reason), &facts), outcome);
	return OA_RPC_BROKEN;
}

enum oa_rpc_result oa_course_judge(
	const struct oa_course *course, const struct oa_rpc_outcome *outcome)
{
	switch (outcome->answer) {
	case OA_RPC_REJECTED:
		return judge_rejection(course, outcome);
	case OA_RPC_NAK:
		return judge_nak(course, outcome);
	case OA_RPC_FAULT:
		return judge_fault(course, outcome);
	default:
		return OA_RPC_DONE;
	}
}

enum oa_rpc_result oa_course_break_reply(
	const struct oa_course *course, const struct oa_error *error)
{
	course->attempt->vconn.end = OA_VCONN_GOES_ON;
	return oa_course_break_off(course, error);
}

bool oa_course_wants_logon(const struct oa_course *course, uint32_t value)
{
	return may_log_on(course) && oa_store_wants_logon(value);
}

enum oa_rpc_result oa_course_find_unclean(
	const struct oa_course *course, enum oa_status_table table, uint32_t number)
{
	struct oa_step *step = oa_report_find_as(oa_course_report(course),
		OA_CODE_MAILBOX_LOGON_FAILED, OA_STATE_WARNING,
		course->attempt->subject, NULL);
	char text[160];

	oa_status_describe(table, number, text, sizeof(text));
	snprintf(step->text, sizeof(step->text),
		"the session opened, but did not end cleanly: %s: %s", course->phase,
		text);
	snprintf(step->hint, sizeof(step->hint), "%s", UNCLEAN_HINT);
	return OA_RPC_DONE;
}

/* What stands for {name}: the number's, or the version that is blocked. */
static void name_value(const struct oa_course *course, enum oa_code code,
	const struct oa_status *row, struct oa_facts *facts)
{
	const struct oa_mapi_version poses = oa_deep_version(course->plan->deep);
	char version[OA_MAPI_VERSION_TEXT_LEN];

	oa_facts_set(facts, "name", "%s", row->name);
	/* the message speaks of a logon, and the address book has calls of its own */
	if (code == OA_CODE_MAILBOX_LOGON_FAILED &&
		strcmp(course->phase, "EcDoConnectEx") != 0)
		oa_facts_set(facts, "name", "%s: %s", course->phase, row->name);
	if (code != OA_CODE_CLIENT_VERSION_BLOCKED)
		return;
	oa_mapi_version_format(&poses, version, sizeof(version));
	oa_facts_set(facts, "name", "%s", version);
}

enum oa_rpc_result oa_course_judge_value(const struct oa_course *course, uint32_t value)
{
	const struct oa_status *row = oa_status_find(OA_STATUS_STORE, value);
	enum oa_code code = oa_code_of_store(value);
	struct oa_facts facts = {0};
	struct oa_step *step;

	if (oa_course_wants_logon(course, value))
		return OA_RPC_WANTS_LOGON;
	name_value(course, code, row, &facts);
	oa_facts_set(&facts, "reason", "%s", row->meaning);
	oa_facts_set(&facts, "code", "0x%x", value);
	step = oa_course_find(course, code, &facts);
	/* what the server itself has just named must be known to it */
	if (code == OA_CODE_MAILBOX_UNKNOWN && course->plan->deep->is_discovered)
		step->state = OA_STATE_CRITICAL;
	oa_step_detail(step, "%s returned 0x%08x %s: %s", course->phase, value,
		row->name, row->meaning);
	if (code == OA_CODE_MAILBOX_UNKNOWN && course->plan->deep->mailbox_dn)
		oa_step_detail(step, "DN: %s", course->plan->deep->mailbox_dn);
	return OA_RPC_BROKEN;
}

enum oa_rpc_result oa_course_exchange(
	struct oa_course *course, struct oa_rpc_request *request)
{
	const struct oa_writer *stub = request->stub;
	int64_t start_us = oa_now_us();
	struct oa_error error = {0};

	course->phase = request->name;
	course->was_answered |= course->is_answered;
	if (stub && stub->bad)
		oa_fail(&error, OA_LAYER_SYSTEM, 0, "arguments do not fit");
	else if (oa_rpc_call(&course->attempt->rpc, request->opnum,
			 stub ? stub->data : NULL, stub ? stub->len : 0, course->until,
			 &request->outcome, &error) == 0) {
		request->seconds = oa_seconds_since(start_us);
		return OA_RPC_DONE;
	}
	return oa_course_break_off(course, &error);
}

enum oa_rpc_result oa_course_call(
	struct oa_course *course, struct oa_rpc_request *request)
{
	enum oa_rpc_result result = oa_course_exchange(course, request);

	if (result == OA_RPC_DONE)
		result = oa_course_judge(course, &request->outcome);
	if (result == OA_RPC_DONE)
		course->is_answered = true;
	return result;
}
