/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/courserefusal.h"

#include "snmp/cut.h"

#include <stdlib.h>

static bool is_refusal(enum oa_code code)
{
	return code == OA_CODE_AUTH_REJECTED || code == OA_CODE_AUTH_ACCOUNT_UNUSABLE;
}

bool oa_result_has_refusal(const struct oa_result *result)
{
	for (int i = OA_KIND_DNS; i < OA_KINDS; i++)
		if (is_refusal(result->probe[i].code))
			return true;
	return false;
}

static void replace(char **text, const char *value)
{
	free(*text);
	*text = value ? oa_cut(value) : NULL;
}

static void repeat_probe(
	const struct oa_probe_result *shown, struct oa_probe_result *probe)
{
	probe->status = shown->status;
	probe->code = shown->code;
	replace(&probe->text, shown->text);
}

/* The first line of a refusal, which may not have been the one that was shown. */
static void repeat_verdict(
	const struct oa_result *shown, enum oa_kind kind, struct oa_result *result)
{
	enum oa_code code = shown->probe[kind].code;

	result->code = code;
	result->culprit = kind;
	replace(&result->text, shown->probe[kind].text);
	replace(&result->hint,
		shown->code == code ? shown->hint : oa_diagnosis(code)->hint);
}

void oa_course_repeat_refusal(const struct oa_course *course, struct oa_result *result)
{
	struct oa_probe_result *monitor = &result->probe[OA_KIND_MONITOR];
	const struct oa_result *shown = &course->result;
	enum oa_status worst = OA_STATUS_OK;
	enum oa_kind refused = OA_KIND_NONE;

	if (monitor->code != OA_CODE_AUTH_BUDGET_USED || !course->has_result ||
		!oa_result_has_refusal(shown))
		return;
	monitor->status = OA_STATUS_OK;
	monitor->code = OA_CODE_OK;
	replace(&monitor->text, NULL);
	for (int i = OA_KINDS - 1; i >= OA_KIND_DNS; i--) {
		if (is_refusal(shown->probe[i].code)) {
			repeat_probe(&shown->probe[i], &result->probe[i]);
			refused = (enum oa_kind)i;
		}
		worst = oa_status_worst(worst, result->probe[i].status);
	}
	if (result->code == OA_CODE_AUTH_BUDGET_USED || worst != result->status)
		repeat_verdict(shown, refused, result);
	result->status = worst;
}
