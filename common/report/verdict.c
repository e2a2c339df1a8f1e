/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/report.h"

enum oa_state oa_report_state(const struct oa_report *report)
{
	enum oa_state worst = OA_STATE_OK;

	for (size_t i = 0; i < report->step_count; i++)
		if (report->steps[i].state > worst)
			worst = report->steps[i].state;
	return worst;
}

/* A finding that --timeout-result made OK is one all the same. */
static bool is_finding(const struct oa_step *step)
{
	return step->code != OA_CODE_OK && step->code != OA_CODE_NOT_TESTED;
}

/* Returns true if another step of the same state explains this one. */
static bool is_explained(const struct oa_report *report, const struct oa_step *step)
{
	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *other = &report->steps[i];

		if (other->state == step->state &&
			oa_diagnosis_explains(other->code, step->code))
			return true;
	}
	return false;
}

/* Returns true if a precedes b; among steps that are equal in all, the one that
 * was recorded first stays. */
static bool precedes(const struct oa_step *a, const struct oa_step *b)
{
	if (a->branch != b->branch)
		return a->branch < b->branch;
	if (a->hop != b->hop)
		return a->hop < b->hop;
	return a->code < b->code;
}

const struct oa_step *oa_report_verdict(const struct oa_report *report)
{
	enum oa_state worst = oa_report_state(report);
	const struct oa_step *verdict = NULL;

	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *step = &report->steps[i];

		if (!is_finding(step) || step->state != worst ||
			is_explained(report, step))
			continue;
		if (!verdict || precedes(step, verdict))
			verdict = step;
	}
	return verdict;
}
