/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_RUN_H
#define OA_PLUGINS_FRONT_RUN_H

/*
 * One run of the check: its deadline, its time, its thresholds.  repeat.h makes several
 * of them; a program that has no --tries links only this, and so none of the libraries
 * of the network unless it needs them itself.
 */

#include "plugins/front/program.h"

/* Returns the seconds that all tries and the pauses between them may take. */
double oa_run_seconds(const struct oa_common_settings *settings);

/* Returns the deadline of a try of which so many seconds are spent.  It lies a little
 * before its --timeout, so that the result is out in time. */
struct oa_deadline oa_run_deadline(
	const struct oa_common_settings *settings, double spent);

/* Runs the check once into a report, and judges it by -w and -c. */
void oa_run_once(const struct oa_program *program,
	const struct oa_common_settings *settings, struct oa_deadline until,
	struct oa_report *report);

#endif
