/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/clock.h"
#include "tests/unit/memsession.h"
#include "tests/unit/runner.h"

#include <string.h>
#include <unistd.h>

#define NOW 784111777 /* Sun, 06 Nov 1994 08:49:37 GMT */

static const struct {
	const char *text;
	bool is_date;
	int64_t seconds;
} dates[] = {
	{"Sun, 06 Nov 1994 08:49:37 GMT", true, NOW},
	{"Sunday, 06-Nov-94 08:49:37 GMT", true, NOW},
	{"Sun Nov  6 08:49:37 1994", true, NOW},
	{"Tue, 19 Jan 2038 03:14:08 GMT", true, 2147483648},
	{"Sun, 06 Nov 1994 08:49:37", false, 0},
	{"Sun, 06 Nov 1994 08:49:37 GMT+1", false, 0},
	{"Sun, 06 Nov 1994 25:49:37 GMT", false, 0},
	{"0", false, 0},
	{"", false, 0},
};

START_TEST(reads_dates)
{
	for (size_t i = 0; i < OA_LENGTH(dates); i++) {
		int64_t seconds = 0;

		ck_assert_msg(oa_clock_parse_date(dates[i].text, &seconds) ==
				      dates[i].is_date,
			"%s", dates[i].text);
		ck_assert_msg(seconds == dates[i].seconds, "%s: %lld", dates[i].text,
			(long long)seconds);
	}
}
END_TEST

/* A front end in a run whose time stands still. */
struct fixture {
	struct oa_target target;
	struct oa_front front;
	struct oa_report report;
};

static void set_up(struct fixture *f)
{
	f->target = (struct oa_target){.host = "mail.lab.test", .now = NOW};
	f->front = (struct oa_front){.target = &f->target, .report = &f->report};
	oa_report_init(&f->report);
	oa_facts_set(&f->report.facts, "host", "mail.lab.test");
}

START_TEST(notes_the_larger_difference)
{
	static const char head[] = "HTTP/1.1 401 No\r\nContent-Length: 0\r\n"
				   "Date: Sun, 06 Nov 1994 08:50:37 GMT\r\n\r\n";
	struct oa_ntlm_challenge challenge = {.has_timestamp = true};
	struct oa_clock clock = {0};
	struct memsession memory;
	struct fixture f;
	int fd = memsession_ready_fd();

	set_up(&f);
	memsession_open(&memory, &f.report, "T", head, strlen(head), MEMSTREAM_EOF, fd);
	oa_clock_note_answer(&clock, &f.front, &memory.session);
	ck_assert(!clock.is_known);
	ck_assert_int_eq(
		oa_session_read_head(&memory.session, oa_deadline_in(5), NULL), 0);
	oa_clock_note_answer(&clock, &f.front, &memory.session);
	ck_assert(clock.is_known);
	ck_assert_double_eq(clock.ahead, 60);
	ck_assert_str_eq(clock.source, "HTTP Date");
	challenge.timestamp = oa_filetime_from_unix(NOW - 10, 0);
	oa_clock_note_challenge(&clock, &f.front, &challenge);
	ck_assert_double_eq(clock.ahead, 60);
	challenge.timestamp = oa_filetime_from_unix(NOW - 61, 0);
	oa_clock_note_challenge(&clock, &f.front, &challenge);
	ck_assert_double_eq_tol(clock.ahead, -61, 0.001);
	ck_assert_str_eq(clock.source, "NTLM challenge");
	challenge.has_timestamp = false;
	challenge.timestamp = 0;
	oa_clock_note_challenge(&clock, &f.front, &challenge);
	ck_assert_double_eq_tol(clock.ahead, -61, 0.001);
	oa_session_free(&memory.session);
	oa_report_free(&f.report);
	close(fd);
}
END_TEST

static const struct judgement {
	double ahead;
	bool has_other;
	double other;
	enum oa_code code;
	enum oa_state state;
} judgements[] = {
	{0, false, 0, OA_CODE_OK, OA_STATE_OK},
	{59.9, false, 0, OA_CODE_OK, OA_STATE_OK},
	{-59.9, false, 0, OA_CODE_OK, OA_STATE_OK},
	{60, false, 0, OA_CODE_SERVER_CLOCK_SKEW, OA_STATE_WARNING},
	{-60, false, 0, OA_CODE_SERVER_CLOCK_SKEW, OA_STATE_WARNING},
	{299.9, false, 0, OA_CODE_SERVER_CLOCK_SKEW, OA_STATE_WARNING},
	{300, false, 0, OA_CODE_SERVER_CLOCK_SKEW, OA_STATE_CRITICAL},
	{-300, false, 0, OA_CODE_SERVER_CLOCK_SKEW, OA_STATE_CRITICAL},
	{120, true, 0, OA_CODE_SERVER_CLOCK_SKEW, OA_STATE_WARNING},
	{120, true, 131, OA_CODE_SERVER_CLOCK_SKEW, OA_STATE_WARNING},
	{120, true, 130, OA_CODE_MONITOR_CLOCK_WRONG, OA_STATE_UNKNOWN},
	{-400, true, -395, OA_CODE_MONITOR_CLOCK_WRONG, OA_STATE_UNKNOWN},
	{59, true, 61, OA_CODE_OK, OA_STATE_OK},
};

START_TEST(judges_at_the_boundary)
{
	for (size_t i = 0; i < OA_LENGTH(judgements); i++) {
		const struct judgement *test = &judgements[i];
		struct oa_clock clock = {
			.is_known = true, .ahead = test->ahead, .source = "x"};
		struct oa_clock other = {
			.is_known = true, .ahead = test->other, .source = "y"};
		struct fixture f;
		double skew;

		set_up(&f);
		oa_clock_judge(&f.front, &clock, test->has_other ? &other : NULL);
		ck_assert_uint_eq(f.report.step_count, 1);
		ck_assert_msg(f.report.steps[0].code == test->code, "%zu", i);
		ck_assert_msg(f.report.steps[0].state == test->state, "%zu", i);
		ck_assert(oa_report_value_get(&f.report, "clock_skew", &skew));
		ck_assert_double_ge(skew, 0);
		oa_report_free(&f.report);
	}
}
END_TEST

START_TEST(says_nothing_of_what_it_does_not_know)
{
	struct oa_clock clock = {0};
	struct fixture f;

	set_up(&f);
	oa_clock_judge(&f.front, &clock, NULL);
	ck_assert_uint_eq(f.report.step_count, 0);
	ck_assert_uint_eq(f.report.value_count, 0);
	oa_report_free(&f.report);
}
END_TEST

OA_TEST_MAIN("clock", reads_dates, notes_the_larger_difference, judges_at_the_boundary,
	says_nothing_of_what_it_does_not_know)
