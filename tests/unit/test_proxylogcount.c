/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/proxylogcount.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>

static struct oa_proxylog_text text_of(const char *text)
{
	return (struct oa_proxylog_text){text, strlen(text)};
}

static struct oa_proxylog_record record_of(
	int status, int backend, const char *error, const char *target)
{
	struct oa_proxylog_record record = {
		.status = status, .backend = backend, .time_ms = -1};

	for (size_t i = 0; i < OA_PROXYLOG_COLUMNS; i++)
		record.field[i] = text_of("");
	record.field[OA_PROXYLOG_ERROR] = text_of(error);
	record.field[OA_PROXYLOG_TARGET] = text_of(target);
	return record;
}

/* Requests and how they ended. */
static const struct {
	int status, backend;
	const char *error, *target;
	enum oa_proxylog_kind kind;
} kinds[] = {
	{200, 200, "", "EX1", OA_PROXYLOG_GOOD},
	{200, 0, "", "", OA_PROXYLOG_GOOD},
	{0, 200, "", "EX1", OA_PROXYLOG_GOOD},
	{302, 0, "", "", OA_PROXYLOG_GOOD},
	{200, 200, "ClientDisconnect", "EX1", OA_PROXYLOG_GOOD},
	{0, 0, "", "", OA_PROXYLOG_UNFINISHED},
	{401, 0, "", "", OA_PROXYLOG_CHALLENGE},
	{401, 0, "", "EX1", OA_PROXYLOG_CHALLENGE},
	{401, 401, "", "EX1", OA_PROXYLOG_BACKEND_401},
	{500, 401, "", "EX1", OA_PROXYLOG_BACKEND_401},
	{200, 500, "", "EX1", OA_PROXYLOG_HIDDEN},
	{200, 503, "", "EX1", OA_PROXYLOG_HIDDEN},
	{503, 503, "", "EX1", OA_PROXYLOG_BACKEND_503},
	{500, 500, "", "EX1", OA_PROXYLOG_BACKEND_5XX},
	{0, 500, "", "EX1", OA_PROXYLOG_BACKEND_5XX},
	{500, 0, "", "EX1", OA_PROXYLOG_BACKEND_5XX},
	{502, 0, "", "EX1", OA_PROXYLOG_UNREACHABLE},
	{503, 0, "", "EX1", OA_PROXYLOG_UNREACHABLE},
	{504, 0, "", "EX1", OA_PROXYLOG_UNREACHABLE},
	{404, 0, "MailboxGuidWithDomainNotFound", "", OA_PROXYLOG_NO_MAILBOX},
	{404, 0, "ServerNotFound", "", OA_PROXYLOG_NOT_LOCATED},
	{503, 0, "DatabaseNameNotFound", "", OA_PROXYLOG_NOT_LOCATED},
	{429, 0, "", "", OA_PROXYLOG_BUSY},
	{503, 0, "", "", OA_PROXYLOG_FRONT_503},
	{500, 0, "", "", OA_PROXYLOG_OTHER},
	{404, 404, "", "EX1", OA_PROXYLOG_OTHER},
	{400, 0, "", "", OA_PROXYLOG_OTHER},
};

START_TEST(requests_have_kinds)
{
	for (size_t i = 0; i < OA_LENGTH(kinds); i++) {
		struct oa_proxylog_record record = record_of(kinds[i].status,
			kinds[i].backend, kinds[i].error, kinds[i].target);

		ck_assert_msg(oa_proxylog_kind(&record) == kinds[i].kind, "%zu: %d", i,
			oa_proxylog_kind(&record));
	}
}
END_TEST

static struct oa_proxylog_counts *new_counts(void)
{
	struct oa_proxylog_counts *counts = calloc(1, sizeof(*counts));

	ck_assert_ptr_nonnull(counts);
	return counts;
}

