/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/deadline.h"
#include "snmp/schedule.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>

#define S INT64_C(1000000)

/* A target of the tests: how many hold it. */
struct subject {
	char name[32];
	int references;
};

static void retain(void *data)
{
	((struct subject *)data)->references++;
}

static void release(void *data)
{
	struct subject *subject = data;

	ck_assert_int_gt(subject->references, 0);
	subject->references--;
}

/* The first count subjects, one interval for all. */
static void set(struct oa_schedule *schedule, struct subject *subject, size_t count,
	double interval, int64_t now_us)
{
	struct oa_schedule_entry entry[64];

	for (size_t i = 0; i < count; i++) {
		snprintf(subject[i].name, sizeof(subject[i].name), "t%zu", i);
		entry[i] = (struct oa_schedule_entry){.name = subject[i].name,
			.interval = interval,
			.retry = 5,
			.subject = &subject[i]};
	}
	ck_assert_int_eq(oa_schedule_set(schedule, entry, count, now_us, NULL), 0);
}

/* Takes the turn that is due. */
static bool take(struct oa_schedule *schedule, int64_t now_us, struct oa_turn *turn)
{
	int64_t wait_us;
	bool has_turn;

	pthread_mutex_lock(&schedule->lock);
	has_turn = oa_schedule_take(schedule, now_us, turn, &wait_us);
	pthread_mutex_unlock(&schedule->lock);
	return has_turn;
}

static int64_t wait_at(struct oa_schedule *schedule, int64_t now_us)
{
	struct oa_turn turn;
	int64_t wait_us;

	ck_assert(!oa_schedule_take(schedule, now_us, &turn, &wait_us));
	return wait_us;
}

/* A minute of runs that take no time; returns how many there were. */
static unsigned run_minute(struct oa_schedule *schedule, int64_t from_us)
{
	unsigned runs = 0;

	for (int64_t now = from_us; now < from_us + 60 * S; now += S / 10) {
		struct oa_turn turn;

		while (take(schedule, now, &turn)) {
			oa_schedule_done(schedule, &turn, OA_TURN_DONE, now);
			runs++;
		}
	}
	return runs;
}

START_TEST(every_target_runs_once_in_its_interval)
{
	struct subject subject[40] = {{.references = 0}};
	struct oa_schedule schedule;
	struct oa_schedule_figures figures;
	unsigned runs;

	oa_schedule_init(&schedule, false, retain, release);
	set(&schedule, subject, 40, 60, 1000 * S);
	runs = run_minute(&schedule, 1000 * S);
	ck_assert_uint_ge(runs, 40);
	ck_assert_uint_lt(runs, 80);
	for (int64_t minute = 1; minute < 10; minute++)
		ck_assert_uint_eq(run_minute(&schedule, (1000 + 60 * minute) * S), 40);
	oa_schedule_look(&schedule, 1600 * S, &figures);
	ck_assert_uint_eq(figures.late, 0);
	ck_assert_uint_eq(figures.skipped, 0);
	ck_assert_uint_eq(figures.runs, runs + 9 * 40);
	ck_assert_uint_le(figures.lag_ms, 100);
	oa_schedule_free(&schedule);
	for (size_t i = 0; i < 40; i++)
		ck_assert_int_eq(subject[i].references, 0);
}
END_TEST

START_TEST(late_and_skipped_runs_are_counted)
{
	struct subject subject[1] = {{.references = 0}};
	struct oa_schedule schedule;
	struct oa_schedule_figures figures;
	struct oa_turn turn;
	int64_t due;

	oa_schedule_init(&schedule, false, retain, release);
	set(&schedule, subject, 1, 60, 1000 * S);
	ck_assert(take(&schedule, 1001 * S, &turn));
	oa_schedule_done(&schedule, &turn, OA_TURN_DONE, 1002 * S);
	due = 1002 * S + wait_at(&schedule, 1002 * S);
	oa_schedule_look(&schedule, due + 7 * S, &figures);
	ck_assert_uint_eq(figures.waiting, 1);
	ck_assert_uint_eq(figures.oldest_wait_ms, 7000);
	ck_assert_int_eq(figures.quiet_us, 7 * S);
	ck_assert(take(&schedule, due + 7 * S, &turn));
	oa_schedule_look(&schedule, due + 8 * S, &figures);
	ck_assert_uint_eq(figures.running, 1);
	ck_assert_uint_eq(figures.waiting, 0);
	ck_assert_uint_eq(figures.late, 1);
	ck_assert_uint_eq(figures.lag_ms, 7000);
	ck_assert_uint_eq(figures.longest_run_ms, 1000);
	oa_schedule_done(&schedule, &turn, OA_TURN_DONE, due + 130 * S);
	oa_schedule_look(&schedule, due + 130 * S, &figures);
	ck_assert_uint_eq(figures.skipped, 2);
	ck_assert_uint_eq(figures.lag_ms, 0);
	ck_assert_int_eq(wait_at(&schedule, due + 130 * S), 50 * S);
	oa_schedule_free(&schedule);
}
END_TEST

START_TEST(a_failure_is_looked_at_again_soon)
{
	struct subject subject[1] = {{.references = 0}};
	struct oa_schedule schedule;
	struct oa_turn turn;

	oa_schedule_init(&schedule, false, retain, release);
	set(&schedule, subject, 1, 3600, 1000 * S);
	ck_assert(take(&schedule, 1001 * S, &turn));
	oa_schedule_done(&schedule, &turn, OA_TURN_SOON, 1002 * S);
	ck_assert_int_eq(wait_at(&schedule, 1002 * S), 5 * S);
	oa_schedule_free(&schedule);
}
END_TEST

