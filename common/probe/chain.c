/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/chain.h"
#include "common/base/array.h"
#include "common/probe/chainend.h"
#include "common/probe/chainpart.h"
#include "common/probe/frontopen.h"
#include "common/probe/rpcproxy.h"
#include "common/probe/untested.h"

/* The main chain has this share of the time; the rest is for parts that must wait for
 * it, and for the view from inside. */
#define MAIN_SHARE 0.7

/* With a mailbox the tunnel goes down to it; without one as deep as nobody's mailbox
 * is needed. */
static void choose_depth(struct oa_tunnel_plan *plan)
{
	if (plan->depth == OA_DEPTH_LOGON && !plan->deep.mailbox_dn)
		plan->depth = OA_DEPTH_ADDRESS_BOOK;
}

static bool wants_answers(const struct oa_chain *chain)
{
	const struct oa_tunnel_plan *plan = &chain->tunnel;

	return !plan->server ||
	       (plan->depth == OA_DEPTH_LOGON && !plan->deep.mailbox_dn);
}

/* What was not said on the command line is what autodiscover tells clients. */
static void take_answers(struct oa_chain *chain)
{
	const struct oa_autodiscovered *found = &chain->found;
	struct oa_tunnel_plan *plan = &chain->tunnel;

	if (!plan->server && found->server[0])
		plan->server = found->server;
	if (!plan->deep.mailbox_dn && found->user_dn[0]) {
		plan->deep.mailbox_dn = found->user_dn;
		plan->deep.is_discovered = true;
	}
}

static void mark_untested(const struct oa_chain *chain)
{
	static const enum oa_hop hops[] = {OA_HOP_DNS, OA_HOP_TCP, OA_HOP_TLS,
		OA_HOP_HTTP, OA_HOP_AUTH, OA_HOP_PROXY, OA_HOP_TUNNEL, OA_HOP_ENDPOINT,
		OA_HOP_BIND};

	oa_mark_untested(
		chain->front.report, chain->front.target, hops, OA_LENGTH(hops), NULL);
}

/* Nobody has said which server, or the password has been refused already. */
static void leave_tunnels(struct oa_chain *chain)
{
	static const enum oa_hop behind[] = {
		OA_HOP_PROXY, OA_HOP_TUNNEL, OA_HOP_ENDPOINT, OA_HOP_BIND};

	for (size_t i = 0; i < OA_LENGTH(behind); i++)
		oa_report_not_tested(chain->front.report, behind[i], NULL);
}

static void walk_tunnels(struct oa_chain *chain, struct oa_deadline until)
{
	if (!chain->tunnel.server || oa_chain_is_refused(chain)) {
		leave_tunnels(chain);
		return;
	}
	choose_depth(&chain->tunnel);
	oa_tunnel_walk(&chain->front, &chain->tunnel, until);
}

static void begin_parts(void *watcher)
{
	oa_chain_begin_parts(watcher);
}

static void walk(struct oa_chain *chain, struct oa_deadline until)
{
	struct oa_rpcproxy_plan look = {
		.server = chain->tunnel.server, .is_first_look = true};

	chain->front.on_accepted = begin_parts;
	chain->front.watcher = chain;
	oa_rpcproxy_walk(&chain->front, &look, until);
	if (wants_answers(chain)) {
		oa_chain_do_part(chain, OA_PART_AUTODISCOVER);
		take_answers(chain);
	}
	walk_tunnels(chain, until);
}

void oa_probe_chain(const struct oa_target *target, const struct oa_chain_plan *plan,
	struct oa_deadline until, struct oa_report *report)
{
	struct oa_chain chain = {.plan = plan, .until = until, .tunnel = plan->tunnel};
	struct oa_deadline main_until = oa_deadline_share(until, MAIN_SHARE);
	int ready = oa_front_init(&chain.front, target, report, until);

	chain.front.cert_plan = &plan->cert;
	if (ready == 0)
		walk(&chain, main_until);
	else
		mark_untested(&chain);
	oa_chain_do_parts(&chain);
	oa_chain_compare_views(&chain);
	oa_chain_join_parts(&chain);
	oa_chain_relieve(&chain);
	oa_chain_remember(&chain);
	oa_front_free(&chain.front);
}
