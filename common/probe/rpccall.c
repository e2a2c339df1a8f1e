/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/rpccall.h"
#include "common/probe/kerberos.h"
#include "common/probe/statuses.h"
#include "common/rpc/emsmdb.h"
#include "common/rpc/mgmt.h"
#include "common/rpc/status.h"

#include <stdio.h>

#define STATUS_ACCESS_DENIED 0x5
#define STATUS_PROTO_ERROR   0x1c01000b

/* What all steps of one plan share. */
struct course {
	struct oa_attempt *attempt;
	const struct oa_rpc_plan *plan;
	struct oa_deadline until;
	const char *phase;
	char spn[600];
	char service[OA_PRINCIPAL_MAX];
};

static struct oa_report *report_of(const struct course *course)
{
	return course->attempt->front->report;
}

static struct oa_step *find(
	const struct course *course, enum oa_code code, struct oa_facts *facts)
{
	oa_facts_set(facts, "target", "%s", course->attempt->query);
	oa_facts_set(facts, "server", "%s", course->attempt->query);
	oa_facts_set(facts, "phase", "%s", course->phase);
	return oa_report_find(report_of(course), code, course->attempt->subject, facts);
}

/* An exchange that brought no outcome: the channels ended, or what came breaks
 * the protocol. */
static enum oa_rpc_result break_off(
	const struct course *course, const struct oa_error *error)
{
	struct oa_attempt *attempt = course->attempt;
	struct oa_facts facts = {0};
	enum oa_vconn_end end = attempt->vconn.end;
	bool is_dropped = end == OA_VCONN_OUT_CLOSED || end == OA_VCONN_IN_CLOSED;

	oa_facts_set(&facts, "reason", "%s", error->text);
	oa_facts_set(&facts, "name", "%s", error->text);
	oa_facts_set(&facts, "code", "0x%lx", error->number);
	if (is_dropped && course->plan->type != OA_RPCAUTH_NONE) {
		oa_facts_set(&facts, "name", "connection dropped after %s",
			course->plan->type == OA_RPCAUTH_NTLM ? "auth3"
							      : "alter_context");
		find(course, OA_CODE_RPC_LOGON_REFUSED, &facts);
	} else if (end != OA_VCONN_GOES_ON) {
		attempt->reach = OA_REACH_BROKEN;
		oa_attempt_judge_end(attempt, course->phase, error);
		if (attempt->reach == OA_REACH_UNAVAILABLE)
			return OA_RPC_UNAVAILABLE;
	} else if (error->layer == OA_LAYER_RPC || error->layer == OA_LAYER_AUTH) {
		find(course, OA_CODE_RPC_PROTOCOL_ERROR, &facts);
	} else {
		find(course, OA_CODE_INTERNAL_ERROR, &facts);
	}
	return OA_RPC_BROKEN;
}

static bool wants_logon(const struct course *course, enum oa_code code, uint32_t status)
{
	return course->plan->is_auto &&
	       (status == STATUS_ACCESS_DENIED ||
		       code == OA_CODE_RPC_ENCRYPTION_REQUIRED);
}

static enum oa_rpc_result judge_fault(const struct course *course, uint32_t status)
{
	const struct oa_status *row = oa_status_find(OA_STATUS_RPC, status);
	enum oa_code code = oa_code_of_fault(status);
	struct oa_facts facts = {0};

	if (wants_logon(course, code, status))
		return OA_RPC_WANTS_LOGON;
	if (!oa_status_is_legal_fault(status))
		code = OA_CODE_RPC_FAULT;
	/* after auth3 nobody says yes or no: Samba refuses the first call so */
	if (status == STATUS_PROTO_ERROR && course->plan->type != OA_RPCAUTH_NONE)
		code = OA_CODE_RPC_LOGON_REFUSED;
	oa_facts_set(&facts, "name", "%s",
		oa_status_is_legal_fault(status) ? row->name : "with illegal status");
	oa_facts_set(&facts, "code", "0x%x", status);
	if (code == OA_CODE_INTERFACE_NOT_REGISTERED)
		oa_facts_set(&facts, "name", "%s", course->plan->iface->title);
	oa_step_detail(find(course, code, &facts), "fault 0x%08x %s: %s", status,
		row->name, row->meaning);
	return OA_RPC_BROKEN;
}

