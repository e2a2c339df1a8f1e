/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/memory.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define T0     INT64_C(1780315200) /* 2026-06-01 12:00 UTC */
#define MINUTE 60
#define HOUR   3600

/* The runs of one test. */
static struct oa_report report;
static char dir[32];
static struct oa_memory_plan plan;

static void begin(void)
{
	snprintf(dir, sizeof(dir), "/tmp/oa-test-XXXXXX");
	plan = (struct oa_memory_plan){.program = "check_oa",
		.host = "mail.lab.test",
		.port = 443,
		.settle = 15 * MINUTE,
		.dir = mkdtemp(dir),
		.until = oa_deadline_in(60)};
}

static void clean_up(void)
{
	char command[200];

	oa_report_free(&report);
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	ck_assert_int_eq(system(command), 0);
}

/* One run at T0 + after that sees these schemes (NULL: did not come so far) and ends
 * with this code. */
static void run(int64_t after, const char *schemes, enum oa_code code)
{
	struct oa_fingerprint print = {.count = 0};

	oa_report_free(&report);
	oa_report_init(&report);
	if (schemes)
		oa_fingerprint_set(&print, "schemes", "%s", schemes);
	if (code != OA_CODE_OK)
		oa_report_find(&report, code, NULL, NULL);
	plan.now = T0 + after;
	oa_memory_judge(&plan, &print, &report);
}

static enum oa_code verdict(void)
{
	const struct oa_step *step = oa_report_verdict(&report);

	return step ? step->code : OA_CODE_OK;
}

static const char *evidence(void)
{
	const struct oa_step *step = oa_report_verdict(&report);

	return step && step->details ? step->details : "";
}

START_TEST(tells_a_change_for_two_hours)
{
	begin();
	run(0, "NTLM", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_OK);
	run(5 * MINUTE, "NTLM", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_OK);
	run(30 * MINUTE, "Basic", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_SETTINGS_CHANGED);
	ck_assert_str_eq(evidence(), "is: Basic\nwas: NTLM\n");
	run(HOUR, NULL, OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_OK);
	run(2 * HOUR, "Basic", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_SETTINGS_CHANGED);
	ck_assert_ptr_nonnull(strstr(oa_report_verdict(&report)->text, "90 min"));
	run(3 * HOUR, "Basic", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_OK);
	clean_up();
}
END_TEST

START_TEST(knows_a_setting_that_goes_back)
{
	begin();
	run(0, "NTLM", OA_CODE_OK);
	run(HOUR, "Basic", OA_CODE_OK);
	run(HOUR + 15 * MINUTE, "NTLM", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_SETTINGS_REVERTED);
	run(2 * HOUR, "NTLM", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_SETTINGS_REVERTED);
	run(4 * HOUR, "NTLM", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_OK);
	/* going back later is one more change */
	run(5 * HOUR, "Basic", OA_CODE_OK);
	run(5 * HOUR + 21 * MINUTE, "NTLM", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_SETTINGS_CHANGED);
	clean_up();
}
END_TEST

START_TEST(a_change_beside_a_failure_is_evidence)
{
	begin();
	run(0, "NTLM", OA_CODE_OK);
	run(MINUTE, "Basic", OA_CODE_TCP_REFUSED);
	ck_assert_int_eq(verdict(), OA_CODE_TCP_REFUSED);
	ck_assert_ptr_nonnull(
		strstr(evidence(), "schemes changed 0 min ago: Basic, before NTLM\n"));
	ck_assert_uint_eq(report.step_count, 1);
	clean_up();
}
END_TEST

START_TEST(says_since_when)
{
	begin();
	run(0, NULL, OA_CODE_OK);
	run(10 * MINUTE, NULL, OA_CODE_TCP_REFUSED);
	ck_assert_str_eq(evidence(),
		"first failure since the memory began, 2026-06-01 12:00 UTC\n");
	run(25 * MINUTE, NULL, OA_CODE_TCP_REFUSED);
	ck_assert_str_eq(evidence(), "the same since 2026-06-01 12:10 UTC (15 min)\n");
	run(30 * MINUTE, NULL, OA_CODE_TLS_TIMEOUT);
	ck_assert_str_eq(evidence(), "the run before said tcp-refused\n");
	run(HOUR, NULL, OA_CODE_OK);
	run(5 * HOUR, NULL, OA_CODE_TCP_REFUSED);
	ck_assert_str_eq(evidence(),
		"ok until now; the failure before was at 2026-06-01 12:30 UTC\n");
	ck_assert(oa_report_verdict(&report)->is_long);
	clean_up();
}
END_TEST

/* One run at T0 + after while autodiscover sends clients there and /rpc is not found.
 */
