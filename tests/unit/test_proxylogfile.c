/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/proxylogfile.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIELDS "#Fields: HttpStatus,BackEndStatus,X\r\n"
#define LONG   600000

/* One file that is read again and again, and what was read of it. */
struct log {
	char path[64];
	struct oa_proxylog_mark mark;
	struct oa_proxylog_progress progress;
	struct oa_error error;
	int statuses; /* sum of HttpStatus */
};

static void take(void *taker, const struct oa_proxylog_record *record)
{
	struct log *log = taker;

	log->statuses += record->status;
}

static struct log new_log(void)
{
	struct log log = {.path = "/tmp/oa-proxylog-XXXXXX"};
	int fd = mkstemp(log.path);

	ck_assert_int_ge(fd, 0);
	close(fd);
	return log;
}

static void write_text(const struct log *log, const char *mode, const char *text)
{
	FILE *file = fopen(log->path, mode);

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(text, file), 0);
	fclose(file);
}

static int read_until(struct log *log, struct oa_deadline until)
{
	int fd = oa_proxylog_open(log->path, &log->error);
	int result;

	ck_assert_int_ge(fd, 0);
	log->statuses = 0;
	result = oa_proxylog_read(fd, log->path, &log->mark, take, log, until,
		&log->progress, &log->error);
	close(fd);
	return result;
}

static int read_log(struct log *log)
{
	return read_until(log, oa_deadline_in(10));
}

static bool is_same(const struct log *log)
{
	int fd = oa_proxylog_open(log->path, NULL);
	bool result;

	ck_assert_int_ge(fd, 0);
	result = oa_proxylog_is_same(fd, &log->mark);
	close(fd);
	return result;
}

START_TEST(only_what_is_new_is_read)
{
	struct log log = new_log();

	write_text(&log, "w", "\xef\xbb\xbf" FIELDS "200,200,\r\n401,,\r\n");
	ck_assert_int_eq(read_log(&log), 0);
	ck_assert_int_eq(log.statuses, 601);
	ck_assert_uint_eq(log.progress.lines, 2);
	ck_assert_int_eq(read_log(&log), 0);
	ck_assert_uint_eq(log.progress.lines, 0);
	write_text(&log, "a", "500,500,\n50");
	ck_assert(is_same(&log));
	ck_assert_int_eq(read_log(&log), 0);
	ck_assert_int_eq(log.statuses, 500);
	write_text(&log, "a", "3,,\r\n#Date: x\r\n#Fields: X,HttpStatus\r\n1,302\r\n");
	ck_assert_int_eq(read_log(&log), 0);
	ck_assert_int_eq(log.statuses, 805);
	write_text(&log, "a", "1,204\r\n");
	ck_assert_int_eq(read_log(&log), 0);
	ck_assert_int_eq(log.statuses, 204);
	unlink(log.path);
}
END_TEST

START_TEST(another_file_is_known)
{
	struct log log = new_log();

	write_text(&log, "w", "#Date: 1\n" FIELDS "200,200,\n");
	ck_assert_int_eq(read_log(&log), 0);
	ck_assert(is_same(&log));
	write_text(&log, "w", "#Date: 2\n" FIELDS "200,200,\n200,200,\n");
	ck_assert(!is_same(&log));
	write_text(&log, "w", "#Date: 1\n");
	ck_assert(!is_same(&log));
	write_text(&log, "w", "");
	ck_assert(!is_same(&log));
	unlink(log.path);
}
END_TEST

START_TEST(what_was_skipped_is_not_read)
{
	struct log log = new_log();
	int fd;

	write_text(&log, "w", "#Date: 1\n" FIELDS "200,200,\n");
	fd = oa_proxylog_open(log.path, NULL);
	ck_assert_int_eq(oa_proxylog_skip(fd, log.path, &log.mark, NULL), 0);
	close(fd);
	ck_assert(is_same(&log));
	write_text(&log, "a", "404,404,\n");
	ck_assert_int_eq(read_log(&log), 0);
	ck_assert_int_eq(log.statuses, 404);
	unlink(log.path);
}
END_TEST

START_TEST(lines_that_are_wrong_are_counted)
{
	struct log log = new_log();

	write_text(&log, "w", FIELDS "200\n\n200,\"200,\n200,200,\n\r\n");
	ck_assert_int_eq(read_log(&log), 0);
	ck_assert_uint_eq(log.progress.lines, 1);
	ck_assert_uint_eq(log.progress.malformed, 2);
	unlink(log.path);
}
END_TEST

