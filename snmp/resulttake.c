/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/resulttake.h"

#include "common/base/text.h"
#include "snmp/cut.h"
#include "snmp/resultseen.h"

#include <math.h>

static bool is_finding(const struct oa_step *step)
{
	return step->code != OA_CODE_OK && step->code != OA_CODE_NOT_TESTED;
}

/* Of steps of one kind and one state: the finding, and what the first line names before
 * others; else the deepest hop that worked, whose text says most. */
static bool outweighs(const struct oa_step *step, const struct oa_step *best,
	const struct oa_step *first)
{
	if (step->state != best->state)
		return step->state > best->state;
	if (is_finding(step) != is_finding(best))
		return is_finding(step);
	if (!is_finding(step))
		return step->hop > best->hop;
	if (step == first || best == first)
		return step == first;
	if (step->hop != best->hop)
		return step->hop < best->hop;
	return step->code < best->code;
}

/* Returns the step that speaks for a kind, or NULL if the run did not come to it. */
static const struct oa_step *speaker(
	const struct oa_report *report, enum oa_kind kind, const struct oa_step *first)
{
	const struct oa_step *best = NULL;

	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *step = &report->steps[i];

		if (step->code == OA_CODE_NOT_TESTED || oa_kind_of(step) != kind)
			continue;
		if (!best || outweighs(step, best, first))
			best = step;
	}
	return best;
}

/* The time of all steps of a kind, or a negative number if none was measured. */
static double seconds_of(const struct oa_report *report, enum oa_kind kind)
{
	double seconds = -1;

	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *step = &report->steps[i];

		if (step->seconds >= 0 && oa_kind_of(step) == kind)
			seconds = fmax(seconds, 0) + step->seconds;
	}
	return seconds;
}

/* What says nothing of itself is well: the history, and the check. */
static enum oa_status unseen(enum oa_kind kind, bool wants)
{
	if (kind == OA_KIND_HISTORY || kind == OA_KIND_MONITOR)
		return OA_STATUS_OK;
	return wants ? OA_STATUS_NOT_TESTED : OA_STATUS_DISABLED;
}

static int take_probe(const struct oa_report *report, enum oa_kind kind, bool wants,
	const struct oa_step *first, struct oa_probe_result *ret_probe)
{
	const struct oa_step *step = speaker(report, kind, first);

	if (!step) {
		ret_probe->status = unseen(kind, wants);
		ret_probe->code = ret_probe->status == OA_STATUS_OK
					  ? OA_CODE_OK
					  : OA_CODE_NOT_TESTED;
		return 0;
	}
	ret_probe->status = oa_status_of(step->state);
	ret_probe->code = step->code;
	ret_probe->ms = oa_milliseconds(seconds_of(report, kind));
	return oa_cut_new(step->text, &ret_probe->text);
}

/* As the plugin does it: which kinds passed. */
static int tell_ok(const struct oa_report *report, struct oa_result *result)
{
	struct oa_facts facts = {0};
	char list[240] = "", text[512];

	for (enum oa_kind kind = OA_KIND_DNS; kind < OA_KIND_HISTORY; kind++)
		if (result->probe[kind].status == OA_STATUS_OK)
			oa_append(list, sizeof(list), "%s%s", list[0] ? ", " : "",
				oa_kind_label(kind));
	oa_facts_set(&facts, "list", "%s", list);
	oa_facts_expand(text, sizeof(text), oa_diagnosis(OA_CODE_OK)->message, &facts,
		&report->facts);
	return oa_cut_new(text, &result->text);
}

static int take_verdict(const struct oa_report *report, const struct oa_step *first,
	struct oa_result *result)
{
	result->status = oa_status_of(oa_report_state(report));
	result->code = OA_CODE_OK;
	if (!first)
		return tell_ok(report, result);
	result->code = first->code;
	if (oa_status_is_bad(result->status))
		result->culprit = oa_kind_of(first);
	if (first->hint[0] && oa_cut_new(first->hint, &result->hint) < 0)
		return -1;
	return oa_cut_new(first->text, &result->text);
}

static void take_times(
	const struct oa_report *report, double seconds, struct oa_result *result)
{
	result->ms = oa_milliseconds(seconds);
	for (int i = 0; i < OA_LEGS; i++) {
		double value = -1;

		oa_report_value_get(report, oa_leg_label(i), &value);
		result->leg_seconds[i] = (float)value;
	}
	result->leg_seconds[OA_LEG_TOTAL] = (float)seconds;
}

int oa_result_take(const struct oa_report *report, const bool wants[OA_KINDS],
	double seconds, int64_t ended, struct oa_result *ret_result)
{
	const struct oa_step *first = oa_report_verdict(report);
	int result = 0;

	*ret_result = (struct oa_result){.ended = ended};
	for (enum oa_kind kind = OA_KIND_DNS; kind < OA_KINDS; kind++)
		result |= take_probe(
			report, kind, wants[kind], first, &ret_result->probe[kind]);
	result |= take_verdict(report, first, ret_result);
	take_times(report, seconds, ret_result);
	result |= oa_result_take_seen(report, ret_result);
	if (result < 0)
		oa_result_free(ret_result);
	return result;
}
