/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/run.h"

#include "common/probe/overdue.h"
#include "plugins/front/thresholds.h"

#include <string.h>

double oa_run_seconds(const struct oa_common_settings *settings)
{
	double tries = settings->tries > 1 ? (double)settings->tries : 1;

	return tries * settings->timeout + (tries - 1) * settings->interval;
}

struct oa_deadline oa_run_deadline(
	const struct oa_common_settings *settings, double spent)
{
	double margin = settings->timeout * 0.05 < 0.2 ? settings->timeout * 0.05 : 0.2;

	return oa_deadline_in(settings->timeout - margin - spent);
}

void oa_run_once(const struct oa_program *program,
	const struct oa_common_settings *settings, struct oa_deadline until,
	struct oa_report *report)
{
	int64_t start_us = oa_now_us();
	double value;

	program->run(settings, until, report);
	oa_overdue_judge(report, start_us, settings->timeout);
	if (strcmp(program->main_label, "time") == 0 &&
		!oa_report_value_get(report, "time", &value))
		oa_report_value(report, "time", oa_seconds_since(start_us));
	oa_thresholds_judge(program, settings, report);
}
