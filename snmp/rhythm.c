/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/rhythm.h"

#define US_PER_S 1e6

/* 64-bit FNV-1a, and a last step that spreads names which differ in their last letter
 * only, as those of many targets do. */
static uint64_t hash_of(const char *name)
{
	uint64_t hash = 0xcbf29ce484222325U;

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 0x100000001b3U;
	hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdU;
	hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53U;
	return hash ^ (hash >> 33);
}

static int64_t microseconds(double seconds)
{
	int64_t time_us = (int64_t)(seconds * US_PER_S);

	return time_us > 0 ? time_us : 1;
}

void oa_rhythm_init(
	struct oa_rhythm *rhythm, const char *name, double interval, double retry)
{
	rhythm->interval_us = microseconds(interval);
	rhythm->retry_us = microseconds(retry);
	rhythm->phase_us = (int64_t)(hash_of(name) % (uint64_t)rhythm->interval_us);
}

/* How many beats lie between the start of the clock and the moment, it included. */
static int64_t beats_until(const struct oa_rhythm *rhythm, int64_t moment_us)
{
	int64_t since_us = moment_us - rhythm->phase_us;

	return since_us < 0 ? 0 : since_us / rhythm->interval_us + 1;
}

/* The first beat that comes after the moment. */
static int64_t beat_after(const struct oa_rhythm *rhythm, int64_t moment_us)
{
	return rhythm->phase_us + beats_until(rhythm, moment_us) * rhythm->interval_us;
}

int64_t oa_rhythm_first(
	const struct oa_rhythm *rhythm, int64_t now_us, int64_t spread_us)
{
	double share = (double)rhythm->phase_us / (double)rhythm->interval_us;

	if (spread_us >= rhythm->interval_us)
		return beat_after(rhythm, now_us);
	return now_us + (int64_t)(share * (double)spread_us);
}

int64_t oa_rhythm_next(const struct oa_rhythm *rhythm, int64_t due_us, int64_t now_us,
	int64_t not_before_us, bool is_soon, uint32_t *ret_skipped)
{
	int64_t next_us = beat_after(
		rhythm, now_us < not_before_us ? not_before_us - 1 : now_us);
	int64_t retry_us = now_us + rhythm->retry_us;

	if (now_us > due_us)
		*ret_skipped += (uint32_t)((now_us - due_us) / rhythm->interval_us);
	return is_soon && retry_us < next_us ? retry_us : next_us;
}
