/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_RESULTTAKE_H
#define OA_SNMP_RESULTTAKE_H

/*
 * A result from the report of a run.
 */

#include "snmp/result.h"

/* Copies what a manager may see of a report into ret_result, which the caller releases
 * by oa_result_free().  Wants says which kinds the target's section asks for; the
 * others are DISABLED.  Returns 0, or -1 without memory: then there is nothing to
 * release. */
int oa_result_take(const struct oa_report *report, const bool wants[OA_KINDS],
	double seconds, int64_t ended, struct oa_result *ret_result);

#endif
