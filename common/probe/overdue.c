/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/overdue.h"

#include <stdio.h>

/* A step that has had this share of the time used is to blame. */
#define BLAME_SHARE 0.34

/* From this share of the time on it is over; the rest is for second looks. */
#define OVER_SHARE 0.6

static struct oa_step *verdict_of(struct oa_report *report)
{
	const struct oa_step *verdict = oa_report_verdict(report);

	return verdict ? &report->steps[verdict - report->steps] : NULL;
}

/* When the wait for a step began: with the end of the last one that went well. */
static int64_t wait_began(
	const struct oa_report *report, const struct oa_step *step, int64_t start_us)
{
	int64_t began_us = start_us;

	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *other = &report->steps[i];

		if (other->code == OA_CODE_OK && other->seconds >= 0 &&
			other->end_us < step->end_us && other->end_us > began_us)
			began_us = other->end_us;
	}
	return began_us;
}

static void describe(const struct oa_report *report, struct oa_step *step)
{
	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *other = &report->steps[i];

		if (other->code == OA_CODE_OK && other->seconds >= 0)
			oa_step_detail(step, "%s%s%s took %.2f s",
				oa_hop_name(other->hop), other->subject[0] ? " " : "",
				other->subject, other->seconds);
	}
}

static void replace(struct oa_report *report, struct oa_step *step, double timeout)
{
	const struct oa_diagnosis *row = oa_diagnosis(OA_CODE_DEADLINE_EXCEEDED);
	const struct oa_step blamed = *step;
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "t", "%g", timeout);
	oa_facts_set(&facts, "phase", "%s", oa_hop_name(blamed.hop));
	step->code = OA_CODE_DEADLINE_EXCEEDED;
	step->hop = row->hop;
	step->state = report->has_timeout_state ? report->timeout_state : row->state;
	step->subject[0] = '\0';
	oa_facts_expand(
		step->text, sizeof(step->text), row->message, &facts, &report->facts);
	oa_facts_expand(
		step->hint, sizeof(step->hint), row->hint, &facts, &report->facts);
	oa_step_detail(step, "cut off: %s", blamed.text);
	describe(report, step);
	oa_report_not_tested(report, blamed.hop, blamed.subject);
}

void oa_overdue_judge(struct oa_report *report, int64_t start_us, double timeout)
{
	struct oa_step *step = verdict_of(report);
	double waited, used;

	if (!step || step->code == OA_CODE_DEADLINE_EXCEEDED ||
		!oa_diagnosis_is_timeout(step->code))
		return;
	used = (double)(step->end_us - start_us) / 1e6;
	waited = (double)(step->end_us - wait_began(report, step, start_us)) / 1e6;
	if (used >= OVER_SHARE * timeout && waited < BLAME_SHARE * used)
		replace(report, step, timeout);
}
