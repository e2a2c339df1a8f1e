/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/auth.h"
#include "common/base/array.h"
#include "common/probe/challenge.h"
#include "common/probe/frontopen.h"
#include "common/probe/kerberos.h"
#include "common/probe/logons.h"
#include "common/probe/pace.h"
#include "common/probe/plainhttp.h"
#include "common/probe/untested.h"

#include <stdio.h>

/* Members that are asked at most. */
#define NODES_MAX 8

/* What the steps of one run share. */
struct run {
	struct oa_front front;
	const struct oa_auth_plan *plan;
	struct oa_deadline until;
	struct oa_pace pace; /* one step is one request */
	char query[1200];
	struct oa_offers offers;
	struct oa_node *nodes[NODES_MAX]; /* those that answered */
	size_t node_count;
	unsigned broken; /* schemes that need not be tried */
};

/* The scheme that --auth names; 0 for auto.  Servers that list Negotiate alone take
 * NTLM under that name. */
static unsigned chosen_scheme(const struct run *run)
{
	unsigned offered = oa_offers_any(&run->offers);

	switch (run->front.target->auth) {
	case OA_AUTH_BASIC:
		return OA_SCHEME_BASIC;
	case OA_AUTH_NTLM:
		return !(offered & OA_SCHEME_NTLM) && (offered & OA_SCHEME_NEGOTIATE)
			       ? OA_SCHEME_NEGOTIATE
			       : OA_SCHEME_NTLM;
	case OA_AUTH_NEGOTIATE:
		return OA_SCHEME_NEGOTIATE;
	case OA_AUTH_AUTO:
		break;
	}
	return 0;
}

static bool has_password(const struct run *run)
{
	return run->front.user[0] && oa_secret_given(&run->front.target->who.password);
}

static bool has_credentials(const struct run *run)
{
	return oa_kerberos_is_wanted(&run->front) || has_password(run);
}

/* A node that is not reached is no fault of the front end. */
static void note_absent(struct run *run, const struct oa_node *node)
{
	const struct oa_step *step = oa_report_verdict(&node->report);

	oa_report_ok(run->front.report, OA_HOP_AUTH, NULL, -1,
		"note: node %s not compared: %s", node->name,
		step ? step->text : "it demands no logon");
}

static void ask_nodes(struct run *run)
{
	const struct oa_strings *names = &run->plan->nodes;

	for (size_t i = 0; i < names->count && run->node_count < NODES_MAX; i++) {
		struct oa_node *node = oa_node_ask(&run->front, names->item[i],
			run->query, oa_deadline_share(run->until, 0.3));

		if (node && node->is_answered) {
			run->nodes[run->node_count++] = node;
			continue;
		}
		if (node)
			note_absent(run, node);
		oa_node_free(node);
	}
}

static void find_difference(struct run *run, const struct oa_node *node)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "schemes", "%s", oa_offers_names(&run->offers));
	oa_facts_set(&facts, "list", "%s", oa_offers_names(&node->offers));
	oa_step_detail(oa_report_find(run->front.report, OA_CODE_AUTH_FRONT_DIFFERS,
			       NULL, &facts),
		"node %s; the front end's %s answers", node->name, run->offers.device);
}

/* Returns what nodes offer and the front end lacks. */
static unsigned compare_nodes(struct run *run)
{
	unsigned front = oa_offers_any(&run->offers), lacking = 0;

	for (size_t i = 0; i < run->node_count; i++) {
		unsigned node = oa_offers_any(&run->nodes[i]->offers);

		if (node != front)
			find_difference(run, run->nodes[i]);
		else
			oa_report_ok(run->front.report, OA_HOP_AUTH, NULL, -1,
				"node %s offers the same", run->nodes[i]->name);
		lacking |= node & ~front;
	}
	return lacking;
}

