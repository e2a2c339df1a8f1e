/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_COURSEENDS_H
#define OA_SNMP_COURSEENDS_H

/*
 * Certificates and addresses from one result to the next: rows that managers know stay
 * where they are.  A back end that was taken out leaves its row after a day.
 */

#include "snmp/course.h"

/* Gives a result that is about to be adopted what the course knows: certificates that
 * it did not see, and the numbers of addresses; the course may lose texts to it. */
void oa_course_keep_ends(struct oa_course *course, struct oa_result *result);

#endif
