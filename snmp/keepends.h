/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_KEEPENDS_H
#define OA_SNMP_KEEPENDS_H

/*
 * The lines of the kept file that are about certificates and addresses, see
 * keepwrite.h.
 */

#include "snmp/course.h"
#include "snmp/fields.h"

/* As oa_keep_read_course(), for these lines. */
void oa_keep_read_ends(
	struct oa_course *course, const char *what, struct oa_fields *fields);

/* Returns true if each address has a number of its own, and they go up. */
bool oa_keep_are_ends_whole(const struct oa_course *course);

#endif
