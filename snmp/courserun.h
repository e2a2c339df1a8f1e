/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_COURSERUN_H
#define OA_SNMP_COURSERUN_H

/*
 * From results to states.  A failure counts after as many runs in a row as the policy
 * asks for, a recovery at once, and so does a change from one confirmed failure to
 * another.  Until then the rows show the result that was confirmed last.  A target
 * whose diagnosis changes all the time flaps: its changes are then recorded, but not
 * notified.  No clock is read here: the time is a parameter.
 */

#include "snmp/course.h"

/* Adds the result of a run, which the course then owns; writes what changed to
 * ret_changes and returns how many. */
size_t oa_course_add(struct oa_course *course, const struct oa_policy *policy,
	struct oa_result *result, struct oa_change ret_changes[OA_CHANGES_MAX]);

/* Notices that the last result is older than three intervals and the time that a run
 * may take (code result-stale); now in seconds since 1970, begun: when the agent began
 * to run the target.  Returns the number of changes as above. */
size_t oa_course_age(struct oa_course *course, const struct oa_policy *policy,
	int64_t begun, int64_t now, struct oa_change ret_changes[OA_CHANGES_MAX]);

#endif
