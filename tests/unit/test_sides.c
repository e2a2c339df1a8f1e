/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/sides.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <stdio.h>

/* An attempt whose OUT was sent at 1 ms and answered. */
struct fixture {
	struct oa_report report;
	struct oa_front front;
	struct oa_attempt *attempt;
};

static struct fixture *fixture_new(void)
{
	struct fixture *f = calloc(1, sizeof(*f));

	ck_assert_ptr_nonnull(f);
	oa_report_init(&f->report);
	f->front.report = &f->report;
	f->attempt = oa_attempt_new(&f->front, "EX1", 6001);
	ck_assert_ptr_nonnull(f->attempt);
	f->attempt->out_us = 1000;
	return f;
}

static void fixture_free(struct fixture *f)
{
	oa_report_free(&f->report);
	free(f->attempt);
	free(f);
}

static void name(struct oa_side *side, const char *front_end, const char *computer)
{
	snprintf(side->front_end, sizeof(side->front_end), "%s", front_end);
	snprintf(side->computer, sizeof(side->computer), "%s", computer);
}

static const struct differ_case {
	const char *out[2]; /* front end, computer */
	const char *in[2];
	bool differ;
} differing[] = {
	{{"", ""}, {"", ""}, false},
	{{"EX1", "EX1"}, {"EX1", "EX1"}, false},
	{{"", "EX1"}, {"", "ex1"}, false},
	{{"", "EX1"}, {"", "EX2"}, true},
	{{"EX1", ""}, {"EX2", ""}, true},
	{{"EX1", ""}, {"", ""}, false},
	/* only like is compared with like */
	{{"EX1", ""}, {"", "EX2"}, false},
	/* the challenge is the computer's own, whatever a header says */
	{{"EX1", "EX1"}, {"EX1", "EX2"}, true},
};

START_TEST(two_computers_are_noticed)
{
	for (size_t i = 0; i < OA_LENGTH(differing); i++) {
		const struct differ_case *test = &differing[i];
		struct fixture *f = fixture_new();
		const char *out, *in;

		name(&f->attempt->out_side, test->out[0], test->out[1]);
		name(&f->attempt->in_side, test->in[0], test->in[1]);
		ck_assert_msg(oa_sides_differ(f->attempt, &out, &in) == test->differ,
			"row %zu", i);
		if (test->differ)
			ck_assert_str_ne(out, in);
		oa_sides_remark(f->attempt);
		ck_assert_uint_eq(f->report.step_count, test->differ ? 1 : 0);
		ck_assert_int_eq(oa_report_state(&f->report), OA_STATE_OK);
		fixture_free(f);
	}
}
END_TEST

START_TEST(sides_are_described_apart)
{
	struct fixture *f = fixture_new();
	struct oa_attempt *attempt = f->attempt;
	struct oa_step *step = oa_report_ok(&f->report, OA_HOP_TUNNEL, "6001", -1, "x");

	attempt->out.has_head = true;
	attempt->out.head.status = 200;
	attempt->vconn.head_us = 13000;
	attempt->vconn.a3_us = 15000;
	attempt->in_us = 16000;
	attempt->vconn.c2_us = 21000;
	name(&attempt->out_side, "EX1", "");
	name(&attempt->in_side, "", "EX2");
	oa_sides_describe(step, attempt);
	ck_assert_str_eq(step->details,
		"OUT: 200 after 12 ms, front end EX1; CONN/A3 after 14 ms\n"
		"IN: no answer, as it should be, NTLM challenge of EX2; CONN/C2 after "
		"5 ms\n");
	fixture_free(f);
}
END_TEST

START_TEST(what_was_not_reached_is_said)
{
	struct fixture *f = fixture_new();
	struct oa_attempt *attempt = f->attempt;
	struct oa_step *step = oa_report_ok(&f->report, OA_HOP_TUNNEL, "6001", -1, "x");

	oa_sides_describe(step, attempt);
	attempt->in_us = 16000;
	attempt->vconn.end_us = 18000;
	attempt->vconn.end = OA_VCONN_IN_CLOSED;
	oa_sides_describe(step, attempt);
	attempt->in.has_head = true;
	attempt->in.head.status = 408;
	attempt->vconn.end = OA_VCONN_IN_ANSWERED;
	oa_sides_describe(step, attempt);
	ck_assert_str_eq(step->details, "OUT: no answer\nIN: not opened\n"
					"OUT: no answer\nIN: ended after 2 ms\n"
					"OUT: no answer\nIN: 408 after 2 ms\n");
	/* nothing was sent at all */
	attempt->out_us = 0;
	oa_sides_describe(step, attempt);
	ck_assert_ptr_null(strstr(step->details, "408 after 2 ms\nOUT"));
	fixture_free(f);
}
END_TEST

OA_TEST_MAIN("sides", two_computers_are_noticed, sides_are_described_apart,
	what_was_not_reached_is_said)
