/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/task.h"
#include "tests/unit/runner.h"

#include <errno.h>
#include <semaphore.h>
#include <stdbool.h>
#include <time.h>

/* Work that waits for the test, and tells it when it is over. */
struct work {
	sem_t may_end;
	sem_t was_released;
	bool is_done;
};

static void work(void *data)
{
	struct work *it = data;

	while (sem_wait(&it->may_end) < 0 && errno == EINTR)
		;
	it->is_done = true;
}

static void release(void *data)
{
	struct work *it = data;

	sem_post(&it->was_released);
}

static void set_up(struct work *it, unsigned may_end)
{
	sem_init(&it->may_end, 0, may_end);
	sem_init(&it->was_released, 0, 0);
	it->is_done = false;
}

static void tear_down(struct work *it)
{
	sem_destroy(&it->may_end);
	sem_destroy(&it->was_released);
}

START_TEST(work_that_ends_in_time_is_given_back)
{
	struct work it;
	const struct oa_task task = {work, release, &it};
	int released;

	set_up(&it, 1);
	ck_assert_int_eq(oa_task_do(&task, oa_deadline_in(10), NULL), 0);
	ck_assert(it.is_done);
	sem_getvalue(&it.was_released, &released);
	ck_assert_int_eq(released, 0);
	tear_down(&it);
}
END_TEST

START_TEST(work_that_blocks_is_left_behind)
{
	struct work it;
	const struct oa_task task = {work, release, &it};
	int64_t start_us = oa_now_us();
	struct oa_error err = {0};
	struct timespec limit;

	set_up(&it, 0);
	ck_assert_int_eq(oa_task_do(&task, oa_deadline_in(0.05), &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_TIMEOUT);
	ck_assert(oa_seconds_since(start_us) < 5);
	ck_assert(!it.is_done);
	sem_post(&it.may_end);
	clock_gettime(CLOCK_REALTIME, &limit);
	limit.tv_sec += 10;
	ck_assert_int_eq(sem_timedwait(&it.was_released, &limit), 0);
	ck_assert(it.is_done);
	tear_down(&it);
}
END_TEST

START_TEST(a_deadline_that_has_passed_waits_no_more)
{
	struct work it;
	const struct oa_task task = {work, release, &it};
	struct oa_error err = {0};

	set_up(&it, 0);
	ck_assert_int_eq(oa_task_do(&task, oa_deadline_in(-1), &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_TIMEOUT);
	sem_post(&it.may_end);
	while (sem_wait(&it.was_released) < 0 && errno == EINTR)
		;
	tear_down(&it);
}
END_TEST

OA_TEST_MAIN("task", work_that_ends_in_time_is_given_back,
	work_that_blocks_is_left_behind, a_deadline_that_has_passed_waits_no_more)
