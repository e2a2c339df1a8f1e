/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/hush.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void oa_hush_begin(struct oa_hush *hush, struct oa_front *front)
{
	hush->real = front->report;
	hush->was_trusted = front->binding_len && !front->has_bad_certificate;
	hush->scratch = malloc(sizeof(*hush->scratch));
	if (!hush->scratch)
		return;
	oa_report_init(hush->scratch);
	hush->scratch->facts = hush->real->facts;
	hush->scratch->is_tracing = hush->real->is_tracing;
	hush->scratch->has_timeout_state = hush->real->has_timeout_state;
	hush->scratch->timeout_state = hush->real->timeout_state;
	front->report = hush->scratch;
}

static const char *next_line(const char *line, int *ret_len)
{
	const char *end = strchr(line, '\n');

	*ret_len = (int)(end ? end - line : (long)strlen(line));
	return end ? end + 1 : line + *ret_len;
}

void oa_hush_hand_over(struct oa_report *report, const struct oa_report *other)
{
	const struct oa_seen *seen = &other->seen;
	int len;

	for (const char *line = other->transcript, *next; line && *line; line = next) {
		next = next_line(line, &len);
		oa_report_trace(report, "%.*s", len, line);
	}
	for (size_t i = 0; i < seen->name_count; i++)
		oa_seen_add_name(&report->seen, seen->names[i], strlen(seen->names[i]));
	oa_seen_ends_take_aside(&report->seen.ends, &seen->ends);
}

/* Who listens in may let the first connections pass. */
static void tell_certificate(const struct oa_hush *hush)
{
	const struct oa_report *scratch = hush->scratch;

	for (size_t i = 0; i < scratch->step_count; i++)
		if (scratch->steps[i].hop == OA_HOP_TLS &&
			scratch->steps[i].code != OA_CODE_OK)
			oa_hush_replay(hush->real, &scratch->steps[i]);
}

void oa_hush_end(
	struct oa_hush *hush, struct oa_front *front, struct oa_step *ret_finding)
{
	const struct oa_step *verdict = NULL;

	*ret_finding = (struct oa_step){.code = OA_CODE_OK};
	front->report = hush->real;
	if (!hush->scratch)
		return;
	verdict = oa_report_verdict(hush->scratch);
	if (verdict) {
		*ret_finding = *verdict;
		ret_finding->details = verdict->details ? strdup(verdict->details)
							: NULL;
	}
	if (hush->was_trusted && front->has_bad_certificate)
		tell_certificate(hush);
	oa_hush_hand_over(hush->real, hush->scratch);
	oa_report_free(hush->scratch);
	free(hush->scratch);
}

struct oa_step *oa_hush_replay(struct oa_report *report, const struct oa_step *finding)
{
	return oa_hush_replay_as(report, NULL, finding);
}

struct oa_step *oa_hush_replay_as(
	struct oa_report *report, const char *subject, const struct oa_step *finding)
{
	struct oa_step *step = oa_report_find_as(
		report, finding->code, finding->state, subject, NULL);
	int len;

	snprintf(step->text, sizeof(step->text), "%s", finding->text);
	snprintf(step->hint, sizeof(step->hint), "%s", finding->hint);
	for (const char *line = finding->details, *next; line && *line; line = next) {
		next = next_line(line, &len);
		oa_step_detail(step, "%.*s", len, line);
	}
	return step;
}
