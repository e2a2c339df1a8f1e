/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxylogjudge.h"
#include "common/base/text.h"
#include "common/probe/proxylogfind.h"
#include "common/probe/proxylogtarget.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Servers and errors that are listed. */
#define LISTED 5

/* A kind of failure that is not the first is a finding of its own from this part of
 * all failures on. */
#define PART_OF_ALL 4

static uint64_t earlier_failures(const struct oa_proxylog_counts *counts)
{
	uint64_t sum = 0;

	for (size_t i = OA_PROXYLOG_FIRST_FAILURE; i < OA_PROXYLOG_KINDS; i++)
		sum += counts->earlier[i];
	return sum;
}

static uint64_t earlier_requests(const struct oa_proxylog_counts *counts)
{
	return counts->earlier[OA_PROXYLOG_GOOD] + earlier_failures(counts);
}

/* The share of failures in percent. */
static double ratio_of(const struct oa_proxylog_counts *counts)
{
	uint64_t requests = oa_proxylog_requests(counts);

	return requests
		       ? 100.0 * (double)oa_proxylog_failures(counts) / (double)requests
		       : 0;
}

static void record_values(const struct oa_proxylog_plan *plan,
	const struct oa_proxylog_counts *counts, struct oa_report *report)
{
	double p50 = oa_proxylog_quantile(&counts->times, 0.5);
	double p95 = oa_proxylog_quantile(&counts->times, 0.95);

	oa_report_value(report, "error_ratio", ratio_of(counts));
	oa_report_limits(report, "error_ratio",
		plan->warn->text ? plan->warn->text : "",
		plan->crit->text ? plan->crit->text : "");
	oa_report_value(report, "requests",
		(double)(oa_proxylog_requests(counts) - earlier_requests(counts)));
	oa_report_value(report, "errors",
		(double)(oa_proxylog_failures(counts) - earlier_failures(counts)));
	oa_report_value(report, "hidden_errors",
		(double)(counts->kind[OA_PROXYLOG_HIDDEN] -
			 counts->earlier[OA_PROXYLOG_HIDDEN]));
	oa_report_value(
		report, "challenges", (double)counts->kind[OA_PROXYLOG_CHALLENGE]);
	if (p50 >= 0)
		oa_report_value(report, "p50_time", p50 / 1000);
	if (p95 >= 0)
		oa_report_value(report, "p95_time", p95 / 1000);
}

static void list_servers(struct oa_step *step, const struct oa_proxylog_counts *counts,
	struct oa_report *report)
{
	const struct oa_tally_entry *entry;

	for (size_t i = 0; i < LISTED && (entry = oa_tally_top(&counts->servers, i));
		i++) {
		oa_step_detail(step, "%s%s%s: %" PRIu64 " of %" PRIu64 " requests fail",
			entry->name, entry->other[0] ? " " : "", entry->other,
			entry->failures, entry->requests);
		oa_seen_add_name(&report->seen, entry->name, strlen(entry->name));
	}
}

static void list_top(struct oa_step *step, const struct oa_proxylog_counts *counts,
	struct oa_report *report)
{
	const struct oa_tally_entry *entry;

	for (size_t i = OA_PROXYLOG_FIRST_FAILURE; i < OA_PROXYLOG_KINDS; i++)
		if (counts->kind[i])
			oa_step_detail(step, "%s: %" PRIu64,
				oa_proxylog_kind_name((enum oa_proxylog_kind)i),
				counts->kind[i]);
	list_servers(step, counts, report);
	for (size_t i = 0; i < LISTED && (entry = oa_tally_top(&counts->errors, i));
		i++)
		oa_step_detail(
			step, "error %s: %" PRIu64, entry->name, entry->failures);
}

/* Those of this run, and where they are too few those that they are judged with. */
static void describe_share(const struct oa_proxylog_counts *counts, const char *since,
	char *buffer, size_t size)
{
	uint64_t earlier = earlier_requests(counts);
	uint64_t requests = oa_proxylog_requests(counts) - earlier;
	uint64_t failures = oa_proxylog_failures(counts) - earlier_failures(counts);

	snprintf(buffer, size, "%" PRIu64 " requests %s, %" PRIu64 " failed (%.1f %%)",
		requests, since, failures,
		requests ? 100.0 * (double)failures / (double)requests : 0);
	if (earlier)
		oa_append(buffer, size,
			", with earlier runs %" PRIu64 ", %" PRIu64 " failed (%.1f %%)",
			oa_proxylog_requests(counts), oa_proxylog_failures(counts),
			ratio_of(counts));
}

