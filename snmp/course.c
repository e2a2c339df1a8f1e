/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/course.h"

enum oa_status oa_course_status(const struct oa_course *course)
{
	return course->has_result ? course->result.status : OA_STATUS_NOT_TESTED;
}

enum oa_status oa_course_probe_status(
	const struct oa_course *course, enum oa_kind kind, bool wants)
{
	if (course->has_result)
		return course->result.probe[kind].status;
	return wants ? OA_STATUS_NOT_TESTED : OA_STATUS_DISABLED;
}

bool oa_course_is_unconfirmed(const struct oa_course *course)
{
	return course->attempt > 0;
}

void oa_course_free(struct oa_course *course)
{
	oa_result_free(&course->result);
	*course = (struct oa_course){0};
}
