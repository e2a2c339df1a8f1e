/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/deadline.h"
#include "tests/unit/runner.h"

#include <limits.h>

START_TEST(counts_down)
{
	struct oa_deadline until = oa_deadline_in(5);

	ck_assert(!oa_deadline_passed(until));
	ck_assert_double_le(oa_deadline_left(until), 5);
	ck_assert_double_gt(oa_deadline_left(until), 4);
	ck_assert_int_le(oa_deadline_left_ms(until), 5000);
	ck_assert_int_gt(oa_deadline_left_ms(until), 4000);
}
END_TEST

START_TEST(never_goes_below_zero)
{
	struct oa_deadline past = oa_deadline_in(-1);

	ck_assert(oa_deadline_passed(past));
	ck_assert_int_eq(oa_deadline_left_ms(past), 0);
	ck_assert_double_eq(oa_deadline_left(past), 0);
	ck_assert(oa_deadline_passed(oa_deadline_share(past, 0.5)));
	ck_assert(oa_deadline_passed(oa_deadline_step(past, 10)));
}
END_TEST

START_TEST(step_takes_what_is_left_at_most)
{
	struct oa_deadline until = oa_deadline_in(10);

	ck_assert_int_eq(oa_deadline_step(until, 100).at_us, until.at_us);
	ck_assert_double_le(oa_deadline_left(oa_deadline_step(until, 2)), 2);
	ck_assert_double_gt(oa_deadline_left(oa_deadline_step(until, 2)), 1);
}
END_TEST

START_TEST(before_moves_both_ways)
{
	struct oa_deadline until = oa_deadline_in(10);

	ck_assert_int_eq(oa_deadline_before(until, 2.5).at_us, until.at_us - 2500000);
	ck_assert_int_eq(oa_deadline_before(until, 0).at_us, until.at_us);
	ck_assert_int_eq(oa_deadline_before(until, -4).at_us, until.at_us + 4000000);
}
END_TEST

START_TEST(share_is_of_the_time_left)
{
	double left = oa_deadline_left(oa_deadline_share(oa_deadline_in(100), 0.25));

	ck_assert_double_le(left, 25);
	ck_assert_double_gt(left, 24);
}
END_TEST

START_TEST(milliseconds_round_up_and_are_bounded)
{
	struct oa_deadline soon = {.at_us = oa_now_us() + 500};
	struct oa_deadline far = {.at_us = INT64_MAX - 1000};
	int left_ms;

	/* poll(2) with 0 would spin through the last fraction. */
	left_ms = oa_deadline_left_ms(soon);
	ck_assert(left_ms == 1 || oa_deadline_passed(soon));
	ck_assert_int_eq(oa_deadline_left_ms(far), INT_MAX);
}
END_TEST

START_TEST(clock_is_monotonic)
{
	int64_t start_us = oa_now_us();

	ck_assert_int_ge(oa_now_us(), start_us);
	ck_assert_double_ge(oa_seconds_since(start_us), 0);
	ck_assert_double_lt(oa_seconds_since(start_us), 30);
	ck_assert_double_ge(oa_seconds_since(start_us - 2000000), 2);
}
END_TEST

OA_TEST_MAIN("deadline", before_moves_both_ways, counts_down, never_goes_below_zero,
	step_takes_what_is_left_at_most, share_is_of_the_time_left,
	milliseconds_round_up_and_are_bounded, clock_is_monotonic)
