/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_RHYTHM_H
#define OA_SNMP_RHYTHM_H

/*
 * When a target is due.  Each has beats one interval apart, at a phase that its name
 * gives, so that thousands of targets spread evenly and stay in place.  Moments are
 * microseconds of the monotonic clock.
 */

#include <stdbool.h>
#include <stdint.h>

/* The beats of one target. */
struct oa_rhythm {
	int64_t interval_us; /* between two beats */
	int64_t retry_us;    /* after a run whose failure is not confirmed */
	int64_t phase_us;    /* of a beat, within the interval */
};

/* Makes the rhythm of a name; times in seconds. */
void oa_rhythm_init(
	struct oa_rhythm *rhythm, const char *name, double interval, double retry);

/* Returns the first run of a target that is new at `now_us', when the first runs of
 * all that are new shall spread over `spread_us': a beat if that is as long as the
 * interval, else earlier. */
int64_t oa_rhythm_first(
	const struct oa_rhythm *rhythm, int64_t now_us, int64_t spread_us);

/* Returns the run that follows the one that was due at due_us and is over now: the
 * next beat, but not before not_before_us, or if it `is_soon' the end of retry_us where
 * that comes first.  Whole intervals that went by meanwhile are added to ret_skipped; a
 * run that was not on a beat may cover one without harm. */
int64_t oa_rhythm_next(const struct oa_rhythm *rhythm, int64_t due_us, int64_t now_us,
	int64_t not_before_us, bool is_soon, uint32_t *ret_skipped);

#endif
