/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_BRANCH_H
#define OA_PROBE_BRANCH_H

/*
 * A part of a run that goes beside another: a thread with a report and a front of
 * its own.  What it has found comes into the report of the run when it is joined, so
 * that the order of the report does not depend on who was faster.
 */

#include "common/probe/front.h"

#include <pthread.h>

/* A branch, in memory that stays in place until oa_branch_join(). */
struct oa_branch {
	struct oa_report *report;              /* owned */
	struct oa_front front;                 /* of its own; owned */
	void (*work)(struct oa_branch *given); /* what it does */
	void *data;                            /* for the work; borrowed */
	struct oa_deadline until;              /* for the work */
	pthread_t thread;                      /* valid if it is running */
	bool is_running;                       /* to be joined */
};

/* Begins the work in a thread, or does it at once where there is none to be had;
 * branch->work, data and until are set by the caller.  Its front is like the one
 * given: address, trust and the logon decided upon are not looked for again.
 * Returns 0, or -1 without memory. */
int oa_branch_start(struct oa_branch *branch, const struct oa_front *front);

/* Does the work before it returns, and in the turn of its own that the lockout budget
 * gives it; else like oa_branch_start(). */
int oa_branch_run(struct oa_branch *branch, struct oa_front *front);

/* Throws away what a branch that has ended found; all of it is zero then. */
void oa_branch_drop(struct oa_branch *branch);

/* Waits for the end of a branch that was started and moves its report to the end of
 * the one given, under that number and name, see oa_report_absorb(); nothing for one
 * that is all zero. */
void oa_branch_join(struct oa_branch *branch, struct oa_report *report, unsigned number,
	const char *name);

#endif
