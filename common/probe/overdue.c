/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/overdue.h"
#include "common/base/array.h"

#include <stdio.h>

/* A step that has had this share of the time used is to blame. */
#define BLAME_SHARE 0.34

/* From this share of the time on it is over; the rest is for second looks, and in the
 * chain for what comes behind the tunnel. */
#define OVER_SHARE 0.55

/* Seconds below which a wait says nothing about who did not answer. */
#define LEAST_WAIT 0.05

static struct oa_step *verdict_of(struct oa_report *report)
{
	const struct oa_step *verdict = oa_report_verdict(report);

	return verdict ? &report->steps[verdict - report->steps] : NULL;
}

/* Whether the wait for a step cannot have begun before `other` was over.  Branches run
 * beside each other. */
static bool is_before(
	const struct oa_step *other, const struct oa_step *step, bool same_branch)
{
	if (other->end_us >= step->end_us || other->code == OA_CODE_NOT_TESTED)
		return false;
	if (other->branch != step->branch)
		return !same_branch && other->code == OA_CODE_OK && other->seconds >= 0;
	return other->code != OA_CODE_OK || other->seconds >= 0;
}

/* Seconds that a step was waited for. */
static double waited_for(const struct oa_report *report, const struct oa_step *step,
	int64_t start_us, bool same_branch)
{
	int64_t began_us = start_us;

	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *other = &report->steps[i];

		if (is_before(other, step, same_branch) && other->end_us > began_us)
			began_us = other->end_us;
	}
	return (double)(step->end_us - began_us) / 1e6;
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

/* Codes that silence alone leads to; the other time-outs may be answers. */
static bool is_silence(enum oa_code code)
{
	static const enum oa_code codes[] = {OA_CODE_TLS_TIMEOUT, OA_CODE_HTTP_TIMEOUT,
		OA_CODE_TUNNEL_NO_A3, OA_CODE_TUNNEL_NO_C2, OA_CODE_RPC_NO_ANSWER};

	for (size_t i = 0; i < OA_LENGTH(codes); i++)
		if (codes[i] == code)
			return true;
	return false;
}

static bool is_blameless(const struct oa_report *report, const struct oa_step *step,
	int64_t start_us, double timeout)
{
	double used = (double)(step->end_us - start_us) / 1e6;

	if (is_silence(step->code) &&
		waited_for(report, step, start_us, true) < LEAST_WAIT)
		return true;
	return used >= OVER_SHARE * timeout &&
	       waited_for(report, step, start_us, false) < BLAME_SHARE * used;
}

/* What comes next may have been cut off, too. */
void oa_overdue_judge(struct oa_report *report, int64_t start_us, double timeout)
{
	struct oa_step *step = verdict_of(report);

	while (step && step->code != OA_CODE_DEADLINE_EXCEEDED &&
		oa_diagnosis_is_timeout(step->code) &&
		is_blameless(report, step, start_us, timeout)) {
		replace(report, step, timeout);
		step = verdict_of(report);
	}
}
