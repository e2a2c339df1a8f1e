/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/perfdata.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* A double counts millionths exactly up to 2^53 of them; above, the digits after
 * the point mean nothing and the integer ones still do. */
#define EXACT_MAX 9e9
#define VALUE_MAX 1e15

double oa_number_round(double value)
{
	return fabs(value) < EXACT_MAX ? round(value * 1e6) / 1e6 : round(value);
}

void oa_number(char buffer[OA_NUMBER_SIZE], double value)
{
	double size = fabs(value);
	uint64_t whole, millionths = 0;
	int len;

	if (!isfinite(value) || size >= VALUE_MAX) {
		snprintf(buffer, OA_NUMBER_SIZE, "U");
		return;
	}
	if (size < EXACT_MAX) {
		uint64_t all = (uint64_t)llround(size * 1e6);

		whole = all / 1000000;
		millionths = all % 1000000;
	} else {
		whole = (uint64_t)llround(size);
	}
	len = snprintf(buffer, OA_NUMBER_SIZE, "%s%llu.%06llu",
		value < 0 && (whole || millionths) ? "-" : "",
		(unsigned long long)whole, (unsigned long long)millionths);
	while (buffer[len - 1] == '0')
		len--;
	if (buffer[len - 1] == '.')
		len--;
	buffer[len] = '\0';
}

/* Times, sizes and counters start at 0; a plain number may be below. */
static bool starts_at_zero(const char *unit)
{
	return strcmp(unit, "s") == 0 || strcmp(unit, "B") == 0 ||
	       strcmp(unit, "c") == 0;
}

/* Ranges that the run itself has worked out win over typed ones. */
static void use_applied(struct oa_perf_item *item, const struct oa_report *report)
{
	for (size_t i = 0; i < report->value_count; i++) {
		const struct oa_value *value = &report->values[i];

		if (strcmp(value->label, item->perf->label) != 0)
			continue;
		if (value->warn[0])
			item->warn = value->warn;
		if (value->crit[0])
			item->crit = value->crit;
	}
}

struct oa_perf_item oa_perf_item(const struct oa_report *report,
	const struct oa_rendering *how, const struct oa_perf *perf)
{
	struct oa_perf_item item = {
		.perf = perf, .has_min = starts_at_zero(perf->unit)};

	if (oa_report_value_get(report, perf->label, &item.value))
		item.is_measured = isfinite(item.value) && fabs(item.value) < VALUE_MAX;
	if (!item.is_measured)
		item.value = 0;
	if (how->main_label && strcmp(perf->label, how->main_label) == 0) {
		item.warn = how->warn ? how->warn->text : NULL;
		item.crit = how->crit ? how->crit->text : NULL;
		item.max = how->main_max;
	}
	use_applied(&item, report);
	return item;
}
