/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/apply.h"
#include "snmp/workers.h"
#include "tests/unit/runner.h"

#include <glob.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where checks remember; it goes with what is in it. */
#define STATE "test_workers.state"

#define PATIENCE_S 40

/* An agent without a master agent: a target that refuses connections. */
struct site {
	struct oa_agentfile file;
	struct oa_store store;
	struct oa_schedule schedule;
	struct oa_workers workers;
};

static void read_target(struct oa_agentfile *ret_file)
{
	static const char name[] = "test_workers.ini";
	static const char text[] =
		"[mail]\nhostname = mail.lab.test\nno-tls\naddress = 127.0.0.1\n"
		"port = 1\nno-mapihttp\nserver = EX1.lab.test\nevery = 0.05\n"
		"attempts = 1\nretry = 0.05\n";
	const struct oa_agentfile_wish wish = {.name = name, .state_dir = STATE};
	struct oa_report *notes = calloc(1, sizeof(*notes));
	FILE *stream = fopen(name, "w");

	ck_assert(stream && notes);
	fputs(text, stream);
	fclose(stream);
	mkdir(STATE, 0700);
	oa_report_init(notes);
	ck_assert_int_eq(oa_agentfile_read(&wish, ret_file, notes, NULL), 0);
	oa_report_free(notes);
	free(notes);
	unlink(name);
}

static void start(struct site *site, oa_waited *read_waited)
{
	read_target(&site->file);
	ck_assert_int_eq(oa_store_init(&site->store, 10, NULL), 0);
	oa_schedule_init(&site->schedule, false, oa_watch_retain, oa_watch_release);
	oa_workers_init(&site->workers, &site->schedule, &site->store);
	site->workers.read_waited = read_waited;
	ck_assert_int_eq(oa_apply(&site->file, &site->store, &site->schedule, NULL), 0);
	ck_assert_int_eq(oa_workers_set(&site->workers, 3, NULL), 0);
}

static void stop(struct site *site)
{
	glob_t found;

	oa_schedule_stop(&site->schedule);
	ck_assert(oa_workers_join(&site->workers, oa_deadline_in(PATIENCE_S)));
	oa_schedule_free(&site->schedule);
	oa_store_free(&site->store);
	oa_agentfile_free(&site->file);
	if (glob(STATE "/targets/*", 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			unlink(found.gl_pathv[i]);
		globfree(&found);
	}
	rmdir(STATE "/targets");
	rmdir(STATE);
}

/* Waits until there have been so many runs, and so many that were left out. */
static void wait_for(struct site *site, uint32_t runs, uint32_t skipped)
{
	struct oa_deadline until = oa_deadline_in(PATIENCE_S);
	struct oa_schedule_figures figures = {.runs = 0};

	while (figures.runs < runs || figures.skipped < skipped) {
		ck_assert(!oa_deadline_passed(until));
		poll(NULL, 0, 5);
		oa_schedule_look(&site->schedule, oa_now_us(), &figures);
	}
}

static bool has_result(struct site *site)
{
	bool has_one;

	pthread_mutex_lock(&site->store.lock);
	has_one = site->store.record[0]->course.has_result;
	pthread_mutex_unlock(&site->store.lock);
	return has_one;
}

static bool never_waits(uint64_t *ret_ns)
{
	*ret_ns = 0;
	return true;
}

/* Each reading is an hour later than the one before. */
static bool always_waits(uint64_t *ret_ns)
{
	static _Atomic uint64_t hours;

	*ret_ns = (hours += 1) * UINT64_C(3600) * 1000000000;
	return true;
}

START_TEST(results_come_into_the_store)
{
	struct site site;
	uint32_t errors;

	start(&site, never_waits);
	wait_for(&site, 5, 0);
	ck_assert(has_result(&site));
	ck_assert_int_eq(oa_workers_look(&site.workers, &errors), 3);
	ck_assert_uint_eq(errors, 0);
	stop(&site);
}
END_TEST

START_TEST(what_had_no_processor_is_not_told)
{
	struct site site;
	uint32_t errors;

	start(&site, always_waits);
	wait_for(&site, 0, 5);
	ck_assert(!has_result(&site));
	oa_workers_look(&site.workers, &errors);
	ck_assert_uint_ge(errors, 1);
	stop(&site);
}
END_TEST

OA_TEST_MAIN("workers", results_come_into_the_store, what_had_no_processor_is_not_told)
