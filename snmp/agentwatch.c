/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/agentwatch.h"

#include "common/base/text.h"

#include <time.h>

#define US_PER_S 1000000

/* What changed is saved at once, and all of it so often. */
#define SAVE_US (60 * (int64_t)US_PER_S)

/* The manager hears so often how it goes. */
#define STATUS_US (10 * (int64_t)US_PER_S)

/* What went wrong with runs is told so often. */
#define ERRORS_US (60 * (int64_t)US_PER_S)

/* A thread that has not moved for so long is late. */
#define LATE_US (30 * (int64_t)US_PER_S)

static void count(struct oa_agent *agent, const struct oa_schedule_figures *figures)
{
	struct oa_agent_counters *counters = &agent->store.counters;
	uint32_t errors;
	long limit = oa_workers_look(&agent->workers, &errors);

	pthread_mutex_lock(&agent->store.lock);
	counters->running = figures->running;
	counters->limit = (uint32_t)limit;
	counters->waiting = figures->waiting;
	counters->oldest_wait_ms = figures->oldest_wait_ms;
	counters->lag_ms = figures->lag_ms;
	counters->runs = figures->runs;
	counters->late = figures->late;
	counters->skipped = figures->skipped;
	counters->errors = errors;
	pthread_mutex_unlock(&agent->store.lock);
}

static void tell_errors(struct oa_agent *agent, int64_t now_us)
{
	uint32_t errors = agent->store.counters.errors;

	if (errors == agent->errors || now_us - agent->errors_us < ERRORS_US)
		return;
	oa_log(&agent->log, OA_LOG_WARNING,
		"%u more runs had no processor or no memory", errors - agent->errors);
	agent->errors = errors;
	agent->errors_us = now_us;
}

/* Takes a copy of the oldest change that is not yet in the log. */
static bool next_change(struct oa_agent *agent, struct oa_event *ret_event)
{
	const struct oa_event *event;

	pthread_mutex_lock(&agent->store.lock);
	event = oa_events_next(&agent->store.events, agent->logged);
	if (event)
		*ret_event = *event;
	pthread_mutex_unlock(&agent->store.lock);
	return event;
}

/* What happened, where it is no change of a status. */
static const char *const happenings[] = {
	[OA_CHANGE_FLAP_START] = "flaps",
	[OA_CHANGE_FLAP_STOP] = "flaps no more",
	[OA_CHANGE_CERT] = "another certificate",
	[OA_CHANGE_EXPIRY] = "a certificate expires soon",
	[OA_CHANGE_AGENT] = NULL,
};

/* Changes of targets are notices, the rest is for those who look closer. */
static void log_change(const struct oa_log *log, const struct oa_event *event)
{
	enum oa_log_level level = event->type == OA_CHANGE_PROBE ? OA_LOG_INFO
								 : OA_LOG_NOTICE;
	char text[sizeof(event->text) + 4] = "";

	if (event->text[0])
		oa_append(text, sizeof(text), " (%s)", event->text);
	if (happenings[event->type])
		oa_log(log, level, "%s: %s%s", event->descr, happenings[event->type],
			text);
	else
		oa_log(log, level, "%s: %s -> %s%s", event->descr,
			oa_status_label(event->from), oa_status_label(event->to), text);
}

static void log_changes(struct oa_agent *agent)
{
	struct oa_event event;

	while (next_change(agent, &event)) {
		agent->logged = event.number;
		log_change(&agent->log, &event);
	}
}

void oa_agent_save(struct oa_agent *agent)
{
	struct oa_error err;

	if (oa_keep_save(&agent->keep, &agent->store, &err) < 0)
		oa_log(&agent->log, OA_LOG_ERROR, "not saved: %s", err.text);
}

static void save(struct oa_agent *agent, int64_t now_us)
{
	bool has_news;

	pthread_mutex_lock(&agent->store.lock);
	has_news = agent->store.has_news;
	pthread_mutex_unlock(&agent->store.lock);
	if (!has_news && now_us - agent->saved_us < SAVE_US)
		return;
	agent->saved_us = now_us;
	oa_agent_save(agent);
}

static void tell_status(struct oa_agent *agent, int64_t now_us,
	const struct oa_schedule_figures *figures)
{
	uint32_t good, all;

	if (now_us - agent->status_us < STATUS_US)
		return;
	agent->status_us = now_us;
	pthread_mutex_lock(&agent->store.lock);
	all = (uint32_t)agent->store.count;
	good = oa_store_count_of(&agent->store, OA_STATUS_OK);
	pthread_mutex_unlock(&agent->store.lock);
	oa_service_tell(&agent->service,
		"STATUS=%u targets, %u of them ok; %u runs in progress, %u late", all,
		good, figures->running, figures->late);
}

/* A thread that waits for a master agent that hangs is not dead: it has no moment. */
static bool is_alive(const struct oa_agent *agent, int64_t now_us,
	const struct oa_schedule_figures *figures, int64_t limit_us)
{
	int64_t moment_us = oa_subagent_heartbeat_us(agent->subagent);

	int64_t run_us = (int64_t)(agent->file.longest * US_PER_S);

	return figures->quiet_us < limit_us + run_us &&
	       (!moment_us || now_us - moment_us < limit_us);
}

/* A library may not come back to a run whose time is over. */
static void tell_hang(struct oa_agent *agent, const struct oa_schedule_figures *figures)
{
	double limit_ms = agent->file.longest * 1000 + (double)LATE_US / 1000;
	bool is_hanging = figures->longest_run_ms > limit_ms;

	if (is_hanging && !agent->is_hang_told)
		oa_log(&agent->log, OA_LOG_WARNING,
			"a run hangs for %u s, long after its time",
			figures->longest_run_ms / 1000);
	agent->is_hang_told = is_hanging;
}

static void tell_life(struct oa_agent *agent, int64_t now_us,
	const struct oa_schedule_figures *figures)
{
	int64_t limit_us = agent->service.watchdog_us ? agent->service.watchdog_us / 2
						      : LATE_US;
	bool is_late = !is_alive(agent, now_us, figures, limit_us);

	if (is_late && !agent->is_late_told)
		oa_log(&agent->log, OA_LOG_ERROR,
			"a thread has not moved for %lld s: %u runs in progress, the "
			"longest for %u s, %u wait",
			(long long)(limit_us / US_PER_S), figures->running,
			figures->longest_run_ms / 1000, figures->waiting);
	agent->is_late_told = is_late;
	if (!is_late)
		oa_service_live(&agent->service, now_us);
}

void oa_agent_look(struct oa_agent *agent, int64_t now_us)
{
	struct oa_schedule_figures figures;

	oa_schedule_look(&agent->schedule, now_us, &figures);
	count(agent, &figures);
	tell_errors(agent, now_us);
	oa_store_tick(&agent->store, time(NULL));
	log_changes(agent);
	save(agent, now_us);
	tell_status(agent, now_us, &figures);
	tell_hang(agent, &figures);
	tell_life(agent, now_us, &figures);
}
