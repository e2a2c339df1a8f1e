/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_HEALTH_H
#define OA_SNMP_HEALTH_H

/*
 * The agent's opinion of itself: whether it keeps its schedule.
 */

#include "snmp/status.h"

/* What was seen of the schedule; zero-initialised nothing was. */
struct oa_health {
	uint32_t late;        /* runs that started late, when last looked at */
	uint32_t skipped;     /* runs that were skipped, likewise */
	int64_t late_when;    /* when one came to it, seconds since 1970; 0 for never */
	int64_t skipped_when; /* likewise */
};

/* Takes the present counters and the number of stale targets; returns CRITICAL if a run
 * was skipped within the last minute or a target is stale, WARNING if one started late
 * within the last minute, else OK. */
enum oa_status oa_health_judge(struct oa_health *health, uint32_t late,
	uint32_t skipped, uint32_t stale, int64_t now);

#endif
