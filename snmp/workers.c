/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/workers.h"

#include "common/net/tls.h"
#include "snmp/watch.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

void oa_workers_init(struct oa_workers *workers, struct oa_schedule *schedule,
	struct oa_store *store)
{
	pthread_condattr_t monotonic;

	*workers = (struct oa_workers){.schedule = schedule,
		.store = store,
		.read_waited = oa_waited_of_thread};
	pthread_mutex_init(&workers->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&workers->gone, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

static void count_error(struct oa_workers *workers)
{
	pthread_mutex_lock(&workers->lock);
	workers->errors++;
	pthread_mutex_unlock(&workers->lock);
}

/* Runs the target; returns false if the result is void, for want of a processor.  One
 * look has no next run that could say more. */
static bool run_watch(struct oa_workers *workers, const struct oa_watch *watch,
	struct oa_result *ret_result)
{
	struct oa_starved starved;

	oa_starved_begin(&starved, workers->read_waited, oa_now_us());
	if (!oa_watch_run(watch, ret_result))
		count_error(workers);
	return ret_result->status == OA_STATUS_OK || workers->schedule->is_once ||
	       !oa_starved_end(&starved, oa_now_us());
}

static void run_turn(struct oa_workers *workers, const struct oa_turn *turn)
{
	const struct oa_watch *watch = turn->subject;
	enum oa_turn_end end = OA_TURN_DONE;
	struct oa_result result;

	if (!run_watch(workers, watch, &result)) {
		count_error(workers);
		oa_result_free(&result);
		end = OA_TURN_VOID;
	} else if (oa_store_submit(workers->store, watch->number, &result)) {
		end = OA_TURN_SOON;
	}
	oa_schedule_done(workers->schedule, turn, end, oa_now_us());
}

/* Returns true, with this worker no longer counted, if there are too many. */
static bool is_too_many(struct oa_workers *workers)
{
	bool is_so;

	pthread_mutex_lock(&workers->lock);
	is_so = workers->count > workers->wanted;
	workers->count -= is_so;
	pthread_mutex_unlock(&workers->lock);
	return is_so;
}

static void leave(struct oa_workers *workers)
{
	pthread_mutex_lock(&workers->lock);
	workers->count--;
	pthread_cond_broadcast(&workers->gone);
	pthread_mutex_unlock(&workers->lock);
}

static void *work(void *data);

/* The lock is held. */
static int start(struct oa_workers *workers, struct oa_error *err)
{
	pthread_attr_t detached;
	pthread_t thread;
	int status;

	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	status = pthread_create(&thread, &detached, work, workers);
	pthread_attr_destroy(&detached);
	if (status)
		return oa_fail(err, OA_LAYER_SYSTEM, status, "no thread: %s",
			strerror(status));
	workers->count++;
	return 0;
}

/* Leaves somebody behind who waits for the next turn. */
static void start_another(struct oa_workers *workers)
{
	pthread_mutex_lock(&workers->lock);
	if (workers->count < workers->wanted && start(workers, NULL) < 0)
		workers->errors++;
	pthread_mutex_unlock(&workers->lock);
}

static void *work(void *data)
{
	struct oa_workers *workers = data;
	struct oa_turn turn;

	while (oa_schedule_next(workers->schedule, &turn)) {
		if (turn.is_alone)
			start_another(workers);
		run_turn(workers, &turn);
		if (is_too_many(workers))
			return NULL;
	}
	oa_tls_leave_thread();
	leave(workers);
	return NULL;
}

int oa_workers_set(struct oa_workers *workers, long wanted, struct oa_error *err)
{
	int status = 0;

	pthread_mutex_lock(&workers->lock);
	workers->wanted = wanted;
	if (!workers->count && wanted)
		status = start(workers, err);
	pthread_mutex_unlock(&workers->lock);
	return status;
}

long oa_workers_look(struct oa_workers *workers, uint32_t *ret_errors)
{
	long wanted;

	pthread_mutex_lock(&workers->lock);
	wanted = workers->wanted;
	*ret_errors = workers->errors;
	pthread_mutex_unlock(&workers->lock);
	return wanted;
}

bool oa_workers_join(struct oa_workers *workers, struct oa_deadline until)
{
	struct timespec moment = {.tv_sec = (time_t)(until.at_us / 1000000),
		.tv_nsec = (long)(until.at_us % 1000000) * 1000};
	int status = 0;
	bool are_gone;

	pthread_mutex_lock(&workers->lock);
	while (workers->count && status == 0)
		status = pthread_cond_timedwait(
			&workers->gone, &workers->lock, &moment);
	are_gone = workers->count == 0;
	pthread_mutex_unlock(&workers->lock);
	return are_gone;
}
