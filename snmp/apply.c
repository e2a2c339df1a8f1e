/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/apply.h"

#include "common/base/deadline.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

static int out_of_memory(struct oa_error *err)
{
	return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
}

static int number_targets(
	const struct oa_agentfile *file, struct oa_store *store, struct oa_error *err)
{
	struct oa_store_target *target = calloc(file->count + 1, sizeof(*target));
	uint32_t *number = calloc(file->count + 1, sizeof(*number));
	int status = -1;

	for (size_t i = 0; target && i < file->count; i++)
		target[i] = file->watch[i]->target;
	if (target && number)
		status = oa_store_configure(
			store, target, file->count, time(NULL), number, err);
	else
		(void)out_of_memory(err);
	for (size_t i = 0; status == 0 && i < file->count; i++)
		file->watch[i]->number = number[i];
	free(number);
	free(target);
	return status;
}

static int set_policy(const struct oa_agent_settings *agent, struct oa_store *store,
	struct oa_error *err)
{
	const struct oa_notice_policy policy = {
		.has_probes = agent->notify == OA_NOTIFY_PROBES,
		.per_minute = agent->notify == OA_NOTIFY_OFF
				      ? 0
				      : (uint32_t)agent->notify_per_minute,
		.limit = (size_t)agent->notify_queue};
	int status;

	pthread_mutex_lock(&store->lock);
	status = oa_notices_set(&store->notices, &policy);
	store->counters.config_loaded = time(NULL);
	pthread_mutex_unlock(&store->lock);
	if (status < 0)
		return out_of_memory(err);
	return oa_store_limit_events(store, (size_t)agent->events, err);
}

static int set_times(const struct oa_agentfile *file, struct oa_schedule *schedule,
	struct oa_error *err)
{
	struct oa_schedule_entry *entry = calloc(file->count + 1, sizeof(*entry));
	int status;

	if (!entry)
		return out_of_memory(err);
	for (size_t i = 0; i < file->count; i++) {
		struct oa_watch *watch = file->watch[i];

		entry[i] = (struct oa_schedule_entry){.name = watch->name,
			.interval = watch->target.policy.interval,
			.retry = watch->target.policy.retry,
			.subject = watch};
	}
	status = oa_schedule_set(schedule, entry, file->count, oa_now_us(), err);
	free(entry);
	return status;
}

int oa_apply(const struct oa_agentfile *file, struct oa_store *store,
	struct oa_schedule *schedule, struct oa_error *err)
{
	if (number_targets(file, store, err) < 0 ||
		set_policy(&file->agent, store, err) < 0)
		return -1;
	return set_times(file, schedule, err);
}
