/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_OVERDUE_H
#define OA_PROBE_OVERDUE_H

/*
 * The end of a run's time: is it the fault of the step that was waited for, or have
 * those before it left it no time?
 */

#include "common/report/report.h"

/* Turns the verdict "no answer in time" into deadline-exceeded if the run, which began
 * at start_us and had `timeout` seconds, was over before the step had had a third of
 * them: several slow steps are no fault of the last one. */
void oa_overdue_judge(struct oa_report *report, int64_t start_us, double timeout);

#endif
