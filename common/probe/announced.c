/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/announced.h"

#include <stdio.h>

/* A change is no reason for what goes wrong days later. */
#define FORGOTTEN_AFTER_S (24 * 3600)

/* What the time until the next run of RpcHttpConfigurator looks like. */
static bool is_awaited(enum oa_code code)
{
	switch (code) {
	case OA_CODE_HTTP_PATH_NOT_FOUND:
	case OA_CODE_HTTP_503_BURST:
	case OA_CODE_HTTP_APP_POOL_STOPPED:
	case OA_CODE_HTTP_APP_POOL_CRASHING:
		return true;
	default:
		return false;
	}
}

static const struct oa_step *find_awaited(const struct oa_report *report)
{
	for (size_t i = 0; i < report->step_count; i++)
		if (is_awaited(report->steps[i].code))
			return &report->steps[i];
	return NULL;
}

/* Nobody shall be called for what time will mend. */
static void lower(struct oa_report *report)
{
	for (size_t i = 0; i < report->step_count; i++) {
		struct oa_step *step = &report->steps[i];

		if (is_awaited(step->code) && step->state == OA_STATE_CRITICAL)
			step->state = OA_STATE_WARNING;
	}
}

void oa_announced_judge(struct oa_report *report, int64_t changed, double settle,
	bool is_published, int64_t now)
{
	const struct oa_step *awaited = find_awaited(report);
	double age = (double)(now - changed);
	struct oa_facts facts = {0};

	if (!changed || !awaited)
		return;
	oa_facts_set(&facts, "t", "%.0f", age > 0 ? age / 60 : 0);
	oa_facts_set(&facts, "code", "%s", oa_diagnosis(awaited->code)->name);
	oa_facts_set(&facts, "field", "Outlook Anywhere");
	if (age < settle && is_published) {
		lower(report);
		oa_report_find(report, OA_CODE_RECENTLY_ENABLED, NULL, &facts);
	} else if (age >= OA_APPLIED_AFTER_S && age < FORGOTTEN_AFTER_S) {
		oa_report_find(report, OA_CODE_SETTINGS_NOT_APPLIED, NULL, &facts);
	}
}
