/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_BASE_DEADLINE_H
#define OA_BASE_DEADLINE_H

/*
 * One monotonic deadline per run, handed down every call by value.  A step that
 * wants less time takes an earlier deadline from it; nobody can take more.
 */

#include <stdbool.h>
#include <stdint.h>

/* A moment of the monotonic clock. */
struct oa_deadline {
	int64_t at_us; /* microseconds since an arbitrary start */
};

/* Returns the monotonic clock in microseconds. */
int64_t oa_now_us(void);

/* Returns the seconds that have passed since the moment start_us. */
double oa_seconds_since(int64_t start_us);

/* Returns the deadline that lies `seconds` from now. */
struct oa_deadline oa_deadline_in(double seconds);

/* Returns the earlier of `until` and the moment `seconds` from now. */
struct oa_deadline oa_deadline_step(struct oa_deadline until, double seconds);

/* Returns the deadline that lies `seconds` before `until`. */
struct oa_deadline oa_deadline_before(struct oa_deadline until, double seconds);

/* Returns the deadline at the given share (0..1) of the time that is left. */
struct oa_deadline oa_deadline_share(struct oa_deadline until, double share);

/* Returns the milliseconds left, rounded up, never negative, for poll(2). */
int oa_deadline_left_ms(struct oa_deadline until);

/* Returns the seconds left, never negative. */
double oa_deadline_left(struct oa_deadline until);

/* Returns true once the deadline has passed. */
bool oa_deadline_passed(struct oa_deadline until);

#endif
