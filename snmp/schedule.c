/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/schedule.h"

#include "common/base/deadline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define US_PER_S  1000000
#define US_PER_MS 1000

/* A start is late after this share of the interval, but not before a second. */
#define LATE_PARTS 10

void oa_schedule_init(struct oa_schedule *schedule, bool is_once,
	void (*retain)(void *subject), void (*release)(void *subject))
{
	pthread_condattr_t monotonic;

	*schedule = (struct oa_schedule){
		.is_once = is_once, .retain = retain, .release = release};
	pthread_mutex_init(&schedule->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&schedule->moment, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

static bool is_late(const struct oa_slot *slot, int64_t delay_us)
{
	int64_t allowed_us = slot->rhythm.interval_us / LATE_PARTS;

	return delay_us > (allowed_us > US_PER_S ? allowed_us : US_PER_S);
}

bool oa_schedule_take(struct oa_schedule *schedule, int64_t now_us,
	struct oa_turn *ret_turn, int64_t *ret_wait_us)
{
	struct oa_slot *slot = oa_queue_first(&schedule->queue);
	int64_t delay_us = slot ? now_us - slot->due_us : 0;

	if (!slot || delay_us < 0) {
		*ret_wait_us = slot ? -delay_us : -1;
		return false;
	}
	oa_queue_pop(&schedule->queue);
	slot->is_running = true;
	slot->begun_us = now_us;
	if (!schedule->is_once) {
		oa_lag_add(&schedule->lag, now_us, delay_us);
		schedule->late += is_late(slot, delay_us);
	}
	schedule->running++;
	schedule->moved_us = now_us;
	schedule->retain(slot->subject);
	*ret_turn = (struct oa_turn){.slot = slot, .subject = slot->subject};
	return true;
}

/* Calls the worker that became idle last: his memory is still at hand, and that of
 * those who wait longer is not even touched.  Returns false if nobody is idle. */
static bool call_idle(struct oa_schedule *schedule)
{
	struct oa_idle *idle = schedule->idle;

	if (!idle)
		return false;
	schedule->idle = idle->next;
	idle->is_called = true;
	pthread_cond_signal(&idle->called);
	return true;
}

static void be_idle(struct oa_schedule *schedule)
{
	struct oa_idle self = {.next = schedule->idle};

	pthread_cond_init(&self.called, NULL);
	schedule->idle = &self;
	while (!self.is_called)
		pthread_cond_wait(&self.called, &schedule->lock);
	pthread_cond_destroy(&self.called);
}

static void wait_for_moment(struct oa_schedule *schedule, int64_t wait_us)
{
	int64_t until_us = oa_now_us() + wait_us;
	struct timespec until = {.tv_sec = (time_t)(until_us / US_PER_S),
		.tv_nsec = (long)(until_us % US_PER_S) * 1000};

	schedule->has_waiter = true;
	if (wait_us < 0)
		pthread_cond_wait(&schedule->moment, &schedule->lock);
	else
		pthread_cond_timedwait(&schedule->moment, &schedule->lock, &until);
	schedule->has_waiter = false;
}

static bool is_finished(const struct oa_schedule *schedule)
{
	return schedule->is_over ||
	       (schedule->is_once && !oa_queue_first(&schedule->queue));
}

/* One worker waits for the moment, and the others for his place: else each moment would
 * wake them all. */
bool oa_schedule_next(struct oa_schedule *schedule, struct oa_turn *ret_turn)
{
	bool has_turn = false;
	int64_t wait_us;

	pthread_mutex_lock(&schedule->lock);
	while (!has_turn && !is_finished(schedule)) {
		has_turn = oa_schedule_take(schedule, oa_now_us(), ret_turn, &wait_us);
		if (has_turn)
			ret_turn->is_alone = !schedule->has_waiter &&
					     !call_idle(schedule);
		else if (schedule->has_waiter)
			be_idle(schedule);
		else
			wait_for_moment(schedule, wait_us);
	}
	while (is_finished(schedule) && call_idle(schedule))
		;
	pthread_mutex_unlock(&schedule->lock);
	return has_turn;
}

static void queue_again(struct oa_schedule *schedule, struct oa_slot *slot,
	bool is_soon, int64_t now_us)
{
	const struct oa_rhythm *rhythm = &slot->rhythm;
	int64_t not_before_us = slot->is_first ? slot->due_us + rhythm->interval_us / 2
					       : 0;
	const struct oa_slot *first = oa_queue_first(&schedule->queue);

	slot->due_us = oa_rhythm_next(rhythm, slot->due_us, now_us, not_before_us,
		is_soon, &schedule->skipped);
	slot->is_first = false;
	oa_queue_push(&schedule->queue, slot);
	if (first != oa_queue_first(&schedule->queue))
		pthread_cond_signal(&schedule->moment);
}

void oa_schedule_done(struct oa_schedule *schedule, const struct oa_turn *turn,
	enum oa_turn_end end, int64_t now_us)
{
	struct oa_slot *slot = turn->slot;

	pthread_mutex_lock(&schedule->lock);
	slot->is_running = false;
	schedule->running--;
	schedule->runs += end != OA_TURN_VOID;
	schedule->skipped += end == OA_TURN_VOID;
	schedule->moved_us = now_us;
	if (slot->is_gone)
		oa_slot_free(slot);
	else if (!schedule->is_once)
		queue_again(schedule, slot, end == OA_TURN_SOON, now_us);
	pthread_mutex_unlock(&schedule->lock);
	schedule->release(turn->subject);
}

static uint32_t longest_run(const struct oa_schedule *schedule, int64_t now_us)
{
	int64_t longest_us = 0;

	for (size_t i = 0; i < schedule->count; i++) {
		const struct oa_slot *slot = schedule->slot[i];

		if (slot->is_running && now_us - slot->begun_us > longest_us)
			longest_us = now_us - slot->begun_us;
	}
	return (uint32_t)(longest_us / US_PER_MS);
}

void oa_schedule_look(struct oa_schedule *schedule, int64_t now_us,
	struct oa_schedule_figures *ret_figures)
{
	const struct oa_slot *first;

	pthread_mutex_lock(&schedule->lock);
	first = oa_queue_first(&schedule->queue);
	*ret_figures = (struct oa_schedule_figures){.running = schedule->running,
		.waiting = (uint32_t)oa_queue_count_due(&schedule->queue, now_us),
		.lag_ms = oa_lag_longest(&schedule->lag, now_us),
		.runs = schedule->runs,
		.late = schedule->late,
		.skipped = schedule->skipped,
		.longest_run_ms = longest_run(schedule, now_us)};
	if (ret_figures->waiting) {
		int64_t wait_us = now_us - first->due_us;
		int64_t quiet_us = now_us - schedule->moved_us;

		ret_figures->oldest_wait_ms = (uint32_t)(wait_us / US_PER_MS);
		ret_figures->quiet_us = quiet_us < wait_us ? quiet_us : wait_us;
	}
	pthread_mutex_unlock(&schedule->lock);
}

void oa_schedule_stop(struct oa_schedule *schedule)
{
	pthread_mutex_lock(&schedule->lock);
	schedule->is_over = true;
	pthread_cond_broadcast(&schedule->moment);
	while (call_idle(schedule))
		;
	pthread_mutex_unlock(&schedule->lock);
}

void oa_schedule_free(struct oa_schedule *schedule)
{
	for (size_t i = 0; i < schedule->count; i++) {
		schedule->release(schedule->slot[i]->subject);
		oa_slot_free(schedule->slot[i]);
	}
	free(schedule->slot);
	oa_queue_free(&schedule->queue);
	pthread_cond_destroy(&schedule->moment);
	pthread_mutex_destroy(&schedule->lock);
}
