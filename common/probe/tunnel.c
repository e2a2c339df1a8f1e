/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/tunnel.h"
#include "common/probe/echo.h"
#include "common/probe/endpoint.h"
#include "common/probe/refusal.h"
#include "common/probe/rpccall.h"
#include "common/probe/untested.h"

#include <stdio.h>

/* The way to the endpoints has this share of the time; the rest is for second
 * looks that name the cause. */
#define WAY_SHARE 0.8

/* What the endpoints of one run share. */
struct run {
	struct oa_front front;
	const struct oa_tunnel_plan *plan;
	struct oa_deadline until; /* for the way itself */
	struct oa_refusals refusals;
};

static void note_refusal(struct run *run, const struct oa_attempt *attempt)
{
	oa_refusals_add(&run->refusals, attempt);
}

static void judge_idle(struct run *run, const struct oa_attempt *attempt)
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
	oa_report_find(run->front.report, OA_CODE_IDLE_TIMEOUT_TOO_LONG,
		attempt->subject, &facts);
}

static struct oa_rpc_plan rpc_plan(const struct run *run, uint16_t port)
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
		.calls = plan->depth >= OA_DEPTH_CALL,
		.is_auto = plan->rpc_auth == OA_RPC_CHOICE_AUTO && run->front.scheme,
		.type = type,
		.level = type == OA_RPCAUTH_NONE ? OA_RPCAUTH_LEVEL_NONE : plan->level};
}

static struct oa_attempt *open_attempt(
	struct run *run, uint16_t port, struct oa_deadline until)
{
	struct oa_attempt *attempt = oa_attempt_new(
		&run->front, run->plan->server, port);
	struct oa_facts facts = {0};

	if (attempt) {
		oa_attempt_open(attempt, until);
		return attempt;
	}
	oa_facts_set(&facts, "phase", "tunnel");
	oa_facts_set(&facts, "reason", "out of memory");
	oa_report_find(run->front.report, OA_CODE_INTERNAL_ERROR, NULL, &facts);
	return NULL;
}

/* The second tunnel of --rpc-auth auto: the interface wants a logon of its own,
 * with the password, or else the tickets, that HTTP has accepted. */
static void try_privacy(struct run *run, uint16_t port, struct oa_rpc_plan rpc,
	struct oa_deadline until)
{
	struct oa_attempt *attempt = open_attempt(run, port, until);

	rpc.is_auto = false;
	rpc.type = oa_secret_given(&run->front.target->who.password)
			   ? OA_RPCAUTH_NTLM
			   : OA_RPCAUTH_KERBEROS;
	rpc.level = OA_RPCAUTH_LEVEL_PRIVACY;
	if (attempt && attempt->reach == OA_REACH_UNAVAILABLE)
		note_refusal(run, attempt);
	if (attempt && attempt->reach == OA_REACH_OPEN &&
		oa_rpc_carry_out(attempt, &rpc, until) == OA_RPC_UNAVAILABLE)
		note_refusal(run, attempt);
	oa_attempt_free(attempt);
}

static void test_endpoint(struct run *run, uint16_t port, struct oa_deadline until)
{
	struct oa_attempt *attempt = open_attempt(run, port, until);
	enum oa_rpc_result result = OA_RPC_DONE;
	struct oa_rpc_plan rpc = rpc_plan(run, port);

	if (!attempt)
		return;
	if (attempt->reach == OA_REACH_UNAVAILABLE)
		note_refusal(run, attempt);
	if (attempt->reach == OA_REACH_OPEN) {
		oa_refusals_note_open(&run->refusals, port);
		judge_idle(run, attempt);
		rpc = rpc_plan(run, port);
		if (run->plan->depth >= OA_DEPTH_BIND)
			result = oa_rpc_carry_out(attempt, &rpc, until);
	}
	if (result == OA_RPC_UNAVAILABLE)
		note_refusal(run, attempt);
	oa_attempt_free(attempt);
	if (result == OA_RPC_WANTS_LOGON)
		try_privacy(run, port, rpc, until);
}

