/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/schedule.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* First runs begin no faster than this, and all within a minute. */
#define FIRST_GAP_US 100000
#define FIRST_MAX_US 60000000

/* The targets that shall be, while they are put together. */
struct setting {
	struct oa_schedule *schedule;
	const struct oa_schedule_entry *entry;
	size_t count;
	struct oa_slot **slot; /* by place of the entry: that of before, or a new one */
	size_t new_count;
};

static int compare(const void *a, const void *b)
{
	const struct oa_slot *const *left = a, *const *right = b;

	return strcmp((*left)->name, (*right)->name);
}

static struct oa_slot *find(const struct oa_schedule *schedule, const char *name)
{
	size_t low = 0, high = schedule->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(schedule->slot[middle]->name, name);

		if (order == 0)
			return schedule->slot[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* New slots are known by having no subject. */
static int gather(struct setting *setting)
{
	for (size_t i = 0; i < setting->count; i++) {
		const char *name = setting->entry[i].name;
		struct oa_slot *slot = find(setting->schedule, name);

		if (!slot) {
			slot = oa_slot_new(name);
			setting->new_count++;
		}
		if (!slot)
			return -1;
		setting->slot[i] = slot;
	}
	return oa_queue_reserve(&setting->schedule->queue, setting->count);
}

static void drop(struct setting *setting)
{
	for (size_t i = 0; setting->slot && i < setting->count; i++)
		if (setting->slot[i] && !setting->slot[i]->subject)
			oa_slot_free(setting->slot[i]);
	free(setting->slot);
}

/* Slots that are wanted again lose their old subject here; the others go. */
static void leave_old(const struct setting *setting)
{
	struct oa_schedule *schedule = setting->schedule;

	for (size_t i = 0; i < schedule->count; i++)
		schedule->slot[i]->is_gone = true;
	for (size_t i = 0; i < setting->count; i++)
		setting->slot[i]->is_gone = false;
	for (size_t i = 0; i < schedule->count; i++) {
		struct oa_slot *slot = schedule->slot[i];

		schedule->release(slot->subject);
		if (slot->is_gone && !slot->is_running)
			oa_slot_free(slot);
	}
	free(schedule->slot);
	schedule->queue.count = 0;
}

static int64_t spread(const struct setting *setting)
{
	size_t count = setting->new_count;

	return count > FIRST_MAX_US / FIRST_GAP_US ? FIRST_MAX_US
						   : (int64_t)count * FIRST_GAP_US;
}

static void place(const struct setting *setting, size_t i, int64_t now_us)
{
	const struct oa_schedule_entry *entry = &setting->entry[i];
	struct oa_slot *slot = setting->slot[i];
	int64_t interval_us = slot->rhythm.interval_us;

	oa_rhythm_init(&slot->rhythm, entry->name, entry->interval, entry->retry);
	if (slot->rhythm.interval_us != interval_us) {
		slot->is_first = true;
		slot->due_us = setting->schedule->is_once
				       ? now_us
				       : oa_rhythm_first(&slot->rhythm, now_us,
						 spread(setting));
	}
	slot->subject = entry->subject;
	setting->schedule->retain(slot->subject);
	if (!slot->is_running)
		oa_queue_push(&setting->schedule->queue, slot);
}

static void commit(struct setting *setting, int64_t now_us)
{
	struct oa_schedule *schedule = setting->schedule;

	leave_old(setting);
	for (size_t i = 0; i < setting->count; i++)
		place(setting, i, now_us);
	if (setting->count)
		qsort(setting->slot, setting->count, sizeof(struct oa_slot *), compare);
	schedule->slot = setting->slot;
	schedule->count = setting->count;
	pthread_cond_signal(&schedule->moment);
}

int oa_schedule_set(struct oa_schedule *schedule, const struct oa_schedule_entry *entry,
	size_t count, int64_t now_us, struct oa_error *err)
{
	struct setting setting = {.schedule = schedule,
		.entry = entry,
		.count = count,
		.slot = calloc(count + 1, sizeof(struct oa_slot *))};
	int status;

	pthread_mutex_lock(&schedule->lock);
	status = setting.slot ? gather(&setting) : -1;
	if (status == 0)
		commit(&setting, now_us);
	else
		drop(&setting);
	pthread_mutex_unlock(&schedule->lock);
	return status < 0 ? oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory") : 0;
}
