/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/chainpart.h"

static void find_autodiscover(struct oa_branch *branch)
{
	struct oa_chain *chain = branch->data;
	struct oa_autodiscover_plan plan = chain->plan->autodiscover;

	plan.has_no_logon = chain->is_logon_lost;
	oa_autodiscover_walk(&branch->front, &plan, branch->until, &chain->found);
}

static void ask_mapihttp(struct oa_branch *branch)
{
	struct oa_chain *chain = branch->data;
	struct oa_mapihttp_plan plan = chain->plan->mapihttp;

	/* what shall suffice has to reach the mailbox */
	plan.user_dn = chain->tunnel.deep.mailbox_dn;
	plan.connects = chain->plan->mapihttp_suffices && plan.user_dn;
	oa_mapihttp_walk(&branch->front, &plan, branch->until);
}

static void ask_backends(struct oa_branch *branch)
{
	struct oa_chain *chain = branch->data;
	struct oa_backend_plan plan = chain->plan->backend;

	plan.server = chain->plan->tunnel.server;
	plan.knows_front = true;
	oa_backend_walk(&branch->front, &plan, branch->until);
}

/* What a branch is, in the order of enum oa_part. */
static const struct part {
	void (*work)(struct oa_branch *branch);
	enum oa_hop hop;
} parts[OA_PARTS] = {
	{ask_backends, OA_HOP_BACKEND},
	{find_autodiscover, OA_HOP_AUTODISCOVER},
	{ask_mapihttp, OA_HOP_MAPIHTTP},
};

/* Refused in this run, or in one before. */
static bool is_refused(const struct oa_front *front)
{
	return front->was_refused || (front->budget.is_begun && !front->budget.may_go);
}

bool oa_chain_is_refused(const struct oa_chain *chain)
{
	for (size_t i = 0; i < OA_PARTS; i++)
		if (is_refused(&chain->branch[i].front))
			return true;
	return is_refused(&chain->front);
}

static bool is_wanted(const struct oa_chain *chain, enum oa_part part)
{
	switch (part) {
	case OA_PART_BACKEND:
		return chain->plan->backend.places.count > 0;
	case OA_PART_AUTODISCOVER:
		return chain->plan->autodiscover.address != NULL;
	default:
		return chain->plan->has_mapihttp;
	}
}

bool oa_chain_has_parts(const struct oa_chain *chain)
{
	for (enum oa_part part = 0; part < OA_PARTS; part++)
		if (!chain->is_begun[part] && is_wanted(chain, part))
			return true;
	return false;
}

static struct oa_branch *take(
	struct oa_chain *chain, enum oa_part part, struct oa_deadline until)
{
	struct oa_branch *branch = &chain->branch[part];

	if (chain->is_begun[part] || !is_wanted(chain, part))
		return NULL;
	chain->is_begun[part] = true;
	branch->work = parts[part].work;
	branch->data = chain;
	branch->until = until;
	return branch;
}

static void leave_out(struct oa_chain *chain, enum oa_part part)
{
	oa_report_not_tested(chain->front.report, parts[part].hop, NULL);
}

void oa_chain_begin_parts(struct oa_chain *chain)
{
	for (enum oa_part part = 0; part < OA_PARTS; part++) {
		struct oa_branch *branch = take(chain, part, chain->until);

		if (branch && oa_branch_start(branch, &chain->front) < 0)
			leave_out(chain, part);
	}
}

void oa_chain_do_part(
	struct oa_chain *chain, enum oa_part part, struct oa_deadline until)
{
	struct oa_branch *branch = take(chain, part, until);

	if (branch && oa_branch_run(branch, &chain->front) < 0)
		leave_out(chain, part);
}

void oa_chain_forget_part(struct oa_chain *chain, enum oa_part part)
{
	if (oa_chain_is_refused(chain))
		return;
	oa_branch_drop(&chain->branch[part]);
	chain->is_begun[part] = false;
}

/* MAPI/HTTP lives behind the same name, port and certificate. */
static bool is_cut_off(const struct oa_chain *chain, enum oa_part part)
{
	const struct oa_report *report = chain->front.report;

	if (part == OA_PART_MAPIHTTP && oa_chain_is_refused(chain))
		return true;
	if (!chain->front.dns.count && !chain->front.target->forward_proxy)
		return true;
	for (size_t i = 0; i < report->step_count && part == OA_PART_MAPIHTTP; i++)
		if (report->steps[i].hop <= OA_HOP_TLS &&
			(report->steps[i].state == OA_STATE_CRITICAL ||
				report->steps[i].state == OA_STATE_UNKNOWN))
			return true;
	return !chain->front.trust && !chain->front.target->no_tls;
}

void oa_chain_do_parts(struct oa_chain *chain)
{
	for (enum oa_part part = 0; part < OA_PARTS; part++) {
		if (chain->is_begun[part] || !is_wanted(chain, part))
			continue;
		chain->is_logon_lost = oa_chain_is_refused(chain);
		if (is_cut_off(chain, part)) {
			chain->is_begun[part] = true;
			leave_out(chain, part);
		} else {
			oa_chain_do_part(chain, part, chain->until);
		}
	}
}

void oa_chain_join_parts(struct oa_chain *chain)
{
	for (enum oa_part part = 0; part < OA_PARTS; part++) {
		if (chain->branch[part].is_running)
			oa_report_wait(chain->front.report, "%s",
				oa_hop_name(parts[part].hop));
		oa_branch_join(&chain->branch[part], chain->front.report,
			(unsigned)part + 1, oa_hop_name(parts[part].hop));
	}
}
