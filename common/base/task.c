/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/task.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What caller and thread share; the last of them frees it. */
struct shared {
	struct oa_task task;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool is_ended;     /* the work is done */
	bool is_abandoned; /* nobody waits any more */
};

static void free_shared(struct shared *shared)
{
	pthread_cond_destroy(&shared->ended);
	pthread_mutex_destroy(&shared->lock);
	free(shared);
}

static void *run(void *argument)
{
	struct shared *shared = argument;
	bool is_abandoned;

	shared->task.work(shared->task.data);
	pthread_mutex_lock(&shared->lock);
	shared->is_ended = true;
	is_abandoned = shared->is_abandoned;
	pthread_cond_signal(&shared->ended);
	pthread_mutex_unlock(&shared->lock);
	if (is_abandoned) {
		shared->task.release(shared->task.data);
		free_shared(shared);
	}
	return NULL;
}

static struct timespec moment_of(struct oa_deadline until)
{
	return (struct timespec){.tv_sec = (time_t)(until.at_us / 1000000),
		.tv_nsec = (long)(until.at_us % 1000000) * 1000};
}

/* Returns true if the work ended in time; else the thread is left to itself. */
static bool wait_for(struct shared *shared, struct oa_deadline until)
{
	struct timespec moment = moment_of(until);
	bool is_ended;
	int status = 0;

	pthread_mutex_lock(&shared->lock);
	while (!shared->is_ended && status == 0)
		status = pthread_cond_timedwait(&shared->ended, &shared->lock, &moment);
	is_ended = shared->is_ended;
	shared->is_abandoned = !is_ended;
	pthread_mutex_unlock(&shared->lock);
	return is_ended;
}

static struct shared *make_shared(const struct oa_task *task)
{
	struct shared *shared = calloc(1, sizeof(*shared));
	pthread_condattr_t monotonic;

	if (!shared)
		return NULL;
	shared->task = *task;
	pthread_mutex_init(&shared->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&shared->ended, &monotonic);
	pthread_condattr_destroy(&monotonic);
	return shared;
}

int oa_task_do(
	const struct oa_task *task, struct oa_deadline until, struct oa_error *err)
{
	struct shared *shared = make_shared(task);
	pthread_t thread;
	int status;

	if (!shared)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	status = pthread_create(&thread, NULL, run, shared);
	if (status) {
		free_shared(shared);
		return oa_fail(err, OA_LAYER_SYSTEM, status, "no thread: %s",
			strerror(status));
	}
	if (!wait_for(shared, until)) {
		pthread_detach(thread);
		return oa_fail(err, OA_LAYER_TIMEOUT, 0, "not done in time");
	}
	pthread_join(thread, NULL);
	free_shared(shared);
	return 0;
}