static void run_published(int64_t after, const char *host)
{
	struct oa_fingerprint print = {.count = 0};

	oa_report_free(&report);
	oa_report_init(&report);
	oa_fingerprint_set(&print, OA_FIELD_PUBLISHED, "%s", host);
	oa_report_find(&report, OA_CODE_HTTP_PATH_NOT_FOUND, NULL, NULL);
	plan.is_published = strcmp(host, OA_FIELD_NONE) != 0;
	plan.now = T0 + after;
	oa_memory_judge(&plan, &print, &report);
}

START_TEST(what_was_not_published_before_is_recent)
{
	begin();
	run_published(0, OA_FIELD_NONE);
	ck_assert_int_eq(verdict(), OA_CODE_HTTP_PATH_NOT_FOUND);
	run_published(2 * MINUTE, "mail.lab.test");
	ck_assert_int_eq(verdict(), OA_CODE_RECENTLY_ENABLED);
	run_published(16 * MINUTE, "mail.lab.test");
	ck_assert_int_eq(verdict(), OA_CODE_RECENTLY_ENABLED);
	run_published(18 * MINUTE, "mail.lab.test");
	ck_assert_int_eq(verdict(), OA_CODE_HTTP_PATH_NOT_FOUND);
	run_published(3 * HOUR, "mail.lab.test");
	ck_assert_int_eq(verdict(), OA_CODE_HTTP_PATH_NOT_FOUND);
	/* another name is no beginning */
	run_published(4 * HOUR, "oa.lab.test");
	ck_assert_int_eq(verdict(), OA_CODE_HTTP_PATH_NOT_FOUND);
	clean_up();
}
END_TEST

START_TEST(certificates_that_alternate_are_no_matter_of_a_configurator)
{
	static const char *const names[] = {"mail.lab.test", "*.lab.test"};

	begin();
	for (int i = 0; i < 3; i++) {
		struct oa_fingerprint print = {.count = 0};

		oa_report_free(&report);
		oa_report_init(&report);
		oa_fingerprint_set(&print, OA_FIELD_CERTIFICATE, "%s", names[i % 2]);
		plan.now = T0 + i * MINUTE;
		oa_memory_judge(&plan, &print, &report);
	}
	ck_assert_int_eq(verdict(), OA_CODE_SETTINGS_REVERTED);
	ck_assert_ptr_nonnull(strstr(oa_report_verdict(&report)->hint, "balancer"));
	clean_up();
}
END_TEST

START_TEST(a_clock_set_back_changes_nothing)
{
	begin();
	run(HOUR, "NTLM", OA_CODE_OK);
	run(HOUR, "Basic", OA_CODE_OK);
	run(0, "Basic", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_SETTINGS_CHANGED);
	ck_assert_ptr_nonnull(strstr(oa_report_verdict(&report)->text, " 0 min"));
	clean_up();
}
END_TEST

START_TEST(a_quiet_change_is_no_finding)
{
	struct oa_fingerprint print = {.count = 0};

	begin();
	plan.now = T0;
	oa_report_init(&report);
	oa_fingerprint_note(&print, "certificate", "aa");
	oa_memory_judge(&plan, &print, &report);
	for (int i = 0; i < 3; i++) {
		oa_report_free(&report);
		plan.now += MINUTE;
		oa_fingerprint_note(&print, "certificate", i % 2 ? "aa" : "bb");
		oa_memory_judge(&plan, &print, &report);
		ck_assert_int_eq(verdict(), OA_CODE_OK);
		ck_assert_uint_eq(report.step_count, 1);
		ck_assert_str_eq(report.steps[0].text, "changed 0 min ago");
	}
	clean_up();
}
END_TEST

START_TEST(a_wish_has_an_hour)
{
	static const int64_t runs[] = {0, 59 * MINUTE, 61 * MINUTE};
	struct oa_wish wish = {.field = "schemes", .wanted = "NTLM, Negotiate"};

	begin();
	plan.wish = &wish;
	plan.wish_count = 1;
	for (size_t i = 0; i < 3; i++) {
		run(runs[i], "Basic", OA_CODE_OK);
		ck_assert_int_eq(verdict(),
			runs[i] < HOUR ? OA_CODE_OK : OA_CODE_SETTINGS_NOT_APPLIED);
	}
	ck_assert_ptr_nonnull(strstr(oa_report_verdict(&report)->text, "61 min"));
	wish.is_met = true;
	run(62 * MINUTE, "Basic", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_OK);
	/* and it is forgotten then */
	wish.is_met = false;
	run(63 * MINUTE, "Basic", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_OK);
	plan.changed = T0 - HOUR;
	run(64 * MINUTE, "Basic", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_SETTINGS_NOT_APPLIED);
	clean_up();
}
END_TEST

START_TEST(each_address_has_a_memory)
{
	begin();
	for (int i = 0; i < 4; i++) {
		plan.address = i % 2 ? "127.0.0.2" : "127.0.0.1";
		run(i * MINUTE, i % 2 ? "NTLM" : "Basic", OA_CODE_OK);
		ck_assert_int_eq(verdict(), OA_CODE_OK);
	}
	clean_up();
}
END_TEST

