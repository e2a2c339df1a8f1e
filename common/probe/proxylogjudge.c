/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxylogjudge.h"
#include "common/base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Servers and errors that are listed. */
#define LISTED 5

/* A kind of failure that is not the first is a finding of its own from this part of
 * all failures on. */
#define PART_OF_ALL 4

struct kind {
	enum oa_code code;
	const char *name;
};

static const struct kind kinds[OA_PROXYLOG_KINDS] = {
	[OA_PROXYLOG_HIDDEN] = {OA_CODE_BACKEND_HOP_FAILED, "443 good, 444 bad"},
	[OA_PROXYLOG_BACKEND_401] = {OA_CODE_BACKEND_LOGON_REFUSED,
		"the back end refuses the logon"},
	[OA_PROXYLOG_BACKEND_503] = {OA_CODE_BACKEND_POOL_STOPPED,
		"503 of the back end"},
	[OA_PROXYLOG_BACKEND_5XX] = {OA_CODE_BACKEND_HOP_FAILED,
		"the hop to the back end fails"},
	[OA_PROXYLOG_UNREACHABLE] = {OA_CODE_BACKEND_UNREACHABLE,
		"the back end does not answer"},
	[OA_PROXYLOG_NO_MAILBOX] = {OA_CODE_MAILBOX_GUID_UNKNOWN,
		"the mailbox is unknown"},
	[OA_PROXYLOG_NOT_LOCATED] = {OA_CODE_MAILBOX_NOT_LOCATED,
		"the mailbox is not located"},
	[OA_PROXYLOG_BUSY] = {OA_CODE_FRONT_END_BUSY, "the front end is busy"},
	[OA_PROXYLOG_FRONT_503] = {OA_CODE_HTTP_503_BURST, "503 of the front end"},
	[OA_PROXYLOG_OTHER] = {OA_CODE_HTTP_UNEXPECTED_STATUS, "another status"},
};

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
	oa_report_value(report, "requests", (double)oa_proxylog_requests(counts));
	oa_report_value(report, "errors", (double)oa_proxylog_failures(counts));
	oa_report_value(
		report, "hidden_errors", (double)counts->kind[OA_PROXYLOG_HIDDEN]);
	oa_report_value(
		report, "challenges", (double)counts->kind[OA_PROXYLOG_CHALLENGE]);
	if (p50 >= 0)
		oa_report_value(report, "p50_time", p50 / 1000);
	if (p95 >= 0)
		oa_report_value(report, "p95_time", p95 / 1000);
}

static void list_top(struct oa_step *step, const struct oa_proxylog_counts *counts)
{
	const struct oa_tally_entry *entry;

	for (size_t i = OA_PROXYLOG_FIRST_FAILURE; i < OA_PROXYLOG_KINDS; i++)
		if (counts->kind[i])
			oa_step_detail(
				step, "%s: %" PRIu64, kinds[i].name, counts->kind[i]);
	for (size_t i = 0; i < LISTED && (entry = oa_tally_top(&counts->servers, i));
		i++)
		oa_step_detail(step, "%s: %" PRIu64 " of %" PRIu64 " requests fail",
			entry->name, entry->failures, entry->requests);
	for (size_t i = 0; i < LISTED && (entry = oa_tally_top(&counts->errors, i));
		i++)
		oa_step_detail(
			step, "error %s: %" PRIu64, entry->name, entry->failures);
}

static void describe(const struct oa_proxylog_counts *counts, const char *since,
	struct oa_report *report)
{
	uint64_t requests = oa_proxylog_requests(counts);
	uint64_t failures = oa_proxylog_failures(counts);
	double p95 = oa_proxylog_quantile(&counts->times, 0.95);
	struct oa_step *step;
	char text[200];

	snprintf(text, sizeof(text),
		"%" PRIu64 " requests %s, %" PRIu64 " failed (%.1f %%)", requests,
		since, failures, ratio_of(counts));
	if (p95 >= 0)
		oa_append(text, sizeof(text), ", 95 %% within %.3g s", p95 / 1000);
	oa_facts_set(&report->facts, "list", "%s", text);
	step = oa_report_ok(report, OA_HOP_PROXY, NULL, -1, "%s", text);
	step->is_long = true;
	list_top(step, counts);
}

