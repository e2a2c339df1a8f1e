/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxylogtarget.h"

#include <string.h>

/* Servers that are findings of their own. */
#define FOUND 5

/* Shares of the requests of one server that fail at it, in percent. */
#define TARGET_WARNING  50.0
#define TARGET_CRITICAL 90.0

/* Returns the failures of a kind at a server, and the hop with most of them. */
static uint64_t failures_at(const struct oa_tally *hops, const char *target,
	const struct oa_tally_entry **ret_hop)
{
	const struct oa_tally_entry *most = NULL;
	uint64_t sum = 0;

	for (size_t i = 0; i < hops->count; i++) {
		const struct oa_tally_entry *hop = &hops->entry[i];

		if (strcmp(hop->name, target))
			continue;
		sum += hop->failures;
		if (!most || hop->failures > most->failures)
			most = hop;
	}
	*ret_hop = most;
	return sum;
}

/* Looks for the kind that is met most at a server; false if the tallies were full. */
static bool look_at(const struct oa_proxylog_counts *counts,
	const struct oa_tally_entry *server, struct oa_proxylog_sight *ret_sight)
{
	uint64_t most = 0;

	*ret_sight = (struct oa_proxylog_sight){.counts = counts,
		.target = server->name,
		.failures = server->hop_failures,
		.requests = server->requests};
	for (size_t i = OA_PROXYLOG_FIRST_FAILURE; i < OA_PROXYLOG_KINDS; i++) {
		const struct oa_tally_entry *hop;
		uint64_t failures = failures_at(&counts->hops[i], server->name, &hop);

		if (failures <= most)
			continue;
		most = failures;
		ret_sight->kind = (enum oa_proxylog_kind)i;
		ret_sight->hop = hop;
	}
	return ret_sight->hop;
}

static enum oa_state state_of(
	const struct oa_proxylog_plan *plan, const struct oa_tally_entry *server)
{
	double ratio;

	if (!server->hop_failures || server->requests < (uint64_t)plan->min_requests)
		return OA_STATE_OK;
	ratio = 100.0 * (double)server->hop_failures / (double)server->requests;
	if (ratio < TARGET_WARNING)
		return OA_STATE_OK;
	if (plan->crit->text && oa_range_alerts(plan->crit, ratio))
		return ratio < TARGET_CRITICAL ? OA_STATE_WARNING : OA_STATE_CRITICAL;
	return plan->warn->text && oa_range_alerts(plan->warn, ratio) ? OA_STATE_WARNING
								      : OA_STATE_OK;
}

/* One of the first count steps says the same and weighs no less. */
static bool is_told(const struct oa_report *report, size_t count, enum oa_code code,
	enum oa_state state)
{
	for (size_t i = 0; i < count; i++)
		if (report->steps[i].code == code && report->steps[i].state >= state)
			return true;
	return false;
}

void oa_proxylog_find_targets(const struct oa_proxylog_plan *plan,
	const struct oa_proxylog_counts *counts, struct oa_report *report)
{
	const struct oa_tally *servers = &counts->servers;
	const struct oa_tally_entry *server;
	size_t told = report->step_count, found = 0;

	for (size_t i = 0; found < FOUND && (server = oa_tally_top(servers, i)); i++) {
		enum oa_state state = state_of(plan, server);
		struct oa_proxylog_sight sight;

		if (state == OA_STATE_OK || server == &servers->entry[OA_TALLY_MAX] ||
			!look_at(counts, server, &sight) ||
			is_told(report, told, oa_proxylog_code(sight.kind), state))
			continue;
		oa_proxylog_find(&sight, state, report);
		found++;
	}
}
