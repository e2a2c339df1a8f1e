/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_PROGRESS_H
#define OA_PLUGINS_FRONT_PROGRESS_H

/*
 * One line on the terminal that says what a run waits for, how long it has been
 * going and how far it is, for people who wait, too.  Nothing is printed where no
 * terminal is, so cores and pipes never see it.
 */

#include "common/report/report.h"

#include <pthread.h>

/* The line in one run; zero-initialised it is off. */
struct oa_progress {
	bool is_on;            /* standard output and standard error are a terminal */
	int columns;           /* of the terminal */
	int64_t start_us;      /* of the run */
	pthread_t ticker;      /* draws the line anew every second */
	bool has_ticker;       /* the thread could be had */
	pthread_mutex_t mutex; /* guards what follows, and the terminal */
	pthread_cond_t over;   /* signalled with is_over */
	bool is_over;          /* the ticker is to end */
	char waiting[200];     /* what is waited for, or empty */
	char last[640];        /* the last step that is over, or empty */
};

/* Watches the report, if somebody can see it; progress stays in place as long as the
 * report is used. */
void oa_progress_start(struct oa_progress *progress, struct oa_report *report);

/* Takes the line away, before the result is printed. */
void oa_progress_end(struct oa_progress *progress, struct oa_report *report);

#endif
