/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/tries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct oa_try *oa_tries_add(struct oa_tries *tries,
	const struct oa_report *report, const char *address, double seconds)
{
	const struct oa_step *verdict = oa_report_verdict(report);
	size_t size = (tries->count + 1) * sizeof(*tries->item);
	struct oa_try *item = realloc(tries->item, size);
	struct oa_try *try;

	if (!item)
		return NULL;
	tries->item = item;
	try = &item[tries->count++];
	*try = (struct oa_try){.state = oa_report_state(report),
		.code = verdict ? verdict->code : OA_CODE_OK,
		.seconds = seconds,
		.seen = report->seen};
	snprintf(try->text, sizeof(try->text), "%s", verdict ? verdict->text : "");
	snprintf(try->address, sizeof(try->address), "%s", address ? address : "");
	return try;
}

void oa_tries_free(struct oa_tries *tries)
{
	free(tries->item);
	*tries = (struct oa_tries){0};
}

bool oa_try_failed(const struct oa_try *try)
{
	return try->state == OA_STATE_CRITICAL || try->state == OA_STATE_UNKNOWN ||
	       try->code == OA_CODE_HTTP_503_BURST;
}

bool oa_try_is_dead(const struct oa_try *try)
{
	return try->address[0] && oa_try_failed(try) &&
	       (oa_diagnosis(try->code)->hop == OA_HOP_TCP ||
		       try->code == OA_CODE_MONITOR_NO_ROUTE);
}

static int weight(const struct oa_try *try)
{
	static const int weights[OA_STATES] = {[OA_STATE_OK] = 1,
		[OA_STATE_WARNING] = 2,
		[OA_STATE_UNKNOWN] = 3,
		[OA_STATE_CRITICAL] = 4};

	return oa_try_is_dead(try) ? 0 : weights[try->state];
}

bool oa_try_outweighs(const struct oa_try *try, const struct oa_try *other)
{
	return weight(try) > weight(other);
}

bool oa_try_is_last(const struct oa_try *try)
{
	switch (try->code) {
	case OA_CODE_AUTH_BUDGET_USED:
	case OA_CODE_BAD_USAGE:
	case OA_CODE_FEATURE_MISSING:
	case OA_CODE_MISSING_CREDENTIALS:
	case OA_CODE_MONITOR_FILE_UNREADABLE:
		return true;
	default:
		return try->seen.was_refused;
	}
}
