/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_COURSECOUNT_H
#define OA_SNMP_COURSECOUNT_H

/*
 * The part of a course that counts every run, confirmed or not.
 */

#include "snmp/course.h"

/* Counts a run: its end and time, runs and failures by kind, and the hour. */
void oa_course_count(struct oa_course *course, const struct oa_result *result);

#endif
