/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_TRYNODES_H
#define OA_PROBE_TRYNODES_H

/*
 * Members of a balanced group that are unlike: other certificates, builds or lists of
 * schemes in the runs of one check; and what all of them have in common.
 */

#include "common/probe/tries.h"

/* Records nodes-differ if the runs have not all met the same, and makes
 * http-healthcheck-failed CRITICAL if several members were asked and all say so. */
void oa_trynodes_judge(const struct oa_tries *tries, struct oa_report *report);

#endif
