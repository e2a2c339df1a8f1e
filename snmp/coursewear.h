/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_COURSEWEAR_H
#define OA_SNMP_COURSEWEAR_H

/*
 * What the agent itself has to say of a target, put over its confirmed result: that it
 * flaps (probe history), that its result is stale (probe monitor).
 */

#include "snmp/course.h"

/* Shows, or no longer shows, that the target flaps, as course->flap says. */
void oa_course_wear_flap(struct oa_course *course, const struct oa_policy *policy);

/* Shows that the result is stale; age: seconds.  A result that comes later replaces all
 * of it. */
void oa_course_wear_stale(
	struct oa_course *course, const struct oa_policy *policy, int64_t age);

/* Returns true if what is shown is bad, and not only because the target flaps. */
bool oa_course_is_really_bad(const struct oa_course *course);

#endif
