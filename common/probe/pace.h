/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PACE_H
#define OA_PROBE_PACE_H

/*
 * Whether the time left is enough for another step of a kind that was measured
 * before.  A step that is not begun is no fault of the server; one that is cut off
 * would look like one.
 */

#include "common/probe/front.h"

/* The pace of a run. */
struct oa_pace {
	struct oa_deadline until; /* of the run */
	double total;             /* seconds the run had at its beginning */
	double cost;              /* seconds that the slowest request so far took */
};

/* Returns the pace of a run that begins now. */
struct oa_pace oa_pace_begin(struct oa_deadline until);

/* Learns from a step of so many requests that began at start_us (oa_now_us()). */
void oa_pace_note(struct oa_pace *pace, int64_t start_us, size_t requests);

/* Returns true if count more requests should fit into the time left. */
bool oa_pace_allows(const struct oa_pace *pace, size_t count);

/* Records that `phase` was left out for want of time. */
void oa_pace_find(
	const struct oa_pace *pace, struct oa_front *front, const char *phase);

#endif
