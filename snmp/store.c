/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/store.h"

#include "snmp/courserun.h"
#include "snmp/storenews.h"
#include "snmp/storerecord.h"

#include <errno.h>
#include <stdlib.h>

/* Until the configuration says otherwise. */
#define NOTICES_PER_MINUTE 60
#define NOTICES_MAX        1000

int oa_store_init(struct oa_store *store, size_t event_limit, struct oa_error *err)
{
	const struct oa_notice_policy policy = {
		.per_minute = NOTICES_PER_MINUTE, .limit = NOTICES_MAX};
	int number;

	*store = (struct oa_store){.notices.is_complete = true};
	if (oa_events_init(&store->events, event_limit) < 0 ||
		oa_notices_init(&store->notices, &policy) < 0) {
		oa_events_free(&store->events);
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	}
	number = pthread_mutex_init(&store->lock, NULL);
	if (!number)
		return 0;
	oa_events_free(&store->events);
	oa_notices_free(&store->notices);
	return oa_fail(err, OA_LAYER_SYSTEM, number, "no mutex");
}

/* Calls whoever sends the notices, with the lock, so that he can be taken away. */
static void wake(const struct oa_store *store, bool is_due)
{
	if (is_due && store->on_notice)
		store->on_notice(store->watcher);
}

/* The first place whose number is above the one given. */
static size_t place_above(const struct oa_store *store, uint32_t number)
{
	size_t low = 0, high = store->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (store->record[middle]->number <= number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct oa_record *find(const struct oa_store *store, uint32_t number)
{
	size_t place = place_above(store, number);

	if (!place || store->record[place - 1]->number != number)
		return NULL;
	return store->record[place - 1];
}

static bool submit(
	struct oa_store *store, struct oa_record *record, struct oa_result *result)
{
	struct oa_change changes[OA_CHANGES_MAX];
	enum oa_status before = oa_course_status(&record->course);
	int64_t when = result->ended;
	size_t count;
	bool is_due;

	count = oa_course_add(&record->course, &record->policy, result, changes);
	oa_record_account(store, record, before);
	is_due = oa_store_tell(store, record, changes, count, when);
	return oa_store_complete(store) || is_due;
}

bool oa_store_submit(struct oa_store *store, uint32_t number, struct oa_result *result)
{
	struct oa_record *record;
	bool is_due = false, is_unconfirmed = false;

	pthread_mutex_lock(&store->lock);
	record = find(store, number);
	if (record) {
		is_due = submit(store, record, result);
		is_unconfirmed = oa_course_is_unconfirmed(&record->course);
	}
	wake(store, is_due);
	pthread_mutex_unlock(&store->lock);
	if (!record)
		oa_result_free(result);
	return is_unconfirmed;
}

static bool age(struct oa_store *store, struct oa_record *record, int64_t now)
{
	struct oa_change changes[OA_CHANGES_MAX];
	enum oa_status before = oa_course_status(&record->course);
	size_t count = oa_course_age(
		&record->course, &record->policy, record->begun, now, changes);

	if (!count)
		return false;
	oa_record_account(store, record, before);
	return oa_store_tell(store, record, changes, count, now);
}

static bool judge_health(struct oa_store *store, uint32_t stale, int64_t now)
{
	static const char *const texts[] = {[OA_STATUS_OK] = "runs keep the schedule",
		[OA_STATUS_WARNING] = "runs start late",
		[OA_STATUS_CRITICAL] = "runs are skipped, or results are stale"};
	struct oa_agent_counters *counters = &store->counters;
	enum oa_status before = counters->status;

	counters->status = oa_health_judge(
		&store->health, counters->late, counters->skipped, stale, now);
	if (counters->status == before || (!before && counters->status == OA_STATUS_OK))
		return false;
	return oa_store_tell_agent(store, before ? before : OA_STATUS_OK,
		counters->status, texts[counters->status], now);
}

void oa_store_tick(struct oa_store *store, int64_t now)
{
	uint32_t stale = 0;
	bool is_due = false;

	pthread_mutex_lock(&store->lock);
	for (size_t i = 0; i < store->count; i++) {
		is_due = age(store, store->record[i], now) || is_due;
		stale += store->record[i]->course.is_stale;
	}
	is_due = oa_store_complete(store) || is_due;
	is_due = judge_health(store, stale, now) || is_due;
	wake(store, is_due);
	pthread_mutex_unlock(&store->lock);
}

const struct oa_record *oa_store_find(const struct oa_store *store, uint32_t number)
{
	return find(store, number);
}

const struct oa_record *oa_store_next(const struct oa_store *store, uint32_t number)
{
	size_t place = place_above(store, number);

	return place < store->count ? store->record[place] : NULL;
}

uint32_t oa_store_count_of(const struct oa_store *store, enum oa_status status)
{
	return store->of_status[status];
}

int oa_store_limit_events(struct oa_store *store, size_t limit, struct oa_error *err)
{
	int result;

	pthread_mutex_lock(&store->lock);
	result = oa_events_limit(&store->events, limit);
	pthread_mutex_unlock(&store->lock);
	return result < 0 ? oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory") : 0;
}

void oa_store_free(struct oa_store *store)
{
	for (size_t i = 0; i < store->count; i++)
		oa_record_free(store->record[i]);
	for (size_t i = 0; i < store->gone_count; i++)
		free(store->gone[i].name);
	free(store->record);
	free(store->gone);
	oa_events_free(&store->events);
	oa_notices_free(&store->notices);
	pthread_mutex_destroy(&store->lock);
	*store = (struct oa_store){.count = 0};
}
