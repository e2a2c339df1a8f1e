/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/tunnel.h"
#include "common/base/array.h"
#include "common/probe/attempttry.h"
#include "common/probe/echo.h"
#include "common/probe/frontopen.h"
#include "common/probe/hold.h"
#include "common/probe/refusal.h"
#include "common/probe/untested.h"
#include "common/probe/visit.h"

#include <stdio.h>

/* The way to the endpoints has this share of the time; the rest is for second
 * looks that name the cause. */
#define WAY_SHARE 0.8

/* Keeps a tunnel idle when all else is done; this time is not part of the deadline. */
static void hold(struct oa_tunnel_run *run, struct oa_deadline until)
{
	const struct oa_tunnel_plan *plan = run->plan;
	const struct oa_hold_plan how = {.seconds = plan->hold,
		.ping_seconds = plan->hold_pings,
		.calls = plan->depth >= OA_DEPTH_CALL};

	if (run->held)
		oa_hold_tunnel(run->held, &how, run->idle_us,
			oa_deadline_before(until, -plan->hold));
	oa_attempt_free(run->held);
}

/* A chain that broke before the endpoints breaks for all of them alike; a second
 * try would cost time, and a second bad password. */
static bool is_over(const struct oa_tunnel_run *run)
{
	const struct oa_report *report = run->front->report;

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
	return run->front->has_bad_certificate || run->front->is_unusable;
}

/* What a wait of nothing brings says nothing about an endpoint. */
static void miss_endpoint(const struct oa_front *front, uint16_t port)
{
	struct oa_facts facts = {0};
	char subject[8];

	snprintf(subject, sizeof(subject), "%u", port);
	oa_facts_set(&facts, "t", "%.1f",
		(double)(front->until.at_us - front->start_us) / 1e6);
	oa_facts_set(&facts, "phase", "endpoint %u", port);
	oa_report_find(front->report, OA_CODE_DEADLINE_EXCEEDED, subject, &facts);
}

static void test_endpoints(struct oa_tunnel_run *run)
{
	const struct oa_tunnel_plan *plan = run->plan;

	for (size_t i = 0; i < plan->port_count && !is_over(run); i++) {
		size_t to_come = plan->port_count - i;

		if (oa_deadline_passed(run->until))
			miss_endpoint(run->front, plan->port[i]);
		else
			oa_visit(run, plan->port[i],
				oa_deadline_share(run->until, 1.0 / (double)to_come));
	}
	oa_refusals_judge(&run->refusals, run->front, plan);
}

static void mark_untested(const struct oa_tunnel_run *run)
{
	static const enum oa_hop shared[] = {
		OA_HOP_DNS, OA_HOP_TCP, OA_HOP_TLS, OA_HOP_HTTP, OA_HOP_AUTH};
	static const enum oa_hop deeper[] = {OA_HOP_PROXY, OA_HOP_TUNNEL,
		OA_HOP_ENDPOINT, OA_HOP_BIND, OA_HOP_MAILBOX};
	/* hops on the way to each depth */
	static const size_t depths[] = {1, 2, 3, 4, 5, 5, 5};
	const struct oa_tunnel_plan *plan = run->plan;
	char subject[8];

	oa_mark_untested(run->front->report, run->front->target, shared,
		OA_LENGTH(shared), NULL);
	for (size_t i = 0; i < plan->port_count; i++) {
		snprintf(subject, sizeof(subject), "%u", plan->port[i]);
		oa_mark_untested(run->front->report, run->front->target, deeper,
			depths[oa_depth_at(plan->depth, plan->port[i])], subject);
	}
}

/* A tunnel opens although the echo does not: the device in front stumbles over
 * the small body. */
static bool tunnel_opens(struct oa_tunnel_run *run, uint16_t port)
{
	struct oa_attempt *attempt = oa_attempt_try(
		run->front, run->plan->server, port, run->front->until);
	bool opens = attempt && attempt->reach == OA_REACH_OPEN;

	oa_attempt_free(attempt);
	return opens;
}

static void test_echo(
	struct oa_tunnel_run *run, uint16_t port, struct oa_deadline until)
{
	char query[1200], subject[8];
	int64_t start_us = oa_now_us();

	snprintf(query, sizeof(query), "%s:%u", run->plan->server, port);
	snprintf(subject, sizeof(subject), "%u", port);
	if (oa_echo_test(run->front, query, run->plan->server, subject, until) !=
		OA_ECHO_SILENT)
		return;
	if (tunnel_opens(run, port))
		oa_report_find(run->front->report, OA_CODE_ECHO_BLOCKED, subject, NULL);
	else
		oa_echo_find_silence(run->front, subject, oa_seconds_since(start_us));
}

static void test_echoes(struct oa_tunnel_run *run)
{
	for (size_t i = 0; i < run->plan->port_count && !is_over(run); i++)
		test_echo(run, run->plan->port[i], oa_deadline_share(run->until, 0.5));
}

static void name_target(struct oa_report *report, const struct oa_tunnel_plan *plan)
{
	oa_facts_set(&report->facts, "server", "%s", plan->server);
	oa_facts_set(&report->facts, "target", "%s", plan->server);
}

void oa_tunnel_walk(struct oa_front *front, const struct oa_tunnel_plan *plan,
	struct oa_deadline until)
{
	struct oa_tunnel_run run = {.front = front,
		.plan = plan,
		.whole = until,
		.until = oa_deadline_share(until, WAY_SHARE)};

	name_target(front->report, plan);
	if (plan->depth == OA_DEPTH_ECHO)
		test_echoes(&run);
	else
		test_endpoints(&run);
	hold(&run, until);
	mark_untested(&run);
}

void oa_probe_tunnel(const struct oa_target *target, const struct oa_tunnel_plan *plan,
	struct oa_deadline until, struct oa_report *report)
{
	struct oa_front front;
	int64_t start_us = oa_now_us();
	double held = 0;

	name_target(report, plan);
	if (oa_front_init(&front, target, report, until) == 0)
		oa_tunnel_walk(&front, plan, until);
	else
		mark_untested(&(struct oa_tunnel_run){.front = &front, .plan = plan});
	oa_front_free(&front);
	/* what was waited for on purpose is not how long the server took */
	if (oa_report_value_get(report, "hold_time", &held))
		oa_report_value(report, "time", oa_seconds_since(start_us) - held);
}
