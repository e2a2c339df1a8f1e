/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_TRIES_H
#define OA_PROBE_TRIES_H

/*
 * Several runs of one check, one after the other or at several addresses, and what
 * they say together: how many fail, how long they take, and which member of a
 * balanced group is unlike the others.
 */

#include "common/report/report.h"

/* One run, as far as the whole needs it. */
struct oa_try {
	enum oa_state state; /* of the run */
	enum oa_code code;   /* of its verdict; OA_CODE_OK if there is none */
	char text[512];      /* of its verdict; empty if there is none */
	double seconds;      /* it took */
	char address[46];    /* where it was tried; empty for wherever */
	struct oa_seen seen; /* who answered */
};

/* The runs in their order; zero-initialised it is empty. */
struct oa_tries {
	struct oa_try *item; /* owned */
	size_t count;        /* items */
};

/* Adds a run; address is where it was tried, or NULL.  Returns it, valid until the
 * next one is added, or NULL without memory. */
const struct oa_try *oa_tries_add(struct oa_tries *tries,
	const struct oa_report *report, const char *address, double seconds);

/* Returns true if the run was no success: CRITICAL, UNKNOWN, or 503. */
bool oa_try_failed(const struct oa_try *try);

/* Returns true if nothing could be connected to at the address of this run. */
bool oa_try_is_dead(const struct oa_try *try);

/* Returns true if `try` has more to tell than `other` about what is wrong: an address
 * that is dead tells least, as long as another one is alive. */
bool oa_try_outweighs(const struct oa_try *try, const struct oa_try *other);

/* Returns true if a further run could only repeat this one, or would send a refused
 * password again. */
bool oa_try_is_last(const struct oa_try *try);

/* Records in the report of the run that is shown what all runs say together:
 * tcp-address-dead, intermittent-failure or http-503-burst, nodes-differ, the values
 * loss, time_min, time_median and time_max, and a line for each run.  Alert is the
 * number of failures from which on they are CRITICAL, 0 for half of the runs. */
void oa_tries_judge(
	const struct oa_tries *tries, size_t alert, struct oa_report *report);

/* Releases the runs. */
void oa_tries_free(struct oa_tries *tries);

#endif
