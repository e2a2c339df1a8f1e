/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/pace.h"

/* A request may take longer than those before. */
#define RESERVE 1.5

struct oa_pace oa_pace_begin(struct oa_deadline until)
{
	return (struct oa_pace){.until = until, .total = oa_deadline_left(until)};
}

void oa_pace_note(struct oa_pace *pace, int64_t start_us, size_t requests)
{
	double seconds = oa_seconds_since(start_us) / (double)requests;

	if (seconds > pace->cost)
		pace->cost = seconds;
}

bool oa_pace_allows(const struct oa_pace *pace, size_t count)
{
	return oa_deadline_left(pace->until) > (double)count * pace->cost * RESERVE;
}

void oa_pace_find(const struct oa_pace *pace, struct oa_front *front, const char *phase)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "t", "%.1f", pace->total);
	oa_facts_set(&facts, "phase", "%s", phase);
	oa_step_detail(
		oa_report_find(front->report, OA_CODE_DEADLINE_EXCEEDED, NULL, &facts),
		"left out: %s; one request takes %.1f s", phase, pace->cost);
}