static enum oa_rpc_result judge_rejection(
	const struct course *course, const struct oa_rpc_outcome *outcome)
{
	enum oa_code code = oa_code_of_rejection(outcome->number, outcome->reason);
	struct oa_facts facts = {0};
	char text[160];

	oa_status_describe(OA_STATUS_BIND_REASON, outcome->reason, text, sizeof(text));
	oa_facts_set(&facts, "reason", "%s", text);
	oa_facts_set(&facts, "name", "%s",
		code == OA_CODE_RPC_SERVER_BUSY ? text : course->plan->iface->title);
	oa_step_detail(find(course, code, &facts), "bind_ack result %u, reason %u",
		outcome->number, outcome->reason);
	return OA_RPC_BROKEN;
}

static enum oa_rpc_result judge_nak(const struct course *course, uint32_t reason)
{
	struct oa_facts facts = {0};
	char text[160];

	oa_status_describe(OA_STATUS_NAK_REASON, reason, text, sizeof(text));
	oa_facts_set(&facts, "reason", "%s", text);
	oa_facts_set(&facts, "name", "%s", text);
	find(course, oa_code_of_nak(reason), &facts);
	return OA_RPC_BROKEN;
}

static enum oa_rpc_result judge_outcome(
	const struct course *course, const struct oa_rpc_outcome *outcome)
{
	switch (outcome->answer) {
	case OA_RPC_REJECTED:
		return judge_rejection(course, outcome);
	case OA_RPC_NAK:
		return judge_nak(course, outcome->number);
	case OA_RPC_FAULT:
		return judge_fault(course, outcome->number);
	default:
		return OA_RPC_DONE;
	}
}

static void name_service(struct course *course)
{
	const struct oa_iface *iface = course->plan->iface;

	snprintf(course->spn, sizeof(course->spn), "%s/%s",
		iface->spn_service ? iface->spn_service : "host",
		course->attempt->server);
}

/* A service that the KDC does not know is the server's fault; everything else that
 * keeps a ticket away is told like at HTTP level. */
static enum oa_rpc_result break_ticket(
	const struct course *course, const struct oa_error *error)
{
	struct oa_facts facts = {0};

	if (error->layer == OA_LAYER_KERBEROS &&
		error->number == OA_TICKETS_SERVICE_UNKNOWN) {
		oa_facts_set(&facts, "name", "KDC does not know %s", course->spn);
		oa_step_detail(find(course, OA_CODE_RPC_LOGON_REFUSED, &facts),
			"Kerberos: %s", error->text);
	} else {
		oa_kerberos_find(course->attempt->front, error);
	}
	return OA_RPC_BROKEN;
}

static enum oa_rpc_result get_ticket(struct course *course)
{
	struct oa_error error = {0};

	if (course->plan->type != OA_RPCAUTH_KERBEROS ||
		oa_kerberos_ticket(course->attempt->front, course->spn, course->until,
			course->service, &error) == 0)
		return OA_RPC_DONE;
	return break_ticket(course, &error);
}

static enum oa_rpc_result bind_interface(struct course *course)
{
	struct oa_attempt *attempt = course->attempt;
	const struct oa_rpc_plan *plan = course->plan;
	const struct oa_rpc_logon logon = {.type = plan->type,
		.level = plan->level,
		.user = attempt->front->user,
		.password = &attempt->front->target->who.password,
		.spn = course->spn,
		.tickets = attempt->front->tickets,
		.service = course->service};
	struct oa_rpc_outcome outcome;
	struct oa_error error = {0};
	int64_t start_us = oa_now_us();
	enum oa_rpc_result result;

	course->phase = "bind";
	if (oa_rpc_bind(&attempt->rpc, plan->iface, &logon, course->until, &outcome,
		    &error) < 0)
		return break_off(course, &error);
	oa_report_value(report_of(course), "bind_time", oa_seconds_since(start_us));
	result = judge_outcome(course, &outcome);
	if (result == OA_RPC_DONE)
		oa_report_ok(report_of(course), OA_HOP_ENDPOINT, attempt->subject,
			oa_seconds_since(start_us), "%s has %s", attempt->query,
			plan->iface->title);
	return result;
}

static enum oa_rpc_result break_reply(
	const struct course *course, struct oa_error *error)
{
	course->attempt->vconn.end = OA_VCONN_GOES_ON;
	return break_off(course, error);
}

/* EcDummyRpc: the cheapest authenticated call ([MS-OXCRPC] 3.1.4.6). */
static enum oa_rpc_result call_dummy(struct course *course, double *ret_seconds)
{
	struct oa_rpc *rpc = &course->attempt->rpc;
	struct oa_rpc_outcome outcome;
	struct oa_error error = {0};
	int64_t start_us = oa_now_us();
	struct oa_facts facts = {0};
	enum oa_rpc_result result;
	uint32_t value;

