/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_APPLY_H
#define OA_SNMP_APPLY_H

/*
 * The way of a configuration into what runs: the store learns its targets, and the
 * schedule their times.
 */

#include "snmp/agentfile.h"
#include "snmp/schedule.h"

/* Makes the targets and the policy of the file those of store and schedule, which keep
 * what they know of targets that stay.  Returns 0, or -1 with OA_LAYER_SYSTEM. */
int oa_apply(const struct oa_agentfile *file, struct oa_store *store,
	struct oa_schedule *schedule, struct oa_error *err);

#endif
