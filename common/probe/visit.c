/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/visit.h"
#include "common/probe/endpoint.h"
#include "common/probe/endpoint_end.h"
#include "common/probe/refusal.h"
#include "common/probe/rpccall.h"

#include <stdio.h>

/* A second look at the store has this share of the time that is left of the run. */
#define SECOND_SHARE 0.6

/* So much of the time kept back from the way may go to the looks at one endpoint; the
 * others need their own share of the way. */
#define LOOKS_SHARE 0.6

static void judge_idle(struct oa_tunnel_run *run, const struct oa_attempt *attempt)
{
	const struct oa_vconn *vconn = &attempt->vconn;
	uint32_t most_ms = vconn->in_timeout_ms > vconn->out_timeout_ms
				   ? vconn->in_timeout_ms
				   : vconn->out_timeout_ms;
	double limit = run->plan->device_timeout;
	struct oa_facts facts = {0};

	if (!limit || most_ms / 1000.0 <= limit)
		return;
	oa_facts_set(&facts, "t", "%u", most_ms / 1000);
	oa_facts_set(&facts, "n", "%.0f", limit);
	oa_report_find(run->front->report, OA_CODE_IDLE_TIMEOUT_TOO_LONG,
		attempt->subject, &facts);
}

static struct oa_rpc_plan rpc_plan(
	const struct oa_tunnel_run *run, uint16_t port, enum oa_depth depth)
{
	static const enum oa_rpcauth_type types[] = {
		[OA_RPC_CHOICE_AUTO] = OA_RPCAUTH_NONE,
		[OA_RPC_CHOICE_NONE] = OA_RPCAUTH_NONE,
		[OA_RPC_CHOICE_NTLM] = OA_RPCAUTH_NTLM,
		[OA_RPC_CHOICE_KERBEROS] = OA_RPCAUTH_KERBEROS,
	};
	const struct oa_tunnel_plan *plan = run->plan;
	const struct oa_iface *iface = plan->iface;
	enum oa_rpcauth_type type = types[plan->rpc_auth];

	if (!iface)
		iface = oa_iface_by_port(port);
	if (!iface)
		iface = oa_iface_get(OA_IFACE_MGMT);
	return (struct oa_rpc_plan){.iface = iface,
		.depth = depth,
		.deep = &plan->deep,
		.is_auto = plan->rpc_auth == OA_RPC_CHOICE_AUTO,
		.may_be_other = depth <= OA_DEPTH_CALL &&
				(!plan->iface || plan->iface->key == OA_IFACE_MGMT),
		.type = type,
		.level = type == OA_RPCAUTH_NONE ? OA_RPCAUTH_LEVEL_NONE : plan->level};
}

static struct oa_deadline looks_until(
	const struct oa_tunnel_run *run, struct oa_deadline until)
{
	double kept = (double)(run->whole.at_us - run->until.at_us) / 1e6;

	return oa_deadline_before(until, -LOOKS_SHARE * kept);
}

static struct oa_attempt *open_attempt(
	struct oa_tunnel_run *run, uint16_t port, struct oa_deadline until)
{
	struct oa_attempt *attempt = oa_attempt_new(
		run->front, run->plan->server, port);
	struct oa_facts facts = {0};

	if (attempt) {
		attempt->alternatives = &run->plan->alternatives;
		attempt->looks_until = looks_until(run, until);
		oa_attempt_open(attempt, until);
		oa_attempt_judge_opening(attempt);
		return attempt;
	}
	oa_facts_set(&facts, "phase", "tunnel");
	oa_facts_set(&facts, "reason", "out of memory");
	oa_report_find(run->front->report, OA_CODE_INTERNAL_ERROR, NULL, &facts);
	return NULL;
}

/* Done with an attempt: the first good tunnel is kept if one is to be held. */
static void let_go(struct oa_tunnel_run *run, struct oa_attempt *attempt, bool is_good)
{
	if (!is_good || !run->plan->hold || run->held) {
		oa_attempt_free(attempt);
		return;
	}
	run->held = attempt;
	run->idle_us = oa_now_us();
}

/* Opens a tunnel and does behind it what the plan says. */
static enum oa_rpc_result try_once(struct oa_tunnel_run *run, uint16_t port,
	struct oa_rpc_plan rpc, struct oa_deadline until)
{
	struct oa_attempt *attempt = open_attempt(run, port, until);
	enum oa_rpc_result result = OA_RPC_BROKEN;

	if (!attempt)
		return OA_RPC_BROKEN;
	if (attempt->reach == OA_REACH_UNAVAILABLE)
		result = OA_RPC_UNAVAILABLE;
	if (attempt->reach == OA_REACH_OPEN) {
		oa_refusals_note_open(&run->refusals, port);
		judge_idle(run, attempt);
		/* who is nobody at HTTP level has nothing to log on with */
		rpc.is_auto = rpc.is_auto && run->front->scheme;
		result = rpc.depth >= OA_DEPTH_BIND
				 ? oa_rpc_carry_out(attempt, &rpc, until)
				 : OA_RPC_DONE;
	}
	if (result == OA_RPC_UNAVAILABLE)
		oa_refusals_add(&run->refusals, attempt);
	if (result == OA_RPC_DONE && rpc.depth >= OA_DEPTH_BIND)
		oa_attempt_remark(attempt);
	let_go(run, attempt, result == OA_RPC_DONE);
	return result;
}

/* The logon of the password, or else the tickets, that HTTP has accepted. */
static void log_on(const struct oa_tunnel_run *run, struct oa_rpc_plan *rpc)
{
	rpc->is_auto = false;
	rpc->type = oa_secret_given(&run->front->target->who.password)
			    ? OA_RPCAUTH_NTLM
			    : OA_RPCAUTH_KERBEROS;
	rpc->level = OA_RPCAUTH_LEVEL_PRIVACY;
}

