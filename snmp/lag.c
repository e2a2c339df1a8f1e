/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/lag.h"

#define US_PER_S  1000000
#define US_PER_MS 1000

void oa_lag_add(struct oa_lag *lag, int64_t now_us, int64_t delay_us)
{
	int64_t second = now_us / US_PER_S;
	unsigned at = (unsigned)(second % OA_LAG_SECONDS);
	uint32_t ms = delay_us > 0 ? (uint32_t)(delay_us / US_PER_MS) : 0;

	if (lag->second[at] != second) {
		lag->second[at] = second;
		lag->ms[at] = 0;
	}
	if (ms > lag->ms[at])
		lag->ms[at] = ms;
}

uint32_t oa_lag_longest(const struct oa_lag *lag, int64_t now_us)
{
	int64_t second = now_us / US_PER_S;
	uint32_t longest = 0;

	for (unsigned at = 0; at < OA_LAG_SECONDS; at++)
		if (second - lag->second[at] < OA_LAG_SECONDS && lag->ms[at] > longest)
			longest = lag->ms[at];
	return longest;
}
