/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_COURSECHANGE_H
#define OA_SNMP_COURSECHANGE_H

/*
 * What changed between two looks at a course: the shown states are compared, whatever
 * made them change.
 */

#include "snmp/course.h"

/* The shown states of one moment. */
struct oa_course_look {
	enum oa_status status;          /* of the target */
	enum oa_code code;              /* of the target */
	bool has_result;                /* see struct oa_course */
	enum oa_status probe[OA_KINDS]; /* by kind */
};

/* Looks at a course. */
void oa_course_look(const struct oa_course *course, struct oa_course_look *ret_look);

/* Compares the course with how it was before, keeps since, previous, transitions and
 * the like, and appends what changed; when: seconds since 1970.  Returns how many
 * changes there are then. */
size_t oa_course_compare(struct oa_course *course, const struct oa_course_look *before,
	int64_t when, enum oa_flap_turn turn,
	struct oa_change ret_changes[OA_CHANGES_MAX]);

#endif
