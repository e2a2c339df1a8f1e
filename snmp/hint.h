/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_HINT_H
#define OA_SNMP_HINT_H

/*
 * What to do about a finding.  A result keeps one hint, that of its verdict, with the
 * facts of the run in it; for every other finding the catalogue's is right where it
 * needs nothing of the run.
 */

#include "snmp/course.h"

/* Returns what to do about a finding of a kind of probe, borrowed from the result or
 * the catalogue; NULL if that depends on facts that are not kept, or if there is
 * nothing to do. */
const char *oa_hint(
	const struct oa_result *result, enum oa_kind kind, enum oa_code code);

/* Returns what to do about a change, as oa_hint() does; NULL if it is for the better.
 */
const char *oa_hint_of_change(
	const struct oa_result *result, const struct oa_change *change);

#endif