	course->phase = "EcDummyRpc";
	if (oa_rpc_call(rpc, OA_EMSMDB_DUMMY_RPC, NULL, 0, course->until, &outcome,
		    &error) < 0)
		return break_off(course, &error);
	*ret_seconds = oa_seconds_since(start_us);
	result = judge_outcome(course, &outcome);
	if (result != OA_RPC_DONE)
		return result;
	if (oa_emsmdb_parse_dummy(rpc->reply.stub, rpc->reply.len, &value, &error) < 0)
		return break_reply(course, &error);
	if (!value)
		return OA_RPC_DONE;
	oa_facts_set(
		&facts, "name", "%s", oa_status_find(OA_STATUS_STORE, value)->name);
	oa_facts_set(&facts, "code", "0x%x", value);
	find(course, oa_code_of_store(value), &facts);
	return OA_RPC_BROKEN;
}

static void find_deaf(const struct course *course)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "list", "MGMT says not listening, other endpoints");
	oa_facts_set(&facts, "code", "6ba");
	oa_facts_set(&facts, "ms", "0");
	find(course, oa_code_of_port(course->attempt->port), &facts);
}

/* A refusal proves that the server is there, which is all that was asked; after an
 * RPC-level logon, though, the first call alone tells whether that was good. */
static enum oa_rpc_result judge_refusal(
	const struct course *course, const struct oa_rpc_outcome *outcome)
{
	if (course->plan->type == OA_RPCAUTH_NONE)
		return OA_RPC_DONE;
	return judge_outcome(course, outcome);
}

/* MGMT is_server_listening ([C706] appendix Q). */
static enum oa_rpc_result call_listening(struct course *course, double *ret_seconds)
{
	struct oa_rpc *rpc = &course->attempt->rpc;
	struct oa_mgmt_listening listening;
	struct oa_rpc_outcome outcome;
	struct oa_error error = {0};
	int64_t start_us = oa_now_us();

	course->phase = "is_server_listening";
	if (oa_rpc_call(rpc, OA_MGMT_IS_SERVER_LISTENING, NULL, 0, course->until,
		    &outcome, &error) < 0)
		return break_off(course, &error);
	*ret_seconds = oa_seconds_since(start_us);
	if (outcome.answer != OA_RPC_ACCEPTED)
		return judge_refusal(course, &outcome);
	if (oa_mgmt_parse_listening(
		    rpc->reply.stub, rpc->reply.len, &listening, &error) < 0)
		return break_reply(course, &error);
	if (listening.is_listening)
		return OA_RPC_DONE;
	find_deaf(course);
	return OA_RPC_BROKEN;
}

/* Adds MGMT to the interface that is bound; servers that take no second one are
 * as good as those that do. */
static bool add_mgmt(struct course *course)
{
	struct oa_rpc_outcome outcome;
	struct oa_error error = {0};

	course->phase = "alter_context";
	return oa_rpc_alter(&course->attempt->rpc, oa_iface_get(OA_IFACE_MGMT),
		       course->until, &outcome, &error) == 0 &&
	       outcome.answer == OA_RPC_ACCEPTED;
}

static enum oa_rpc_result call(struct course *course)
{
	enum oa_iface_key key = course->plan->iface->key;
	const char *name = key == OA_IFACE_EMSMDB ? "EcDummyRpc"
						  : "is_server_listening";
	double seconds = -1;
	enum oa_rpc_result result;

	if (key == OA_IFACE_EMSMDB)
		result = call_dummy(course, &seconds);
	else if (key == OA_IFACE_MGMT || add_mgmt(course))
		result = call_listening(course, &seconds);
	else
		return OA_RPC_DONE;
	if (seconds >= 0)
		oa_report_value(report_of(course), "call_time", seconds);
	if (result == OA_RPC_DONE)
		oa_report_ok(report_of(course), OA_HOP_BIND, course->attempt->subject,
			seconds, "%s answered", name);
	return result;
}

enum oa_rpc_result oa_rpc_carry_out(struct oa_attempt *attempt,
	const struct oa_rpc_plan *plan, struct oa_deadline until)
{
	struct course course = {.attempt = attempt, .plan = plan, .until = until};
	enum oa_rpc_result result;

	name_service(&course);
	result = get_ticket(&course);
	if (result == OA_RPC_DONE)
		result = bind_interface(&course);
	if (result != OA_RPC_DONE || !plan->calls)
		return result;
	return call(&course);
}
