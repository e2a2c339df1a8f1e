/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/rhythm.h"
#include "tests/unit/runner.h"

#include <stdio.h>

#define S 1000000

static const struct oa_rhythm beats = {
	.interval_us = 60 * S, .retry_us = 15 * S, .phase_us = 20 * S};

static const struct {
	int64_t due, now, not_before;
	bool is_soon;
	int64_t next;
	uint32_t skipped;
} runs[] = {
	{20, 21, 0, false, 80, 0},
	{20, 79, 0, false, 80, 0},
	{20, 80, 0, false, 140, 1},
	{20, 81, 0, false, 140, 1},
	{20, 210, 0, false, 260, 3},
	{20, 30, 0, true, 45, 0},     /* a retry between two beats */
	{45, 50, 0, false, 80, 0},    /* and back to them */
	{45, 50, 0, true, 65, 0},     /* or another one */
	{20, 75, 0, true, 80, 0},     /* a beat comes first */
	{20, 85, 0, true, 100, 1},    /* an interval went by */
	{75, 85, 0, true, 100, 0},    /* a beat, while a retry was running */
	{75, 78, 105, false, 140, 0}, /* not so soon after the first run */
	{75, 78, 80, false, 80, 0},
};

START_TEST(runs_follow_the_beats)
{
	for (size_t i = 0; i < OA_LENGTH(runs); i++) {
		uint32_t skipped = 0;
		int64_t next = oa_rhythm_next(&beats, runs[i].due * S, runs[i].now * S,
			runs[i].not_before * S, runs[i].is_soon, &skipped);

		ck_assert_msg(
			next == runs[i].next * S, "run %zu: %ld", i, (long)(next / S));
		ck_assert_msg(skipped == runs[i].skipped, "run %zu: %u", i, skipped);
	}
}
END_TEST

START_TEST(a_new_target_begins_on_its_beat_or_earlier)
{
	ck_assert_int_eq(oa_rhythm_first(&beats, 5 * S, 60 * S), 20 * S);
	ck_assert_int_eq(oa_rhythm_first(&beats, 20 * S, 60 * S), 80 * S);
	ck_assert_int_eq(oa_rhythm_first(&beats, 500 * S, 60 * S), 560 * S);
	ck_assert_int_eq(oa_rhythm_first(&beats, 500 * S, 3 * S), 501 * S);
	ck_assert_int_eq(oa_rhythm_first(&beats, 500 * S, 0), 500 * S);
}
END_TEST

START_TEST(names_spread_evenly)
{
	unsigned by_second[60] = {0};

	for (int i = 0; i < 6000; i++) {
		struct oa_rhythm rhythm;
		char name[32];

		snprintf(name, sizeof(name), "oa%04d.lab.test", i);
		oa_rhythm_init(&rhythm, name, 60, 15);
		ck_assert_int_ge(rhythm.phase_us, 0);
		ck_assert_int_lt(rhythm.phase_us, rhythm.interval_us);
		by_second[rhythm.phase_us / S]++;
	}
	for (int i = 0; i < 60; i++) {
		ck_assert_uint_gt(by_second[i], 60);
		ck_assert_uint_lt(by_second[i], 150);
	}
}
END_TEST

START_TEST(a_name_keeps_its_place)
{
	struct oa_rhythm one, two;

	oa_rhythm_init(&one, "mail", 60, 15);
	oa_rhythm_init(&two, "mail", 60, 30);
	ck_assert_int_eq(one.phase_us, two.phase_us);
	ck_assert_int_eq(one.interval_us, 60 * S);
	ck_assert_int_eq(two.retry_us, 30 * S);
}
END_TEST

OA_TEST_MAIN("rhythm", runs_follow_the_beats,
	a_new_target_begins_on_its_beat_or_earlier, names_spread_evenly,
	a_name_keeps_its_place)
