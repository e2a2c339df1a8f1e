/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_BUDGET_H
#define OA_PROBE_BUDGET_H

/*
 * The lockout budget: a password that was refused is not tried again for a while,
 * because a check that runs every minute with a wrong password would lock its
 * account.  The mark is kept by user and host; a run at the same time waits until
 * this one knows whether its password is good.
 *
 *	oa_budget_begin(...)      may a password be sent?
 *	oa_budget_rejected(...)   it was refused
 *	oa_budget_accepted(...)   it was taken
 *	oa_budget_end(...)        let other runs go on
 */

#include "common/base/statefile.h"
#include "common/probe/front.h"

/* What to keep and where; everything is borrowed. */
struct oa_budget_plan {
	const char *dir;   /* --state-dir, or NULL to keep nothing */
	double interval;   /* --lockout-interval, seconds */
	const char *stamp; /* tells one password file from the next, without a line
			    * end; or NULL */
};

/* The budget in one run; zero-initialised it is closed. */
struct oa_budget {
	const struct oa_budget_plan *plan; /* borrowed */
	struct oa_front *front;            /* borrowed */
	struct oa_statefile state;         /* owned */
};

/* Returns true if a password may be sent; otherwise there is a finding that says
 * why not.  A damaged state file is noted and set aside. */
bool oa_budget_begin(struct oa_budget *budget, const struct oa_budget_plan *plan,
	struct oa_front *front, struct oa_deadline until);

/* Remembers that the password was refused now. */
void oa_budget_rejected(struct oa_budget *budget);

/* Forgets an earlier refusal. */
void oa_budget_accepted(struct oa_budget *budget);

/* Ends the turn of this run; may be called twice. */
void oa_budget_end(struct oa_budget *budget);

#endif