START_TEST(failures_are_counted_by_server_and_error)
{
	struct oa_proxylog_counts *counts = new_counts();
	struct oa_proxylog_record good = record_of(200, 200, "", "EX1");
	struct oa_proxylog_record bad = record_of(500, 500, "", "EX2");
	struct oa_proxylog_record challenge = record_of(401, 0, "", "");

	good.field[OA_PROXYLOG_VERSION] = text_of("15.02");
	bad.field[OA_PROXYLOG_ERRORS] = text_of("Timeout;at 04:30");
	for (int i = 0; i < 3; i++)
		oa_proxylog_count(counts, &good);
	oa_proxylog_count(counts, &bad);
	bad.field[OA_PROXYLOG_ERRORS] = text_of("Timeout;at 04:31");
	oa_proxylog_count(counts, &bad);
	oa_proxylog_count(counts, &challenge);
	ck_assert_uint_eq(oa_proxylog_requests(counts), 5);
	ck_assert_uint_eq(oa_proxylog_failures(counts), 2);
	ck_assert_str_eq(oa_tally_top(&counts->servers, 0)->name, "EX2");
	ck_assert_uint_eq(oa_tally_top(&counts->servers, 0)->failures, 2);
	ck_assert_ptr_null(oa_tally_top(&counts->servers, 1));
	ck_assert_str_eq(counts->servers.entry[0].name, "EX1");
	ck_assert_str_eq(counts->servers.entry[0].other, "15.02");
	ck_assert_uint_eq(counts->servers.entry[0].requests, 3);
	ck_assert_str_eq(oa_tally_top(&counts->errors, 0)->name, "Timeout");
	ck_assert_uint_eq(oa_tally_top(&counts->errors, 0)->failures, 2);
	free(counts);
}
END_TEST

START_TEST(requests_out_of_time_are_passed_over)
{
	struct oa_proxylog_counts *counts = new_counts();
	struct oa_proxylog_record record = record_of(200, 200, "", "EX1");

	counts->from_ms = INT64_C(1795235650000);
	counts->to_ms = counts->from_ms + 1000;
	record.field[OA_PROXYLOG_DATE] = text_of("2026-11-21T04:34:09.999Z");
	oa_proxylog_count(counts, &record);
	record.field[OA_PROXYLOG_DATE] = text_of("2026-11-21T04:34:10.000Z");
	oa_proxylog_count(counts, &record);
	record.field[OA_PROXYLOG_DATE] = text_of("2026-11-21T04:34:11.000Z");
	oa_proxylog_count(counts, &record);
	record.field[OA_PROXYLOG_DATE] = text_of("2026-11-21T04:34:11.001Z");
	oa_proxylog_count(counts, &record);
	record.field[OA_PROXYLOG_DATE] = text_of("");
	oa_proxylog_count(counts, &record);
	record.field[OA_PROXYLOG_DATE] = text_of("21.11.2026 04:34:10");
	oa_proxylog_count(counts, &record);
	ck_assert_uint_eq(counts->passed_over, 1);
	ck_assert_uint_eq(counts->ahead, 1);
	ck_assert_uint_eq(counts->undated, 2);
	ck_assert_uint_eq(oa_proxylog_requests(counts), 2);
	free(counts);
}
END_TEST

/* Each front end and server has failures of its own. */
START_TEST(hops_keep_what_is_theirs)
{
	struct oa_proxylog_counts *counts = new_counts();
	struct oa_proxylog_record one = record_of(500, 500, "InternalError", "MB1");
	struct oa_proxylog_record other = record_of(504, 504, "", "MB2");
	const struct oa_tally *hops = &counts->hops[OA_PROXYLOG_BACKEND_5XX];

	one.field[OA_PROXYLOG_SERVER] = text_of("EX1");
	other.field[OA_PROXYLOG_SERVER] = text_of("EX2");
	oa_proxylog_count(counts, &one);
	oa_proxylog_count(counts, &other);
	oa_proxylog_count(counts, &other);
	ck_assert_str_eq(oa_tally_top(hops, 0)->name, "MB2");
	ck_assert_str_eq(oa_tally_top(hops, 0)->other, "EX2");
	ck_assert_str_eq(oa_tally_top(hops, 0)->detail, "");
	ck_assert_int_eq(oa_tally_top(hops, 0)->status, 504);
	ck_assert_str_eq(oa_tally_top(hops, 1)->name, "MB1");
	ck_assert_str_eq(oa_tally_top(hops, 1)->detail, "InternalError");
	ck_assert_int_eq(oa_tally_top(hops, 1)->backend, 500);
	free(counts);
}
END_TEST