static void describe(const struct oa_proxylog_plan *plan,
	const struct oa_proxylog_counts *counts, const char *since,
	struct oa_report *report)
{
	uint64_t requests = oa_proxylog_requests(counts);
	uint64_t failures = oa_proxylog_failures(counts);
	uint64_t challenges = counts->kind[OA_PROXYLOG_CHALLENGE];
	double p95 = oa_proxylog_quantile(&counts->times, 0.95);
	struct oa_step *step;
	char text[240];

	describe_share(counts, since, text, sizeof(text));
	if (failures && requests < (uint64_t)plan->min_requests)
		oa_append(text, sizeof(text), ", judged from %ld requests on",
			plan->min_requests);
	if (p95 >= 0)
		oa_append(text, sizeof(text), ", 95 %% within %.3g s", p95 / 1000);
	if (challenges)
		oa_append(text, sizeof(text), ", %" PRIu64 " demands for a logon (401)",
			challenges);
	if (counts->ahead + counts->undated)
		oa_append(text, sizeof(text), ", %" PRIu64 " left out by their date",
			counts->ahead + counts->undated);
	oa_facts_set(&report->facts, "list", "%s", text);
	step = oa_report_ok(report, OA_HOP_PROXY, NULL, -1, "%s", text);
	step->is_long = true;
	list_top(step, counts, report);
}

/* Requests that stand in the log and not in the window. */
static void note_dates(
	const struct oa_proxylog_counts *counts, struct oa_report *report)
{
	if (counts->ahead)
		oa_report_ok(report, OA_HOP_MONITOR, NULL, -1,
			"note: %" PRIu64
			" requests are dated ahead of now: is the clock "
			"of the front end right, and that of the monitor?",
			counts->ahead);
	if (counts->undated)
		oa_report_ok(report, OA_HOP_MONITOR, NULL, -1,
			"note: %" PRIu64 " requests have no DateTime that can be read; "
			"--window 0 counts them",
			counts->undated);
}

static void find_failures(const struct oa_proxylog_counts *counts, enum oa_state state,
	struct oa_report *report)
{
	uint64_t failures = oa_proxylog_failures(counts);
	size_t most = OA_PROXYLOG_FIRST_FAILURE;

	for (size_t i = most; i < OA_PROXYLOG_KINDS; i++)
		if (counts->kind[i] > counts->kind[most])
			most = i;
	oa_proxylog_find_kind(counts, (enum oa_proxylog_kind)most, state, report);
	/* the first line is to name the kind that is met most */
	for (size_t i = OA_PROXYLOG_FIRST_FAILURE;
		i < OA_PROXYLOG_KINDS && state == OA_STATE_CRITICAL; i++)
		if (i != most && counts->kind[i] &&
			counts->kind[i] * PART_OF_ALL >= failures)
			oa_proxylog_find_kind(counts, (enum oa_proxylog_kind)i,
				OA_STATE_WARNING, report);
}

static void find_silence(const char *since, struct oa_report *report)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "reason", "%s", since);
	oa_report_find(report, OA_CODE_PROXYLOG_NO_REQUESTS, NULL, &facts);
}

void oa_proxylog_judge(const struct oa_proxylog_plan *plan,
	const struct oa_proxylog_counts *counts, const char *since,
	struct oa_report *report)
{
	uint64_t requests = oa_proxylog_requests(counts);
	double ratio = ratio_of(counts);

	record_values(plan, counts, report);
	describe(plan, counts, since, report);
	note_dates(counts, report);
	if (requests == earlier_requests(counts) &&
		!counts->kind[OA_PROXYLOG_CHALLENGE] && plan->expects_traffic)
		find_silence(since, report);
	if (!oa_proxylog_failures(counts) || requests < (uint64_t)plan->min_requests)
		return;
	if (plan->crit->text && oa_range_alerts(plan->crit, ratio))
		find_failures(counts, OA_STATE_CRITICAL, report);
	else if (plan->warn->text && oa_range_alerts(plan->warn, ratio))
		find_failures(counts, OA_STATE_WARNING, report);
	oa_proxylog_find_targets(plan, counts, report);
}
