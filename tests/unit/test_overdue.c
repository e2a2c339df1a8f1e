/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/overdue.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <string.h>

#define SECOND 1000000

/* A run of 10 s: when the last step before went well, when the finding was made, what
 * it was, and whether it stays the one to blame. */
static const struct {
	double good_at;
	double found_at;
	enum oa_code code;
	bool stays;
} cases[] = {
	{0.1, 8.0, OA_CODE_TUNNEL_NO_C2, true},
	{7.0, 8.0, OA_CODE_TUNNEL_NO_C2, false},
	{4.0, 8.0, OA_CODE_TUNNEL_NO_C2, true},
	{5.5, 8.0, OA_CODE_RPC_NO_ANSWER, false},
	{4.0, 5.0, OA_CODE_HTTP_TIMEOUT, true},
	{7.0, 8.0, OA_CODE_TCP_REFUSED, true},
	{7.0, 8.0, OA_CODE_DEADLINE_EXCEEDED, true},
	{0.0, 9.5, OA_CODE_DNS_RESOLVER_FAILED, true},
};

static void record(struct oa_report *report, enum oa_hop hop, double at)
{
	struct oa_step *step = oa_report_ok(report, hop, NULL, 0.5, "well");

	step->end_us = (int64_t)(at * SECOND);
}

START_TEST(the_last_step_is_not_always_to_blame)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_report report;
		struct oa_step *step;
		const struct oa_step *verdict;

		oa_report_init(&report);
		record(&report, OA_HOP_DNS, cases[i].good_at / 2);
		record(&report, OA_HOP_TCP, cases[i].good_at);
		step = oa_report_find(&report, cases[i].code, "6001", NULL);
		step->end_us = (int64_t)(cases[i].found_at * SECOND);
		oa_overdue_judge(&report, 0, 10);
		verdict = oa_report_verdict(&report);
		ck_assert_msg((verdict->code == cases[i].code) == cases[i].stays,
			"case %zu: %s", i, oa_diagnosis(verdict->code)->name);
		if (cases[i].stays)
			continue;
		ck_assert_int_eq(verdict->code, OA_CODE_DEADLINE_EXCEEDED);
		ck_assert_int_eq(verdict->state, OA_STATE_UNKNOWN);
		ck_assert_ptr_nonnull(strstr(verdict->text, "deadline of 10 s"));
		ck_assert_ptr_nonnull(strstr(verdict->details, "tcp took 0.50 s"));
		ck_assert_int_eq(report.steps[3].code, OA_CODE_NOT_TESTED);
		oa_report_free(&report);
	}
}
END_TEST

START_TEST(nothing_is_found_where_nothing_was)
{
	struct oa_report report;

	oa_report_init(&report);
	record(&report, OA_HOP_DNS, 9);
	oa_overdue_judge(&report, 0, 10);
	ck_assert_ptr_null(oa_report_verdict(&report));
	ck_assert_uint_eq(report.step_count, 1);
	oa_report_free(&report);
}
END_TEST

/* Each endpoint has its own wait, and nobody is blamed for one of nothing. */
START_TEST(a_wait_of_nothing_blames_nobody)
{
	struct oa_report report;
	struct oa_step *step;

	oa_report_init(&report);
	record(&report, OA_HOP_AUTH, 0.1);
	step = oa_report_find(&report, OA_CODE_TUNNEL_NO_C2, "6001", NULL);
	step->end_us = 4 * SECOND;
	step = oa_report_find(&report, OA_CODE_HTTP_TIMEOUT, NULL, NULL);
	step->end_us = 4 * SECOND + 1000;
	oa_overdue_judge(&report, 0, 10);
	ck_assert_int_eq(oa_report_verdict(&report)->code, OA_CODE_TUNNEL_NO_C2);
	ck_assert_int_eq(step->code, OA_CODE_DEADLINE_EXCEEDED);
	oa_report_free(&report);
}
END_TEST

/* A branch waits beside the main chain, and for itself. */
START_TEST(a_branch_has_a_wait_of_its_own)
{
	struct oa_report report;
	struct oa_step *step;

	oa_report_init(&report);
	record(&report, OA_HOP_TUNNEL, 3.99);
	step = oa_report_find(&report, OA_CODE_HTTP_TIMEOUT, NULL, NULL);
	step->branch = 1;
	step->end_us = 4 * SECOND;
	oa_overdue_judge(&report, 0, 10);
	ck_assert_int_eq(step->code, OA_CODE_HTTP_TIMEOUT);
	oa_report_free(&report);
}
END_TEST

OA_TEST_MAIN("overdue", the_last_step_is_not_always_to_blame,
	nothing_is_found_where_nothing_was, a_wait_of_nothing_blames_nobody,
	a_branch_has_a_wait_of_its_own)
