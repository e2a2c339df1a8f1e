/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/pace.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <string.h>

/* Seconds left, seconds that a step takes, steps, and whether they fit. */
static const struct {
	double left, cost;
	size_t count;
	bool fits;
} cases[] = {
	{10, 0, 100, true},
	{10, 1, 6, true},
	{10, 1, 7, false},
	{10, 6, 1, true},
	{10, 7, 1, false},
	{0, 1, 1, false},
};

START_TEST(steps_fit_or_not)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_pace pace = oa_pace_begin(oa_deadline_in(cases[i].left));

		pace.cost = cases[i].cost;
		ck_assert_msg(oa_pace_allows(&pace, cases[i].count) == cases[i].fits,
			"%zu", i);
	}
}
END_TEST

START_TEST(slowest_step_counts)
{
	struct oa_pace pace = oa_pace_begin(oa_deadline_in(10));

	oa_pace_note(&pace, oa_now_us() - 4000000, 2);
	oa_pace_note(&pace, oa_now_us() - 1000000, 1);
	ck_assert_double_eq_tol(pace.cost, 2, 0.2);
	ck_assert_double_eq_tol(pace.total, 10, 0.2);
}
END_TEST

START_TEST(says_what_was_left_out)
{
	struct oa_pace pace = {.total = 9.8, .cost = 3};
	struct oa_report report;
	struct oa_front front = {.report = &report};

	oa_report_init(&report);
	oa_pace_find(&pace, &front, "NTLM");
	ck_assert_int_eq(report.steps[0].code, OA_CODE_DEADLINE_EXCEEDED);
	ck_assert_str_eq(
		report.steps[0].text, "deadline of 9.8 s passed in phase NTLM");
	ck_assert_str_eq(
		report.steps[0].details, "left out: NTLM; one request takes 3.0 s\n");
	oa_report_free(&report);
}
END_TEST

OA_TEST_MAIN("pace", steps_fit_or_not, slowest_step_counts, says_what_was_left_out)
