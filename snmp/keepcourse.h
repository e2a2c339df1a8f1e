/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_KEEPCOURSE_H
#define OA_SNMP_KEEPCOURSE_H

/*
 * The lines of the kept file that are about one target, see keepwrite.h.
 */

#include "snmp/course.h"
#include "snmp/fields.h"

/* Reads the fields behind the word `what` into the course; a word that is not known
 * changes nothing. */
void oa_keep_read_course(
	struct oa_course *course, const char *what, struct oa_fields *fields);

/* Drops what a course without a result cannot have; returns true if what was read of it
 * goes together. */
bool oa_keep_settle(struct oa_course *course);

#endif
