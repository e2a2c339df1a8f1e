/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/chain.h"
#include "common/base/array.h"
#include "common/probe/chainend.h"
#include "common/probe/chainpart.h"
#include "common/probe/chainrelief.h"
#include "common/probe/channels.h"
#include "common/probe/frontopen.h"
#include "common/probe/rpcproxy.h"
#include "common/probe/untested.h"

/* The main chain has this share of the time where something may have to wait for its
 * end: the other parts, or the view from inside. */
#define MAIN_SHARE 0.7

/* What the tunnel waits for autodiscover, of the time that is left: for the server, or
 * for no more than the mailbox. */
#define SERVER_SHARE  0.7
#define MAILBOX_SHARE 0.3

/* Who has used so much of that was not slow to say no, but had no time to say yes. */
#define PATIENCE_SHARE 0.5

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

	bool wants_mailbox = plan->depth == OA_DEPTH_LOGON ||
			     chain->plan->mapihttp_suffices;

	return !plan->server || (wants_mailbox && !plan->deep.mailbox_dn);
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

static void leave_tunnels(struct oa_chain *chain)
{
	static const enum oa_hop behind[] = {OA_HOP_PROXY, OA_HOP_TUNNEL,
		OA_HOP_ENDPOINT, OA_HOP_BIND, OA_HOP_MAILBOX};
	size_t count = OA_LENGTH(behind) - (chain->tunnel.depth <= OA_DEPTH_CALL);

	for (size_t i = 0; i < count; i++)
		oa_report_not_tested(chain->front.report, behind[i], NULL);
}

/* What autodiscover was found to be, OA_STATE_OK if it was not asked. */
static enum oa_state state_of(const struct oa_branch *branch)
{
	const struct oa_step *step = branch->report ? oa_report_verdict(branch->report)
						    : NULL;

	return step ? step->state : OA_STATE_OK;
}

/* What is not broken is not in order either while nobody has named the server.  That
 * there are settings without one has a finding of its own. */
static void find_no_server(struct oa_chain *chain)
{
	enum oa_state state = state_of(&chain->branch[OA_PART_AUTODISCOVER]);
	struct oa_front *front = &chain->front;
	bool wants_logon = front->offers[0] && !oa_channels_have_logon(front);
	struct oa_facts facts = {0};

	if (oa_report_is_broken(front->report, NULL) || state == OA_STATE_CRITICAL ||
		(state != OA_STATE_OK && chain->found.is_known))
		return;
	oa_facts_set(&facts, "schemes", "%s", front->offers);
	oa_facts_set(&facts, "reason", "%s",
		chain->found.is_known ? "names none" : "gives no settings");
	oa_report_find_as(front->report,
		wants_logon ? OA_CODE_MISSING_CREDENTIALS : OA_CODE_SERVER_NOT_NAMED,
		state == OA_STATE_WARNING ? state : OA_STATE_UNKNOWN, NULL, &facts);
}

static void walk_tunnels(struct oa_chain *chain, struct oa_deadline until)
{
	bool is_refused = oa_chain_is_refused(chain);

	if (!chain->tunnel.server || is_refused) {
		if (!is_refused)
			find_no_server(chain);
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

/* Before the tunnel, because two logons at a time could be two refused passwords. */
static void ask_autodiscover(struct oa_chain *chain)
{
	bool has_server = chain->tunnel.server != NULL;
	struct oa_deadline until = oa_deadline_share(
		chain->until, has_server ? MAILBOX_SHARE : SERVER_SHARE);
	struct oa_deadline patience = oa_deadline_share(until, PATIENCE_SHARE);

	oa_chain_do_part(chain, OA_PART_AUTODISCOVER, until);
	take_answers(chain);
	if (has_server && !chain->found.is_known && oa_deadline_passed(patience))
		oa_chain_forget_part(chain, OA_PART_AUTODISCOVER);
}

static struct oa_deadline main_until(const struct oa_chain *chain)
{
	return chain->plan->inside_address || oa_chain_has_parts(chain)
		       ? oa_deadline_share(chain->until, MAIN_SHARE)
		       : chain->until;
}

static void walk(struct oa_chain *chain)
{
	struct oa_rpcproxy_plan look = {
		.server = chain->tunnel.server, .is_first_look = true};

	chain->front.on_accepted = begin_parts;
	chain->front.watcher = chain;
	oa_rpcproxy_walk(&chain->front, &look, main_until(chain));
	if (wants_answers(chain))
		ask_autodiscover(chain);
	walk_tunnels(chain, main_until(chain));
}

void oa_probe_chain(const struct oa_target *target, const struct oa_chain_plan *plan,
	struct oa_deadline until, struct oa_report *report)
{
	struct oa_chain chain = {.plan = plan, .until = until, .tunnel = plan->tunnel};
	int ready = oa_front_init(&chain.front, target, report, until);

	chain.front.cert_plan = &plan->cert;
	if (ready == 0)
		walk(&chain);
	else
		mark_untested(&chain);
	oa_chain_do_parts(&chain);
	oa_chain_compare_views(&chain);
	oa_chain_join_parts(&chain);
	oa_chain_relieve(&chain);
	oa_chain_excuse_mapihttp(&chain);
	oa_chain_note_other_host(&chain);
	oa_chain_remember(&chain);
	oa_front_free(&chain.front);
}