static void overwrite(const char *text)
{
	char path[100];
	FILE *file;

	snprintf(path, sizeof(path), "%s/memory-check_oa-mail.lab.test-443", dir);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

START_TEST(a_damaged_file_is_set_aside)
{
	begin();
	run(0, "NTLM", OA_CODE_OK);
	overwrite("=== no state\n");
	run(MINUTE, "Basic", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_OK);
	ck_assert_ptr_nonnull(strstr(report.steps[0].text, "set aside"));
	run(2 * MINUTE, "NTLM", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_SETTINGS_CHANGED);
	clean_up();
}
END_TEST

/* One that no run wrote: as the one before, it would make a line that is too long. */
START_TEST(a_value_too_long_is_forgotten)
{
	char text[300];

	begin();
	snprintf(text, sizeof(text), "oa-state = 1\n[schemes]\nvalue = %0190d\n", 0);
	overwrite(text);
	run(0, "NTLM", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_OK);
	run(MINUTE, "NTLM", OA_CODE_OK);
	ck_assert_uint_eq(report.step_count, 0);
	clean_up();
}
END_TEST

START_TEST(an_unusable_directory_is_a_finding)
{
	begin();
	plan.dir = "/nowhere/at/all";
	run(0, "NTLM", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_MONITOR_FILE_UNREADABLE);
	plan.dir = NULL;
	run(0, "NTLM", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_OK);
	clean_up();
}
END_TEST

/* Long values, and characters that mean something in the file. */
START_TEST(every_value_comes_back)
{
	static const char *const values[] = {
		"a ; b", "# x", "[y]", "=", " z ", "u=v", "\xc3\xa4", "\n\t"};
	char longest[400];

	begin();
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	run(0, longest, OA_CODE_OK);
	run(1, longest, OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_OK);
	longest[sizeof(longest) - 2] = 'y';
	run(2, longest, OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_SETTINGS_CHANGED);
	for (size_t i = 0; i < OA_LENGTH(values); i++) {
		int64_t start = (int64_t)(i + 1) * 10 * HOUR;

		run(start, values[i], OA_CODE_OK);
		ck_assert_msg(verdict() == OA_CODE_SETTINGS_CHANGED, "value %zu", i);
		run(start + 5 * HOUR, values[i], OA_CODE_OK);
		ck_assert_msg(verdict() == OA_CODE_OK, "value %zu again", i);
	}
	clean_up();
}
END_TEST

/* Of one host and port, each with other options. */
START_TEST(targets_with_names_do_not_share)
{
	static const char *const names[] = {"inside", "a/b", "a_b", "a%2fb", "a b"};
	static const char *const schemes[] = {"NTLM", "Basic", "NTLM", "Basic", "NTLM"};

	begin();
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < OA_LENGTH(names); i++) {
			plan.name = names[i];
			run(round * 5 * MINUTE, schemes[i], OA_CODE_OK);
			ck_assert_int_eq(verdict(), OA_CODE_OK);
		}
	}
	plan.name = names[0];
	run(30 * MINUTE, "Basic", OA_CODE_OK);
	ck_assert_int_eq(verdict(), OA_CODE_SETTINGS_CHANGED);
	clean_up();
}
END_TEST

START_TEST(a_target_that_gets_a_name_goes_on)
{
	begin();
	run(0, "NTLM", OA_CODE_TCP_REFUSED);
	plan.name = "inside";
	run(30 * MINUTE, "Basic", OA_CODE_TCP_REFUSED);
	ck_assert_ptr_nonnull(strstr(evidence(), "(30 min)"));
	ck_assert_ptr_nonnull(strstr(evidence(), "before NTLM"));
	/* it was that one's alone */
	plan.name = "other";
	run(31 * MINUTE, "Basic", OA_CODE_TCP_REFUSED);
	ck_assert_ptr_null(strstr(evidence(), "min)"));
	plan.name = NULL;
	run(32 * MINUTE, "Basic", OA_CODE_TCP_REFUSED);
	ck_assert_ptr_null(strstr(evidence(), "min)"));
	plan.name = "inside";
	run(33 * MINUTE, "Basic", OA_CODE_TCP_REFUSED);
	ck_assert_ptr_nonnull(strstr(evidence(), "(33 min)"));
	clean_up();
}
END_TEST

OA_TEST_MAIN("memory", tells_a_change_for_two_hours, knows_a_setting_that_goes_back,
	a_change_beside_a_failure_is_evidence, says_since_when,
	what_was_not_published_before_is_recent,
	certificates_that_alternate_are_no_matter_of_a_configurator,
	a_clock_set_back_changes_nothing, a_quiet_change_is_no_finding,
	a_wish_has_an_hour, each_address_has_a_memory, a_damaged_file_is_set_aside,
	a_value_too_long_is_forgotten, an_unusable_directory_is_a_finding,
	every_value_comes_back, targets_with_names_do_not_share,
	a_target_that_gets_a_name_goes_on)
