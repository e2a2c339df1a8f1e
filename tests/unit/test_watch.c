/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/agentfile.h"
#include "tests/unit/runner.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

/* No report can be had while this is set; see the linker's --wrap=malloc. */
static bool has_no_memory;

void *__wrap_malloc(size_t size)
{
	return has_no_memory && size == sizeof(struct oa_report) ? NULL
								 : __real_malloc(size);
}

/* Where the check remembers; it goes with what is in it. */
#define STATE "test_watch.state"

static void forget(void)
{
	glob_t found;

	if (glob(STATE "/targets/*", 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			unlink(found.gl_pathv[i]);
		globfree(&found);
	}
	rmdir(STATE "/targets");
	rmdir(STATE);
}

/* A target that refuses connections. */
static void read_target(struct oa_agentfile *ret_file)
{
	static const char name[] = "test_watch.ini";
	static const char text[] = "[mail]\nhostname = mail.lab.test\nno-tls\n"
				   "address = 127.0.0.1\nport = 1\nno-mapihttp\n"
				   "server = EX1.lab.test\ntimeout = 5\n";
	const struct oa_agentfile_wish wish = {.name = name, .state_dir = STATE};
	struct oa_report *notes = calloc(1, sizeof(*notes));
	struct oa_error err = {.layer = OA_LAYER_NONE};
	FILE *stream = fopen(name, "w");

	ck_assert(stream && notes);
	mkdir(STATE, 0700);
	fputs(text, stream);
	fclose(stream);
	oa_report_init(notes);
	ck_assert_msg(
		oa_agentfile_read(&wish, ret_file, notes, &err) == 0, "%s", err.text);
	oa_report_free(notes);
	free(notes);
	unlink(name);
}

START_TEST(a_target_runs_again_and_again)
{
	struct oa_agentfile file;
	struct oa_result result;

	read_target(&file);
	for (int i = 0; i < 3; i++) {
		ck_assert(oa_watch_run(file.watch[0], &result));
		ck_assert_int_eq(result.status, OA_STATUS_CRITICAL);
		ck_assert_int_eq(result.code, OA_CODE_TCP_REFUSED);
		ck_assert_int_eq(result.probe[OA_KIND_TLS].status, OA_STATUS_DISABLED);
		oa_result_free(&result);
	}
	oa_agentfile_free(&file);
	forget();
}
END_TEST

START_TEST(without_memory_a_run_says_so)
{
	struct oa_agentfile file;
	struct oa_result result;

	read_target(&file);
	has_no_memory = true;
	ck_assert(!oa_watch_run(file.watch[0], &result));
	has_no_memory = false;
	ck_assert_int_eq(result.status, OA_STATUS_UNKNOWN);
	ck_assert_int_eq(result.code, OA_CODE_INTERNAL_ERROR);
	ck_assert_int_eq(result.culprit, OA_KIND_MONITOR);
	ck_assert_int_eq(result.probe[OA_KIND_MONITOR].status, OA_STATUS_UNKNOWN);
	ck_assert_int_eq(result.probe[OA_KIND_DNS].status, OA_STATUS_DISABLED);
	ck_assert_int_eq(result.probe[OA_KIND_TCP].status, OA_STATUS_NOT_TESTED);
	ck_assert(result.leg_seconds[OA_LEG_TOTAL] < 0);
	oa_result_free(&result);
	ck_assert(oa_watch_run(file.watch[0], &result));
	oa_result_free(&result);
	oa_agentfile_free(&file);
	forget();
}
END_TEST

START_TEST(a_run_outlives_its_configuration)
{
	struct oa_agentfile file;
	struct oa_watch *watch;
	struct oa_result result;

	read_target(&file);
	watch = file.watch[0];
	oa_watch_retain(watch);
	oa_agentfile_free(&file);
	ck_assert(oa_watch_run(watch, &result));
	oa_result_free(&result);
	oa_watch_release(watch);
	forget();
}
END_TEST

OA_TEST_MAIN("watch", a_target_runs_again_and_again, without_memory_a_run_says_so,
	a_run_outlives_its_configuration)
