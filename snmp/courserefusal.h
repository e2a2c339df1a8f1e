/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_COURSEREFUSAL_H
#define OA_SNMP_COURSEREFUSAL_H

/*
 * A password that was refused is not tried again for an hour, so that the runs until
 * then have nothing new to say of it: what they show is the refusal.
 */

#include "snmp/course.h"

/* Returns true if the result has a refused password, which no further run can confirm.
 */
bool oa_result_has_refusal(const struct oa_result *result);

/* In a result that says auth-budget-used, puts the refusal that the course shows in its
 * place; does nothing for other results. */
void oa_course_repeat_refusal(const struct oa_course *course, struct oa_result *result);

#endif
