/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/report.h"

#include <stdio.h>
#include <string.h>

void oa_report_value(struct oa_report *report, const char *label, double value)
{
	size_t i = 0;

	while (i < report->value_count && strcmp(report->values[i].label, label) != 0)
		i++;
	if (i == OA_VALUES_MAX)
		return;
	report->values[i] = (struct oa_value){.label = label, .value = value};
	if (i == report->value_count)
		report->value_count++;
}

void oa_report_limits(
	struct oa_report *report, const char *label, const char *warn, const char *crit)
{
	for (size_t i = 0; i < report->value_count; i++) {
		struct oa_value *value = &report->values[i];

		if (strcmp(value->label, label) != 0)
			continue;
		snprintf(value->warn, sizeof(value->warn), "%s", warn);
		snprintf(value->crit, sizeof(value->crit), "%s", crit);
	}
}

bool oa_report_value_get(
	const struct oa_report *report, const char *label, double *ret_value)
{
	for (size_t i = 0; i < report->value_count; i++) {
		if (strcmp(report->values[i].label, label) == 0) {
			*ret_value = report->values[i].value;
			return true;
		}
	}
	return false;
}

void oa_report_value_most(struct oa_report *report, const char *label, double value)
{
	double before;

	if (!oa_report_value_get(report, label, &before) || value > before)
		oa_report_value(report, label, value);
}