START_TEST(a_file_without_columns_is_refused)
{
	struct log log = new_log();

	write_text(&log, "w", "#Software: x\n200,200,\n");
	ck_assert_int_eq(read_log(&log), -1);
	ck_assert_int_eq(log.error.layer, OA_LAYER_FILE);
	ck_assert_ptr_nonnull(strstr(log.error.text, "#Fields:"));
	ck_assert_int_eq(log.error.number, OA_PROXYLOG_NO_LOG);
	ck_assert_uint_eq(log.mark.offset, 0);
	unlink(log.path);
}
END_TEST

START_TEST(what_is_no_text_is_refused)
{
	static const char *const heads[] = {
		"\x1f\x8b\x08", "PK\x03\x04", "\xff\xfe#", "\xfe\xff#"};

	for (size_t i = 0; i < OA_LENGTH(heads); i++) {
		struct log log = new_log();

		write_text(&log, "w", heads[i]);
		ck_assert_int_eq(read_log(&log), -1);
		ck_assert_int_eq(log.error.number, OA_PROXYLOG_NO_LOG);
		unlink(log.path);
	}
}
END_TEST

START_TEST(lines_without_a_column_are_counted)
{
	struct log log = new_log();

	write_text(&log, "w", "#Fields: HttpStatus,TargetServer\n200,\n200,\n");
	write_text(&log, "a", FIELDS "200,200,\n");
	ck_assert_int_eq(read_log(&log), 0);
	ck_assert_uint_eq(log.progress.lines, 3);
	ck_assert_uint_eq(log.progress.no_backend, 2);
	ck_assert_uint_eq(log.progress.no_target, 1);
	write_text(&log, "a", "200,200,\n");
	ck_assert_int_eq(read_log(&log), 0);
	ck_assert_uint_eq(log.progress.no_backend, 0);
	ck_assert_uint_eq(log.progress.no_target, 1);
	unlink(log.path);
}
END_TEST

/* A line of 600 kB, which is more than one piece, at the end or in the middle. */
START_TEST(long_lines_are_passed_over)
{
	struct log log = new_log();
	char *text = malloc(LONG + 1);
	uint64_t start = strlen(FIELDS "200,200,\n");

	memset(text, 'x', LONG);
	text[LONG] = '\0';
	write_text(&log, "w", FIELDS "200,200,\n");
	write_text(&log, "a", text);
	ck_assert_int_eq(read_log(&log), 0);
	ck_assert_uint_eq(log.progress.lines, 1);
	ck_assert_uint_eq(log.mark.offset, start);
	write_text(&log, "a", "\n503,503,\n");
	ck_assert_int_eq(read_log(&log), 0);
	ck_assert_uint_eq(log.progress.malformed, 1);
	ck_assert_int_eq(log.statuses, 503);
	free(text);
	unlink(log.path);
}
END_TEST

START_TEST(the_deadline_ends_the_reading_at_a_line)
{
	struct log log = new_log();
	FILE *file = fopen(log.path, "w");
	uint64_t lines = 0;

	fputs(FIELDS, file);
	for (int i = 0; i < 200000; i++)
		fputs("200,200,\n", file);
	fclose(file);
	for (int runs = 0; runs < 20 && lines < 200000; runs++) {
		ck_assert_int_eq(read_until(&log, oa_deadline_in(-1)), 0);
		ck_assert(log.progress.is_late);
		ck_assert_uint_eq(log.progress.malformed, 0);
		lines += log.progress.lines;
	}
	ck_assert_uint_eq(lines, 200000);
	unlink(log.path);
}
END_TEST

START_TEST(only_regular_files_are_opened)
{
	struct log log = new_log();
	struct oa_error error = {0};

	ck_assert_int_eq(oa_proxylog_open("/dev/null", &error), -1);
	ck_assert_int_eq(error.layer, OA_LAYER_FILE);
	ck_assert_str_eq(error.text, "/dev/null: not a regular file");
	unlink(log.path);
	ck_assert_int_eq(mkfifo(log.path, 0600), 0);
	ck_assert_int_eq(oa_proxylog_open(log.path, &error), -1);
	unlink(log.path);
	ck_assert_int_eq(oa_proxylog_open(log.path, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "No such file"));
}
END_TEST

OA_TEST_MAIN("proxylogfile", only_what_is_new_is_read, another_file_is_known,
	what_was_skipped_is_not_read, lines_that_are_wrong_are_counted,
	a_file_without_columns_is_refused, what_is_no_text_is_refused,
	lines_without_a_column_are_counted, long_lines_are_passed_over,
	the_deadline_ends_the_reading_at_a_line, only_regular_files_are_opened)
