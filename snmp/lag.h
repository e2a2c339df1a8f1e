/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_LAG_H
#define OA_SNMP_LAG_H

/*
 * The longest of the delays within the last minute.
 */

#include <stdint.h>

#define OA_LAG_SECONDS 60

/* The longest delay of each second; zero-initialised there was none. */
struct oa_lag {
	int64_t second[OA_LAG_SECONDS]; /* of the monotonic clock, by second modulo 60
					 */
	uint32_t ms[OA_LAG_SECONDS];    /* longest in that second */
};

/* Adds a delay. */
void oa_lag_add(struct oa_lag *lag, int64_t now_us, int64_t delay_us);

/* Returns the longest delay within the last minute, in milliseconds. */
uint32_t oa_lag_longest(const struct oa_lag *lag, int64_t now_us);

#endif
