/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/hold.h"
#include "common/probe/hold_end.h"
#include "common/rpc/emsmdb.h"
#include "common/rpc/mgmt.h"

static void find_unasked(const struct oa_hold *hold, const uint8_t *pdu)
{
	struct oa_attempt *attempt = hold->attempt;
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "phase", "idle tunnel");
	oa_facts_set(&facts, "reason", "%s that nobody asked for", oa_pdu_name(pdu[2]));
	oa_report_find(attempt->front->report, OA_CODE_RPC_PROTOCOL_ERROR,
		attempt->subject, &facts);
}

/* Listens until the moment given; false with a finding if that brought the end. */
static bool listen_until(struct oa_hold *hold, struct oa_deadline moment)
{
	struct oa_vconn *vconn = &hold->attempt->vconn;
	struct oa_error error = {0};
	uint8_t *pdu;
	size_t len;

	if (oa_vconn_recv(vconn, moment, &pdu, &len, &error) == 0) {
		find_unasked(hold, pdu);
		return false;
	}
	if (vconn->end == OA_VCONN_TIMEOUT)
		return true;
	oa_hold_judge_end(hold, &error);
	return false;
}

static bool ping(struct oa_hold *hold, struct oa_deadline until)
{
	uint8_t bytes[OA_RTS_LEN_MAX];
	struct oa_writer out = oa_writer(bytes, sizeof(bytes));
	struct oa_error error = {0};

	oa_rts_write_ping(&out);
	if (oa_vconn_send_rts(&hold->attempt->vconn, out.data, out.len, until, &error) <
		0) {
		oa_hold_judge_end(hold, &error);
		return false;
	}
	hold->pings++;
	return true;
}

/* Keeps the tunnel idle; false with a finding if it did not last. */
static bool sit(struct oa_hold *hold)
{
	struct oa_deadline end = {
		.at_us = hold->start_us + (int64_t)(hold->plan->seconds * 1e6)};
	double interval = hold->plan->ping_seconds;

	while (!oa_deadline_passed(end)) {
		struct oa_deadline next = interval ? oa_deadline_step(end, interval)
						   : end;

		if (!listen_until(hold, next))
			return false;
		if (next.at_us < end.at_us && !ping(hold, end))
			return false;
	}
	hold->seconds = oa_seconds_since(hold->start_us);
	return true;
}

/* The cheap call that the bound interface has, or NULL. */
static const char *call_of(const struct oa_rpc *rpc, uint16_t *ret_opnum)
{
	if (rpc->iface && rpc->iface->key == OA_IFACE_EMSMDB) {
		*ret_opnum = OA_EMSMDB_DUMMY_RPC;
		return "EcDummyRpc";
	}
	if (rpc->iface && rpc->iface->key == OA_IFACE_MGMT) {
		*ret_opnum = OA_MGMT_IS_SERVER_LISTENING;
		return "is_server_listening";
	}
	return NULL;
}

static bool find_broken_answer(
	const struct oa_hold *hold, const char *call, const struct oa_error *error)
{
	struct oa_attempt *attempt = hold->attempt;
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "phase", "%s behind the idle time", call);
	oa_facts_set(&facts, "reason", "%s", error->text);
	oa_report_find(attempt->front->report, OA_CODE_RPC_PROTOCOL_ERROR,
		attempt->subject, &facts);
	return false;
}

/* Any answer at all, a fault too, proves that the tunnel lives. */
static bool prove_by_call(struct oa_hold *hold, const char *call, uint16_t opnum,
	struct oa_deadline until)
{
	struct oa_attempt *attempt = hold->attempt;
	double patience = oa_front_patience(attempt->front, "call_time", 2, 10);
	int64_t start_us = oa_now_us();
	struct oa_rpc_outcome outcome;
	struct oa_error error = {0};

	if (oa_rpc_call(&attempt->rpc, opnum, NULL, 0,
		    oa_deadline_step(until, patience), &outcome, &error) == 0)
		return true;
	if (attempt->vconn.end == OA_VCONN_GOES_ON)
		return find_broken_answer(hold, call, &error);
	if (attempt->vconn.end == OA_VCONN_TIMEOUT)
		oa_hold_judge_silence(hold, call, oa_seconds_since(start_us));
	else
		oa_hold_judge_end(hold, &error);
	return false;
}

/* Without a call the proof is weaker: a ping is taken, and nothing ends. */
static bool prove_by_ping(struct oa_hold *hold, struct oa_deadline until)
{
	double patience = oa_front_patience(hold->attempt->front, "c2_time", 0.5, 5);

	return ping(hold, until) &&
	       listen_until(hold, oa_deadline_step(until, patience));
}

void oa_hold_tunnel(struct oa_attempt *attempt, const struct oa_hold_plan *plan,
	int64_t idle_us, struct oa_deadline until)
{
	struct oa_hold hold = {.attempt = attempt, .plan = plan, .start_us = idle_us};
	struct oa_report *report = attempt->front->report;
	uint16_t opnum = 0;
	const char *call = plan->calls ? call_of(&attempt->rpc, &opnum) : NULL;
	bool lives;

	oa_report_wait(report, "the end of %g s with the tunnel to %s idle",
		(double)plan->seconds, attempt->query);
	lives = sit(&hold) && (call ? prove_by_call(&hold, call, opnum, until)
				    : prove_by_ping(&hold, until));
	oa_report_value(report, "hold_time", hold.seconds);
	if (lives)
		oa_report_ok(report, OA_HOP_TUNNEL, attempt->subject, -1,
			"idle for %.1f s and still alive: %s (pings sent %u, received "
			"%u)",
			hold.seconds,
			call ? call : "a ping is taken, nothing has ended", hold.pings,
			attempt->vconn.ping_count);
}