/* "guid@domain" of "?guid@domain:6001". */
static void set_guid(struct oa_facts *facts, const char *query)
{
	query += *query == '?';
	if (*query)
		oa_facts_set(facts, "guid", "%.*s", (int)strcspn(query, ":& "), query);
	else
		oa_facts_set(facts, "guid", "unnamed");
}

static void set_facts(struct oa_facts *facts, const struct oa_proxylog_counts *counts,
	size_t kind, const char *target)
{
	uint64_t requests = oa_proxylog_requests(counts);
	const char *front_end = counts->front_end[0] ? counts->front_end : "unnamed";
	char share[80];

	snprintf(share, sizeof(share), "%s%" PRIu64 " of %" PRIu64 " requests",
		kind == OA_PROXYLOG_HIDDEN ? "443 good, 444 bad: " : "",
		counts->kind[kind], requests);
	oa_facts_set(facts, "fe", "%s (%s)", front_end, share);
	oa_facts_set(facts, "be", "%s", target[0] ? target : "unnamed");
	oa_facts_set(facts, "code", "%s",
		counts->error[kind][0] ? counts->error[kind] : "no ErrorCode");
	oa_facts_set(facts, "n", "%" PRIu64, counts->kind[kind]);
	oa_facts_set(facts, "m", "%" PRIu64, requests);
	oa_facts_set(facts, "status", "%d",
		counts->status[kind] >= 400 ? counts->status[kind]
					    : counts->backend[kind]);
	oa_facts_set(facts, "reason", "in %s", share);
	oa_facts_set(facts, "device", "%s", front_end);
	oa_facts_set(facts, "url", "%s", target[0] ? target : "the front end");
	set_guid(facts, counts->query);
}

static void find_kind(const struct oa_proxylog_counts *counts, size_t kind,
	enum oa_state state, struct oa_report *report)
{
	const struct oa_tally_entry *top = oa_tally_top(&counts->targets[kind], 0);
	const char *target = top ? top->name : "";
	struct oa_facts facts = {0};
	struct oa_step *step;

	set_facts(&facts, counts, kind, target);
	step = oa_report_find_as(
		report, kinds[kind].code, state, target[0] ? target : NULL, &facts);
	for (size_t i = 0;
		i < LISTED && (top = oa_tally_top(&counts->targets[kind], i)); i++)
		oa_step_detail(step,
			"%s at %s: %" PRIu64 ", HttpStatus %d beside "
			"BackEndStatus %d",
			kinds[kind].name, top->name[0] ? top->name : "no server",
			top->failures, counts->status[kind], counts->backend[kind]);
}

static void find_failures(const struct oa_proxylog_counts *counts, enum oa_state state,
	struct oa_report *report)
{
	uint64_t failures = oa_proxylog_failures(counts);
	size_t most = OA_PROXYLOG_FIRST_FAILURE;

	for (size_t i = most; i < OA_PROXYLOG_KINDS; i++)
		if (counts->kind[i] > counts->kind[most])
			most = i;
	find_kind(counts, most, state, report);
	/* the first line is to name the kind that is met most */
	for (size_t i = OA_PROXYLOG_FIRST_FAILURE;
		i < OA_PROXYLOG_KINDS && state == OA_STATE_CRITICAL; i++)
		if (i != most && counts->kind[i] &&
			counts->kind[i] * PART_OF_ALL >= failures)
			find_kind(counts, i, OA_STATE_WARNING, report);
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
	describe(counts, since, report);
	if (!requests && !counts->kind[OA_PROXYLOG_CHALLENGE] && plan->expects_traffic)
		find_silence(since, report);
	if (!oa_proxylog_failures(counts) || requests < (uint64_t)plan->min_requests)
		return;
	if (plan->crit->text && oa_range_alerts(plan->crit, ratio))
		find_failures(counts, OA_STATE_CRITICAL, report);
	else if (plan->warn->text && oa_range_alerts(plan->warn, ratio))
		find_failures(counts, OA_STATE_WARNING, report);
}
