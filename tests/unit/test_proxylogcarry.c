/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/proxylogcarry.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>

START_TEST(rows_are_written_and_read)
{
	struct oa_proxylog_row row = {.moment = 1795235650,
		.kind = OA_PROXYLOG_HIDDEN,
		.status = 200,
		.backend = 500,
		.count = 8,
		.target = "MB2.lab.test",
		.detail = "Unable to; connect"};
	struct oa_proxylog_row again;
	char text[OA_PROXYLOG_ROW_SIZE];

	oa_proxylog_row_print(&row, text);
	ck_assert_str_eq(text, "6b011f42 3 c8 1f4 8 MB2.lab.test - Unable_to__connect");
	ck_assert(oa_proxylog_row_parse(text, &again));
	ck_assert_int_eq(again.moment, row.moment);
	ck_assert_int_eq(again.kind, OA_PROXYLOG_HIDDEN);
	ck_assert_int_eq(again.status, 200);
	ck_assert_int_eq(again.backend, 500);
	ck_assert_uint_eq(again.count, 8);
	ck_assert_str_eq(again.target, "MB2.lab.test");
	ck_assert_str_eq(again.front_end, "");
	ck_assert_str_eq(again.detail, "Unable_to__connect");
}
END_TEST

START_TEST(what_is_no_row_is_refused)
{
	static const char *const texts[] = {"", "1 3 c8 1f4 8", "1 3 c8 1f4 8 a b",
		"1 3 c8 1f4 8 a b c d", "1 3 c8 1f4 0 a b c", "1 1 c8 1f4 8 a b c",
		"1 d c8 1f4 8 a b c", "1 3 3e8 1f4 8 a b c", "-1 3 c8 1f4 8 a b c",
		"1 3 c8 1f4 10000000000 a b c", "1 3 c8 1f4 8  b c"};
	struct oa_proxylog_row row;

	for (size_t i = 0; i < OA_LENGTH(texts); i++)
		ck_assert_msg(!oa_proxylog_row_parse(texts[i], &row), "%zu", i);
}
END_TEST

/* What the carry holds after a run with so many good requests at one server. */
static uint64_t carry_run(struct oa_proxylog_carry *carry, uint64_t count, int64_t now)
{
	const struct oa_proxylog_times_of_runs runs = {.now = now, .last = now - 300};
	struct oa_proxylog_counts *counts = calloc(1, sizeof(*counts));
	struct oa_proxylog_record record = {
		.status = 200, .backend = 200, .time_ms = -1};
	uint64_t requests;

	ck_assert_ptr_nonnull(counts);
	for (size_t i = 0; i < OA_PROXYLOG_COLUMNS; i++)
		record.field[i] = (struct oa_proxylog_text){"MB1", 3};
	oa_proxylog_add(counts, &record, OA_PROXYLOG_GOOD, count);
	oa_proxylog_carry_on(carry, counts, 10, &runs);
	requests = oa_proxylog_requests(counts);
	ck_assert_uint_eq(counts->servers.entry[0].requests, requests);
	ck_assert_uint_eq(counts->earlier[OA_PROXYLOG_GOOD], requests - count);
	free(counts);
	return requests;
}

START_TEST(runs_are_judged_together_until_they_are_enough)
{
	struct oa_proxylog_carry *carry = calloc(1, sizeof(*carry));

	ck_assert_ptr_nonnull(carry);
	ck_assert_uint_eq(carry_run(carry, 4, 10000), 4);
	ck_assert_uint_eq(carry_run(carry, 4, 10300), 8);
	ck_assert_uint_eq(carry_run(carry, 4, 10600), 12);
	ck_assert_uint_eq(carry_run(carry, 5, 10900), 13);
	ck_assert_uint_eq(carry->count, 3);
	ck_assert_uint_eq(carry_run(carry, 0, 14150), 9);
	ck_assert_uint_eq(carry_run(carry, 10, 14500), 10);
	ck_assert_uint_eq(carry->count, 0);
	free(carry);
}
END_TEST

OA_TEST_MAIN("proxylogcarry", rows_are_written_and_read, what_is_no_row_is_refused,
	runs_are_judged_together_until_they_are_enough)
