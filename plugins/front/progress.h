/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_PROGRESS_H
#define OA_PLUGINS_FRONT_PROGRESS_H

/*
 * One line on the terminal that says how far a run is, for people who wait for it.
 * Nothing is printed where no terminal is, so cores and pipes never see it.
 */

#include "common/report/report.h"

/* The line in one run; zero-initialised it is off. */
struct oa_progress {
	bool is_on;       /* standard output and standard error are a terminal */
	int columns;      /* of the terminal */
	int64_t start_us; /* of the run */
};

/* Watches the report, if somebody can see it; progress stays in place as long as the
 * report is used. */
void oa_progress_start(struct oa_progress *progress, struct oa_report *report);

/* Takes the line away, before the result is printed. */
void oa_progress_end(struct oa_progress *progress, struct oa_report *report);

#endif