static void judge_clock(struct run *run)
{
	const struct oa_clock *other = NULL;

	for (size_t i = 0; i < run->node_count && !other; i++)
		if (run->nodes[i]->offers.clock.is_known)
			other = &run->nodes[i]->offers.clock;
	oa_clock_judge(&run->front, &run->offers.clock, other);
}

static int look(struct run *run)
{
	struct oa_offers_wish wish = {.forbidden = run->plan->forbidden};
	int result = oa_offers_ask(&run->front, run->query, run->until, &run->offers);

	if (result < 0)
		return -1;
	oa_report_value_get(run->front.report, "http_time", &run->pace.cost);
	ask_nodes(run);
	wish.elsewhere = compare_nodes(run);
	wish.required = run->plan->required | chosen_scheme(run);
	oa_offers_judge(&run->front, &run->offers, &wish);
	if (oa_pace_allows(&run->pace, 3))
		run->broken = oa_challenge_look(&run->front, run->query,
			oa_offers_any(&run->offers), &run->pace, &run->offers.clock);
	else
		oa_pace_find(&run->pace, &run->front, "NTLM challenge");
	if (run->plan->plain_port && !run->front.target->no_tls &&
		!run->front.target->forward_proxy)
		oa_plain_look(&run->front, run->plan->plain_port, run->until);
	judge_clock(run);
	return 0;
}

/* Basic goes over TLS only, unless somebody insists. */
static unsigned schemes_to_try(const struct run *run)
{
	const struct oa_target *target = run->front.target;
	unsigned chosen = chosen_scheme(run);
	unsigned schemes = chosen ? chosen : OA_SCHEMES_USUAL;

	if (!has_password(run))
		schemes &= OA_SCHEME_NEGOTIATE;
	if (target->no_tls && !chosen)
		schemes &= ~(unsigned)OA_SCHEME_BASIC;
	return schemes & oa_offers_any(&run->offers) & ~run->plan->forbidden &
	       ~run->broken;
}

static void miss_credentials(struct run *run)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "schemes", "%s", oa_offers_names(&run->offers));
	oa_report_find(run->front.report, OA_CODE_MISSING_CREDENTIALS, NULL, &facts);
}

static void log_on(struct run *run)
{
	const struct oa_logons_plan plan = {.query = run->query,
		.offers = &run->offers,
		.schemes = schemes_to_try(run),
		.protection = run->plan->protection,
		.nodes = run->nodes,
		.node_count = run->node_count};

	if (plan.schemes)
		oa_logons_try(&run->front, &plan, &run->pace);
	else
		oa_report_ok(run->front.report, OA_HOP_AUTH, NULL, -1,
			"note: no scheme to log on with; no password was sent");
}

static void walk(struct run *run)
{
	bool wants_logon = run->front.user[0] ||
			   run->plan->protection.wish > OA_PROTECTION_SKIP;

	if (look(run) < 0)
		return;
	if (run->front.has_bad_certificate) {
		oa_report_ok(run->front.report, OA_HOP_AUTH, NULL, -1,
			"note: no password was sent");
		return;
	}
	if (has_credentials(run))
		log_on(run);
	else if (wants_logon)
		miss_credentials(run);
}

void oa_probe_auth(const struct oa_target *target, const struct oa_auth_plan *plan,
	struct oa_deadline until, struct oa_report *report)
{
	static const enum oa_hop hops[] = {
		OA_HOP_DNS, OA_HOP_TCP, OA_HOP_TLS, OA_HOP_HTTP, OA_HOP_AUTH};
	struct run run = {.plan = plan, .until = until, .pace = oa_pace_begin(until)};

	snprintf(run.query, sizeof(run.query), "%s:6001",
		plan->server ? plan->server : target->host);
	oa_facts_set(&report->facts, "target", "%s", run.query);
	if (oa_front_init(&run.front, target, report, until) == 0)
		walk(&run);
	oa_mark_untested(report, target, hops, OA_LENGTH(hops), NULL);
	for (size_t i = 0; i < run.node_count; i++)
		oa_node_free(run.nodes[i]);
	oa_front_free(&run.front);
}