/* As try_once(), with the further tunnel of --rpc-auth auto where the interface wants a
 * logon of its own, and those to other interfaces where it is not registered. */
static enum oa_rpc_result try_with_logon(struct oa_tunnel_run *run, uint16_t port,
	enum oa_depth depth, struct oa_deadline until)
{
	struct oa_rpc_plan rpc = rpc_plan(run, port, depth);

	for (;;) {
		enum oa_rpc_result result = try_once(run, port, rpc, until);

		if (result == OA_RPC_WANTS_LOGON)
			log_on(run, &rpc);
		else if (result == OA_RPC_WANTS_OTHER)
			rpc.iface = oa_iface_other(port, rpc.iface->key);
		else
			return result;
	}
}

/* Returns true for the findings that users may not meet: the endpoint failed, but not
 * for want of a password, of which no second one may go out. */
static bool is_doubtful(const struct oa_step *step)
{
	return (step->state == OA_STATE_CRITICAL || step->state == OA_STATE_UNKNOWN) &&
	       step->hop >= OA_HOP_PROXY && step->hop <= OA_HOP_BIND &&
	       step->code != OA_CODE_RPC_LOGON_REFUSED;
}

/* Returns the finding by which the first look ended, if all its findings since the
 * step `from` are doubtful. */
static struct oa_step *doubtful_since(struct oa_report *report, size_t from)
{
	struct oa_step *found = NULL;

	for (size_t i = from; i < report->step_count; i++) {
		struct oa_step *step = &report->steps[i];

		if (is_doubtful(step))
			found = step;
		else if (step->state == OA_STATE_CRITICAL ||
			 step->state == OA_STATE_UNKNOWN)
			return NULL;
	}
	return found;
}

/* The mailbox could be logged on to: a finding of the first look is still told, but
 * outweighs nothing. */
static void excuse(const struct oa_tunnel_run *run, uint16_t port, const char *what)
{
	struct oa_facts facts = {0};
	char subject[8];

	snprintf(subject, sizeof(subject), "%u", port);
	oa_facts_set(&facts, "target", "%s:%u", run->plan->server, port);
	oa_facts_set(&facts, "sub", "%s", what);
	oa_report_find(
		run->front->report, OA_CODE_PING_FAILS_LOGON_WORKS, subject, &facts);
}

static void excuse_refusal(struct oa_tunnel_run *run, uint16_t port)
{
	struct oa_refusals *refusals = &run->refusals;
	char what[64];

	refusals->count--;
	snprintf(what, sizeof(what), "RPC Error %x to the first tunnel",
		refusals->item[refusals->count].number);
	excuse(run, port, what);
}

/* It is still told, but weighs nothing. */
static void lighten(struct oa_step *step)
{
	step->state = OA_STATE_OK;
	step->hint[0] = '\0';
}

/* A second look has the rest of the time only: what it waits for in vain is no news. */
static void lighten_silence_since(struct oa_report *report, size_t from)
{
	for (size_t i = from; i < report->step_count; i++)
		if (report->steps[i].state != OA_STATE_OK &&
			oa_diagnosis_is_timeout(report->steps[i].code))
			lighten(&report->steps[i]);
}

static void excuse_finding(
	const struct oa_tunnel_run *run, uint16_t port, struct oa_step *failed)
{
	lighten(failed);
	excuse(run, port, oa_diagnosis(failed->code)->name);
}

/* Whether the store can be logged on to after the cheap call, or the first tunnel, has
 * failed: analysers stop there, Outlook tries again. */
static bool may_look_again(const struct oa_tunnel_run *run, uint16_t port)
{
	const struct oa_tunnel_plan *plan = run->plan;

	return plan->depth >= OA_DEPTH_CALL && plan->deep.mailbox_dn && !plan->iface &&
	       port == oa_depth_port(OA_DEPTH_LOGON);
}

/* How a session ends says nothing about the logon, which has been made. */
static bool was_logged_on(const struct oa_report *report, size_t from)
{
	for (size_t i = from; i < report->step_count; i++)
		if (report->steps[i].hop == OA_HOP_MAILBOX &&
			report->steps[i].code == OA_CODE_OK)
			return true;
	return false;
}

static void look_again(
	struct oa_tunnel_run *run, uint16_t port, size_t from, enum oa_rpc_result first)
{
	struct oa_step *failed = doubtful_since(run->front->report, from);
	size_t refused = run->refusals.count;
	size_t second = run->front->report->step_count;
	struct oa_deadline until = oa_deadline_share(run->front->until, SECOND_SHARE);
	bool is_good;

	if (was_logged_on(run->front->report, from) ||
		(!failed && first != OA_RPC_UNAVAILABLE))
		return;
	is_good = try_with_logon(run, port, OA_DEPTH_LOGON, until) == OA_RPC_DONE;
	/* a second refusal of the same endpoint says nothing more */
	run->refusals.count = refused;
	if (is_good && failed)
		excuse_finding(run, port, failed);
	else if (is_good)
		excuse_refusal(run, port);
	else
		lighten_silence_since(run->front->report, second);
}

void oa_visit(struct oa_tunnel_run *run, uint16_t port, struct oa_deadline until)
{
	size_t from = run->front->report->step_count;
	enum oa_depth depth = oa_depth_at(run->plan->depth, port);
	enum oa_rpc_result result = try_with_logon(run, port, depth, until);

	if (result != OA_RPC_DONE && may_look_again(run, port))
		look_again(run, port, from, result);
}
