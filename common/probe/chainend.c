/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/chainend.h"
#include "common/probe/budget.h"
#include "common/probe/frontopen.h"
#include "common/probe/rpcproxy.h"

#include <stdlib.h>
#include <strings.h>

/* The main chain from another point of view, in a report of its own. */
static void walk_inside(const struct oa_chain *chain, struct oa_report *report)
{
	struct oa_target target = *chain->front.target;
	struct oa_rpcproxy_plan look = {
		.server = chain->tunnel.server, .is_first_look = true};
	struct oa_front front;

	target.address = chain->plan->inside_address;
	target.is_inside = target.is_outside = false;
	target.expected = (struct oa_strings){0};
	target.answer = NULL;
	if (oa_front_init(&front, &target, report, chain->until) == 0) {
		oa_rpcproxy_walk(&front, &look, chain->until);
		if (chain->tunnel.server)
			oa_tunnel_walk(&front, &chain->tunnel, chain->until);
	}
	oa_front_free(&front);
}

static void judge_views(struct oa_report *outside, const struct oa_report *inside)
{
	const struct oa_step *outer = oa_report_verdict(outside);
	const struct oa_step *inner = oa_report_verdict(inside);
	struct oa_facts facts = {0};
	struct oa_step *step;

	oa_facts_set(&facts, "hop", "%s", oa_hop_name(outer->hop));
	oa_facts_set(&facts, "sub", "%s", oa_diagnosis(outer->code)->name);
	if (oa_report_is_broken(inside, NULL)) {
		step = oa_report_find_as(
			outside, outer->code, outer->state, outer->subject, NULL);
		oa_step_detail(step, "inside fails, too: [%s] %s",
			oa_diagnosis(inner->code)->name, inner->text);
	} else {
		step = oa_report_find(
			outside, OA_CODE_OUTSIDE_ONLY_FAILURE, NULL, &facts);
		oa_step_detail(step, "outside: %s", outer->text);
	}
}

void oa_chain_compare_views(struct oa_chain *chain)
{
	struct oa_report *report = chain->front.report;
	struct oa_report *inside;

	if (!chain->plan->inside_address || !oa_report_is_broken(report, NULL) ||
		chain->front.was_refused)
		return;
	inside = malloc(sizeof(*inside));
	if (!inside)
		return;
	oa_report_init(inside);
	oa_budget_pause(&chain->front);
	walk_inside(chain, inside);
	judge_views(report, inside);
	oa_report_free(inside);
	free(inside);
}

/* What clients get told is a setting of the target as well. */
static void print_answers(
	const struct oa_autodiscovered *found, struct oa_fingerprint *print)
{
	if (!found->is_known)
		return;
	oa_fingerprint_set(print, OA_FIELD_PUBLISHED, "%s",
		found->has_rpc_over_http ? found->proxy : OA_FIELD_NONE);
	oa_fingerprint_set(print, "autodiscover logon", "%s", found->auth_package);
	oa_fingerprint_set(print, "autodiscover ssl", "%s",
		found->has_rpc_over_http ? found->is_ssl ? "on" : "off" : "");
	oa_fingerprint_set(print, "principal", "%s", found->principal);
}

void oa_chain_remember(struct oa_chain *chain)
{
	const struct oa_target *target = chain->front.target;
	struct oa_memory_plan memory = chain->plan->memory;
	struct oa_fingerprint print = {0};

	if (!memory.dir && !memory.changed)
		return;
	memory.host = target->host;
	memory.port = target->port;
	memory.address = target->address;
	memory.now = oa_front_now(&chain->front);
	memory.until = chain->until;
	memory.is_published = chain->found.has_rpc_over_http &&
			      !strcasecmp(chain->found.proxy, target->host);
	oa_fingerprint_set(&print, "schemes", "%s", chain->front.offers);
	oa_fingerprint_steps(&print, chain->front.report);
	print_answers(&chain->found, &print);
	oa_memory_judge(&memory, &print, chain->front.report);
}
