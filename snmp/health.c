/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/health.h"

#define LASTS_S 60

static bool is_recent(int64_t when, int64_t now)
{
	return when && now - when < LASTS_S;
}

enum oa_status oa_health_judge(struct oa_health *health, uint32_t late,
	uint32_t skipped, uint32_t stale, int64_t now)
{
	if (late != health->late)
		health->late_when = now;
	if (skipped != health->skipped)
		health->skipped_when = now;
	health->late = late;
	health->skipped = skipped;
	if (stale || is_recent(health->skipped_when, now))
		return OA_STATUS_CRITICAL;
	return is_recent(health->late_when, now) ? OA_STATUS_WARNING : OA_STATUS_OK;
}