/* A server that is wrong, and one that is asked for what is not there. */
START_TEST(failures_of_a_hop_are_told_apart)
{
	struct oa_proxylog_counts *counts = new_counts();
	struct oa_proxylog_record records[] = {
		record_of(200, 500, "", "MB1"),
		record_of(503, 0, "", "MB1"),
		record_of(404, 404, "", "MB1"),
		record_of(400, 0, "", "MB1"),
		record_of(429, 0, "", "MB1"),
		record_of(200, 200, "", "MB1"),
	};

	records[5].field[OA_PROXYLOG_VERSION] = text_of("15.02");
	for (size_t i = 0; i < OA_LENGTH(records); i++)
		oa_proxylog_count(counts, &records[i]);
	ck_assert_uint_eq(counts->servers.count, 1);
	ck_assert_str_eq(counts->servers.entry[0].other, "15.02");
	ck_assert_uint_eq(counts->servers.entry[0].requests, 6);
	ck_assert_uint_eq(counts->servers.entry[0].failures, 5);
	ck_assert_uint_eq(counts->servers.entry[0].hop_failures, 3);
	free(counts);
}
END_TEST

/* More names than there are places: the rest is counted together. */
START_TEST(names_are_bounded)
{
	struct oa_proxylog_counts *counts = new_counts();
	char name[16];

	for (int round = 0; round < 2; round++)
		for (int i = 0; i < OA_TALLY_MAX + 44; i++) {
			struct oa_proxylog_record record;

			snprintf(name, sizeof(name), "EX%d", i);
			record = record_of(500, 500, "", name);
			oa_proxylog_count(counts, &record);
		}
	ck_assert_uint_eq(counts->servers.count, OA_TALLY_MAX);
	ck_assert_uint_eq(counts->servers.entry[0].requests, 2);
	ck_assert_uint_eq(counts->servers.entry[OA_TALLY_MAX - 1].requests, 2);
	ck_assert_uint_eq(counts->servers.entry[OA_TALLY_MAX].requests, 88);
	ck_assert_str_eq(oa_tally_top(&counts->servers, 0)->name, "others");
	ck_assert_str_eq(oa_tally_top(&counts->servers, 1)->name, "EX0");
	ck_assert_str_eq(oa_tally_top(&counts->servers, 2)->name, "EX1");
	free(counts);
}
END_TEST

START_TEST(times_are_exact_to_a_sixteenth)
{
	struct oa_proxylog_counts *counts = new_counts();
	struct oa_proxylog_record record = record_of(200, 200, "", "EX1");

	ck_assert(oa_proxylog_quantile(&counts->times, 0.5) < 0);
	for (int64_t ms = 1; ms <= 10000; ms++) {
		record.time_ms = ms;
		oa_proxylog_count(counts, &record);
	}
	ck_assert_double_eq_tol(oa_proxylog_quantile(&counts->times, 0.001), 11, 0.001);
	ck_assert_double_eq_tol(
		oa_proxylog_quantile(&counts->times, 0.5), 5000, 5000 / 16.0);
	ck_assert_double_eq_tol(
		oa_proxylog_quantile(&counts->times, 0.95), 9500, 9500 / 16.0);
	ck_assert_double_eq_tol(
		oa_proxylog_quantile(&counts->times, 1), 10000, 10000 / 16.0);
	record.time_ms = INT64_MAX;
	oa_proxylog_count(counts, &record);
	ck_assert_uint_eq(counts->times.total, 10000);
	free(counts);
}
END_TEST

OA_TEST_MAIN("proxylogcount", requests_have_kinds,
	failures_are_counted_by_server_and_error, requests_out_of_time_are_passed_over,
	hops_keep_what_is_theirs, failures_of_a_hop_are_told_apart, names_are_bounded,
	times_are_exact_to_a_sixteenth)