/* A chain that broke before the endpoints breaks for all of them alike; a second
 * try would cost time, and a second bad password. */
static bool is_over(const struct run *run)
{
	const struct oa_report *report = run->front.report;

	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *step = &report->steps[i];

		if (step->hop <= OA_HOP_AUTH &&
			(step->state == OA_STATE_CRITICAL ||
				step->state == OA_STATE_UNKNOWN))
			return true;
		if (step->code == OA_CODE_MISSING_CREDENTIALS ||
			step->code == OA_CODE_FEATURE_MISSING)
			return true;
	}
	return run->front.has_bad_certificate || run->front.is_unusable;
}

static void test_endpoints(struct run *run)
{
	const struct oa_tunnel_plan *plan = run->plan;

	for (size_t i = 0; i < plan->port_count && !is_over(run); i++) {
		size_t to_come = plan->port_count - i;

		test_endpoint(run, plan->port[i],
			oa_deadline_share(run->until, 1.0 / (double)to_come));
	}
	oa_refusals_judge(&run->refusals, &run->front, plan);
}

static void mark_untested(const struct run *run)
{
	static const enum oa_hop shared[] = {
		OA_HOP_DNS, OA_HOP_TCP, OA_HOP_TLS, OA_HOP_HTTP, OA_HOP_AUTH};
	static const enum oa_hop deeper[] = {
		OA_HOP_PROXY, OA_HOP_TUNNEL, OA_HOP_ENDPOINT, OA_HOP_BIND};
	static const size_t depths[] = {1, 2, 3, 4};
	const struct oa_tunnel_plan *plan = run->plan;
	char subject[8];

	oa_mark_untested(run->front.report, run->front.target, shared,
		sizeof(shared) / sizeof(shared[0]), NULL);
	for (size_t i = 0; i < plan->port_count; i++) {
		snprintf(subject, sizeof(subject), "%u", plan->port[i]);
		oa_mark_untested(run->front.report, run->front.target, deeper,
			depths[plan->depth], subject);
	}
}

/* A tunnel opens although the echo does not: the device in front stumbles over
 * the small body. */
static bool tunnel_opens(struct run *run, uint16_t port)
{
	struct oa_attempt *attempt = oa_refusals_try(
		&run->front, run->plan->server, port, run->front.until);
	bool opens = attempt && attempt->reach == OA_REACH_OPEN;

	oa_attempt_free(attempt);
	return opens;
}

static void test_echo(struct run *run, uint16_t port, struct oa_deadline until)
{
	char query[1200], subject[8];
	int64_t start_us = oa_now_us();

	snprintf(query, sizeof(query), "%s:%u", run->plan->server, port);
	snprintf(subject, sizeof(subject), "%u", port);
	if (oa_echo_test(&run->front, query, run->plan->server, subject, until) !=
		OA_ECHO_SILENT)
		return;
	if (tunnel_opens(run, port))
		oa_report_find(run->front.report, OA_CODE_ECHO_BLOCKED, subject, NULL);
	else
		oa_echo_find_silence(&run->front, subject, oa_seconds_since(start_us));
}

static void test_echoes(struct run *run)
{
	for (size_t i = 0; i < run->plan->port_count && !is_over(run); i++)
		test_echo(run, run->plan->port[i], oa_deadline_share(run->until, 0.5));
}

void oa_probe_tunnel(const struct oa_target *target, const struct oa_tunnel_plan *plan,
	struct oa_deadline until, struct oa_report *report)
{
	struct run run = {.plan = plan, .until = oa_deadline_share(until, WAY_SHARE)};

	oa_facts_set(&report->facts, "server", "%s", plan->server);
	oa_facts_set(&report->facts, "target", "%s", plan->server);
	if (oa_front_init(&run.front, target, report, until) == 0) {
		if (plan->depth == OA_DEPTH_ECHO)
			test_echoes(&run);
		else
			test_endpoints(&run);
	}
	mark_untested(&run);
	oa_front_free(&run.front);
}
