/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/log.h"
#include "tests/unit/runner.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A log into a pipe, of which a test reads what came out. */
struct fixture {
	struct oa_log log;
	int out;
	char text[4096];
};

static struct fixture fixture_new(void)
{
	struct fixture f = {.out = -1};
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	f.out = ends[0];
	oa_log_init(&f.log, ends[1], NULL);
	return f;
}

/* Ends the log; returns all that came out of it. */
static const char *fixture_end(struct fixture *f)
{
	ssize_t len;

	close(f->log.fd);
	len = read(f->out, f->text, sizeof(f->text) - 1);
	ck_assert_int_ge(len, 0);
	f->text[len] = '\0';
	close(f->out);
	return f->text;
}

START_TEST(lines)
{
	static const struct {
		const char *text, *line;
	} cases[] = {
		{"3 targets", "oa-agentx: 3 targets\n"},
		{"", "oa-agentx: \n"},
		{"100%s %n", "oa-agentx: 100%s %n\n"},
		{"two\nlines\r", "oa-agentx: two?lines?\n"},
		{"\x1b[31mred\x7f", "oa-agentx: ?[31mred?\n"},
		{"f\xc3\xbcr", "oa-agentx: f\xc3\xbcr\n"},
	};

	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct fixture f = fixture_new();

		oa_log(&f.log, OA_LOG_NOTICE, "%s", cases[i].text);
		ck_assert_str_eq(fixture_end(&f), cases[i].line);
	}
}
END_TEST

START_TEST(levels)
{
	static const enum oa_log_level all[] = {
		OA_LOG_ERROR, OA_LOG_WARNING, OA_LOG_NOTICE, OA_LOG_INFO, OA_LOG_DEBUG};
	static const char *const wanted[] = {"oa-agentx: 0\n",
		"oa-agentx: 0\noa-agentx: 1\n",
		"oa-agentx: 0\noa-agentx: 1\noa-agentx: 2\n",
		"oa-agentx: 0\noa-agentx: 1\noa-agentx: 2\noa-agentx: 3\n",
		("oa-agentx: 0\noa-agentx: 1\noa-agentx: 2\noa-agentx: 3\n"
		 "oa-agentx: 4\n")};

	for (size_t i = 0; i < OA_LENGTH(all); i++) {
		struct fixture f = fixture_new();

		ck_assert_int_eq(f.log.level, OA_LOG_NOTICE);
		f.log.level = all[i];
		for (size_t level = 0; level < OA_LENGTH(all); level++)
			oa_log(&f.log, all[level], "%zu", level);
		ck_assert_str_eq(fixture_end(&f), wanted[i]);
	}
}
END_TEST

/* One line, one write: other processes may have the same end. */
START_TEST(a_long_line_is_cut_and_whole)
{
	struct fixture f = fixture_new();
	char text[3000];
	const char *line;

	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	oa_log(&f.log, OA_LOG_ERROR, "%s", text);
	line = fixture_end(&f);
	ck_assert_uint_gt(strlen(line), 1000);
	ck_assert_uint_lt(strlen(line), 1100);
	ck_assert_ptr_eq(strchr(line, '\n'), line + strlen(line) - 1);
}
END_TEST

/* The journal's words reach it only where the variable names this very file. */
START_TEST(priorities_for_the_journal_alone)
{
	struct fixture f = fixture_new();
	struct stat status;
	char journal[64];

	ck_assert_int_eq(fstat(f.log.fd, &status), 0);
	snprintf(journal, sizeof(journal), "%ju:%ju", (uintmax_t)status.st_dev,
		(uintmax_t)status.st_ino);
	oa_log_init(&f.log, f.log.fd, journal);
	oa_log(&f.log, OA_LOG_ERROR, "one");
	oa_log(&f.log, OA_LOG_NOTICE, "two");
	snprintf(journal, sizeof(journal), "%ju:%ju", (uintmax_t)status.st_dev,
		(uintmax_t)status.st_ino + 1);
	oa_log_init(&f.log, f.log.fd, journal);
	oa_log(&f.log, OA_LOG_NOTICE, "three");
	oa_log_init(&f.log, f.log.fd, "");
	oa_log(&f.log, OA_LOG_NOTICE, "four");
	ck_assert_str_eq(
		fixture_end(&f), "<3>one\n<5>two\noa-agentx: three\noa-agentx: four\n");
}
END_TEST

START_TEST(nobody_listens)
{
	struct oa_log log;

	oa_log_init(&log, -1, "1:1");
	ck_assert(!log.has_priorities);
	oa_log(&log, OA_LOG_ERROR, "into nothing");
}
END_TEST

OA_TEST_MAIN("log", lines, levels, a_long_line_is_cut_and_whole,
	priorities_for_the_journal_alone, nobody_listens)
