/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_STARVED_H
#define OA_SNMP_STARVED_H

/*
 * Whether a run had the processor when it wanted it.  On a machine that has too much to
 * do, a check times out although its target is well; what it says is then worth
 * nothing. The kernel counts for each thread how long it was ready to run, and was not
 * run.
 */

#include <stdbool.h>
#include <stdint.h>

/* Reads how long this thread has waited for a processor since it began, in nanoseconds;
 * returns false where nobody counts. */
typedef bool oa_waited(uint64_t *ret_ns);

/* One run. */
struct oa_starved {
	oa_waited *read;    /* where the time comes from */
	uint64_t waited_ns; /* when the run began */
	int64_t start_us;   /* it began at this monotonic moment */
	bool is_known;      /* somebody counts */
};

/* Reads the numbers of Linux, /proc/thread-self/schedstat. */
bool oa_waited_of_thread(uint64_t *ret_ns);

/* Takes the second number of a line of that file; returns false if there is none. */
bool oa_waited_parse(const char *line, uint64_t *ret_ns);

/* Begins a run. */
void oa_starved_begin(struct oa_starved *starved, oa_waited *read, int64_t now_us);

/* Returns true if this thread waited for a processor for more than a third of the run,
 * and more than half a second. */
bool oa_starved_end(const struct oa_starved *starved, int64_t now_us);

#endif
