/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_RESULTSEEN_H
#define OA_SNMP_RESULTSEEN_H

/*
 * The part of a result that is about who answered: certificates and addresses.
 */

#include "snmp/result.h"

/* Copies the certificates and addresses of a report; result->probe is taken already.
 * Returns 0, or -1 without memory, with what could be had in the result. */
int oa_result_take_seen(const struct oa_report *report, struct oa_result *result);

#endif
