/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/notices.h"
#include "tests/unit/runner.h"

#define SECOND INT64_C(1000000)

static void init(struct oa_notices *notices, uint32_t per_minute, size_t limit)
{
	const struct oa_notice_policy policy = {
		.per_minute = per_minute, .limit = limit};

	ck_assert_int_eq(oa_notices_init(notices, &policy), 0);
}

static void push(struct oa_notices *notices, uint32_t count)
{
	for (uint32_t i = 1; i <= count; i++) {
		const struct oa_notice notice = {.type = OA_NOTICE_TARGET, .target = i};

		oa_notices_push(notices, &notice);
	}
}

/* Takes what may go at that moment and returns how many that were; summaries are
 * counted apart. */
static unsigned drain(struct oa_notices *notices, int64_t now_us, unsigned *summaries,
	int64_t *wait_us)
{
	struct oa_notice notice;
	unsigned count = 0;

	while (oa_notices_take(notices, now_us, &notice, wait_us)) {
		if (notice.type == OA_NOTICE_SUMMARY)
			++*summaries;
		else
			count++;
	}
	return count;
}

START_TEST(in_order)
{
	struct oa_notices notices;
	struct oa_notice notice;
	int64_t wait_us;

	init(&notices, 60, 10);
	ck_assert(!oa_notices_take(&notices, SECOND, &notice, &wait_us));
	ck_assert_int_eq(wait_us, -1);
	push(&notices, 3);
	for (uint32_t i = 1; i <= 3; i++) {
		ck_assert(oa_notices_take(&notices, SECOND, &notice, &wait_us));
		ck_assert_uint_eq(notice.target, i);
	}
	ck_assert(!oa_notices_take(&notices, SECOND, &notice, &wait_us));
	ck_assert_uint_eq(notices.sent, 0);
	oa_notices_free(&notices);
}
END_TEST

/* Each one is sent, suppressed or lost, and that is known. */
START_TEST(a_burst_adds_up)
{
	struct oa_notices notices;
	unsigned summaries = 0, sent;
	int64_t wait_us;

	init(&notices, 60, 1000);
	push(&notices, 5000);
	ck_assert_uint_eq(notices.lost, 4000);
	sent = drain(&notices, SECOND, &summaries, &wait_us);
	ck_assert_uint_eq(sent, 60);
	ck_assert_uint_eq(notices.suppressed, 940);
	ck_assert_uint_eq(summaries, 0);
	ck_assert_int_gt(wait_us, 0);
	ck_assert_int_le(wait_us, SECOND + 1);
	ck_assert_uint_eq(drain(&notices, SECOND + wait_us, &summaries, &wait_us), 0);
	ck_assert_uint_eq(summaries, 1);
	ck_assert_int_eq(wait_us, -1);
	/* a minute later it may go on */
	push(&notices, 60);
	ck_assert_uint_eq(drain(&notices, 70 * SECOND, &summaries, &wait_us), 60);
	ck_assert_uint_eq(summaries, 1);
	oa_notices_free(&notices);
}
END_TEST

/* In a storm that does not end the summary still comes, once a minute or so. */
START_TEST(a_storm_does_not_keep_the_summary_back)
{
	struct oa_notices notices;
	unsigned summaries = 0, sent = 0;
	int64_t wait_us;

	init(&notices, 60, 1000);
	for (int i = 1; i <= 600; i++) {
		push(&notices, 5);
		sent += drain(&notices, i * SECOND, &summaries, &wait_us);
	}
	ck_assert_uint_ge(summaries, 8);
	ck_assert_uint_le(summaries, 11);
	ck_assert_uint_le(sent + summaries, 60 + 600);
	ck_assert_uint_eq(sent + notices.suppressed + notices.lost, 3000);
	oa_notices_free(&notices);
}
END_TEST

START_TEST(greeting_waits_for_results)
{
	struct oa_notices notices;
	unsigned summaries = 0;
	int64_t wait_us;

	init(&notices, 60, 10);
	oa_notices_greet(&notices);
	push(&notices, 1);
	ck_assert_uint_eq(drain(&notices, SECOND, &summaries, &wait_us), 1);
	ck_assert_uint_eq(summaries, 0);
	notices.is_complete = true;
	drain(&notices, SECOND, &summaries, &wait_us);
	drain(&notices, SECOND, &summaries, &wait_us);
	ck_assert_uint_eq(summaries, 1);
	/* losing something does not wait */
	notices.is_complete = false;
	oa_notices_lose(&notices);
	oa_notices_suppress(&notices);
	drain(&notices, SECOND, &summaries, &wait_us);
	ck_assert_uint_eq(summaries, 2);
	ck_assert_uint_eq(notices.lost, 1);
	ck_assert_uint_eq(notices.suppressed, 1);
	oa_notices_free(&notices);
}
END_TEST

START_TEST(none_at_all)
{
	struct oa_notices notices;
	unsigned summaries = 0;
	int64_t wait_us;

	init(&notices, 0, 10);
	push(&notices, 20);
	oa_notices_suppress(&notices);
	oa_notices_greet(&notices);
	notices.is_complete = true;
	ck_assert_uint_eq(drain(&notices, SECOND, &summaries, &wait_us), 0);
	ck_assert_uint_eq(summaries + notices.suppressed + notices.lost, 0);
	ck_assert_int_eq(wait_us, -1);
	oa_notices_free(&notices);
}
END_TEST

START_TEST(policy_changes)
{
	const struct oa_notice_policy smaller = {.per_minute = 2, .limit = 3};
	const struct oa_notice_policy none = {.limit = 3};
	struct oa_notices notices;
	struct oa_notice notice;
	int64_t wait_us;

	init(&notices, 60, 10);
	push(&notices, 8);
	ck_assert_int_eq(oa_notices_set(&notices, &smaller), 0);
	ck_assert_uint_eq(notices.lost, 5);
	ck_assert(oa_notices_take(&notices, SECOND, &notice, &wait_us));
	ck_assert_uint_eq(notice.target, 6);
	ck_assert_int_eq(oa_notices_set(&notices, &none), 0);
	ck_assert(!oa_notices_take(&notices, SECOND, &notice, &wait_us));
	oa_notices_free(&notices);
}
END_TEST

/* What nobody has written to is no memory yet. */
START_TEST(few_that_wait_use_few_places)
{
	struct oa_notices notices;
	unsigned summaries = 0;
	int64_t wait_us;

	init(&notices, 60000, 1000);
	for (int i = 1; i <= 100; i++) {
		push(&notices, 3);
		ck_assert_uint_eq(drain(&notices, i * SECOND, &summaries, &wait_us), 3);
	}
	for (size_t i = 3; i < 1000; i++)
		ck_assert_uint_eq(notices.queue[i].target, 0);
	oa_notices_free(&notices);
}
END_TEST

OA_TEST_MAIN("notices", in_order, a_burst_adds_up, few_that_wait_use_few_places,
	a_storm_does_not_keep_the_summary_back, greeting_waits_for_results, none_at_all,
	policy_changes)