START_TEST(a_void_run_is_one_left_out)
{
	struct subject subject[1] = {{.references = 0}};
	struct oa_schedule schedule;
	struct oa_schedule_figures figures;
	struct oa_turn turn;

	oa_schedule_init(&schedule, false, retain, release);
	set(&schedule, subject, 1, 3600, 1000 * S);
	ck_assert(take(&schedule, 1001 * S, &turn));
	oa_schedule_done(&schedule, &turn, OA_TURN_VOID, 1002 * S);
	oa_schedule_look(&schedule, 1002 * S, &figures);
	ck_assert_uint_eq(figures.runs, 0);
	ck_assert_uint_eq(figures.skipped, 1);
	ck_assert_int_gt(wait_at(&schedule, 1002 * S), 5 * S);
	oa_schedule_free(&schedule);
}
END_TEST

START_TEST(a_reload_keeps_the_places)
{
	struct subject old[3] = {{.references = 0}}, new[3] = {{.references = 0}};
	struct oa_schedule schedule;
	struct oa_turn turn, other;
	int64_t wait;

	oa_schedule_init(&schedule, false, retain, release);
	set(&schedule, old, 1, 60, 1000 * S);
	ck_assert(take(&schedule, 1001 * S, &turn));
	oa_schedule_done(&schedule, &turn, OA_TURN_DONE, 1002 * S);
	wait = wait_at(&schedule, 1003 * S);
	set(&schedule, new, 1, 60, 1003 * S);
	ck_assert_int_eq(wait_at(&schedule, 1003 * S), wait);
	ck_assert_int_eq(old[0].references, 0);
	ck_assert(take(&schedule, 1003 * S + wait, &turn));
	ck_assert_ptr_eq(turn.subject, &new[0]);
	/* what runs is not begun a second time, and outlives its configuration */
	set(&schedule, old, 1, 30, 1100 * S);
	ck_assert(!take(&schedule, 1200 * S, &other));
	ck_assert_int_eq(new[0].references, 1);
	oa_schedule_done(&schedule, &turn, OA_TURN_DONE, 1200 * S);
	ck_assert_int_eq(new[0].references, 0);
	ck_assert_int_le(wait_at(&schedule, 1200 * S), 30 * S);
	oa_schedule_free(&schedule);
	ck_assert_int_eq(old[0].references, 0);
}
END_TEST

START_TEST(a_target_that_goes_runs_no_more)
{
	struct subject subject[3] = {{.references = 0}};
	struct oa_schedule schedule;
	struct oa_turn turn;

	oa_schedule_init(&schedule, false, retain, release);
	set(&schedule, subject, 3, 60, 1000 * S);
	ck_assert(take(&schedule, 1001 * S, &turn));
	set(&schedule, subject, 0, 60, 1001 * S);
	ck_assert_int_eq(wait_at(&schedule, 2000 * S), -1);
	oa_schedule_done(&schedule, &turn, OA_TURN_DONE, 1002 * S);
	ck_assert_int_eq(wait_at(&schedule, 2000 * S), -1);
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(subject[i].references, 0);
	oa_schedule_free(&schedule);
}
END_TEST

static void *go_round(void *data)
{
	struct oa_schedule *schedule = data;
	struct oa_turn turn;

	while (oa_schedule_next(schedule, &turn))
		oa_schedule_done(schedule, &turn, OA_TURN_DONE, oa_now_us());
	return NULL;
}

START_TEST(once_is_one_turn_for_each)
{
	struct subject subject[50] = {{.references = 0}};
	struct oa_schedule schedule;
	struct oa_schedule_figures figures;
	pthread_t thread[4];

	oa_schedule_init(&schedule, true, retain, release);
	set(&schedule, subject, 50, 60, oa_now_us());
	for (size_t i = 0; i < 4; i++)
		pthread_create(&thread[i], NULL, go_round, &schedule);
	for (size_t i = 0; i < 4; i++)
		pthread_join(thread[i], NULL);
	oa_schedule_look(&schedule, oa_now_us(), &figures);
	ck_assert_uint_eq(figures.runs, 50);
	ck_assert_uint_eq(figures.late, 0);
	oa_schedule_free(&schedule);
}
END_TEST

START_TEST(everybody_is_sent_home)
{
	struct subject subject[2] = {{.references = 0}};
	struct oa_schedule schedule;
	pthread_t thread[4];

	oa_schedule_init(&schedule, false, retain, release);
	for (size_t i = 0; i < 4; i++)
		pthread_create(&thread[i], NULL, go_round, &schedule);
	set(&schedule, subject, 2, 0.05, oa_now_us());
	for (struct oa_schedule_figures figures = {.runs = 0}; figures.runs < 20;)
		oa_schedule_look(&schedule, oa_now_us(), &figures);
	oa_schedule_stop(&schedule);
	for (size_t i = 0; i < 4; i++)
		pthread_join(thread[i], NULL);
	oa_schedule_free(&schedule);
}
END_TEST

OA_TEST_MAIN("schedule", every_target_runs_once_in_its_interval,
	late_and_skipped_runs_are_counted, a_failure_is_looked_at_again_soon,
	a_void_run_is_one_left_out, a_reload_keeps_the_places,
	a_target_that_goes_runs_no_more, once_is_one_turn_for_each,
	everybody_is_sent_home)
