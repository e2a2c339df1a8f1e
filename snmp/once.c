/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/once.h"

#include "snmp/apply.h"
#include "snmp/dump.h"
#include "snmp/keep.h"
#include "snmp/process.h"
#include "snmp/workers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Longer than any run may take. */
#define FOREVER_S (100 * 86400.0)

/* Orders states by their weight: OK, UNKNOWN, WARNING, CRITICAL. */
static int weight_of(enum oa_status status)
{
	switch (status) {
	case OA_STATUS_OK:
		return 0;
	case OA_STATUS_WARNING:
		return 2;
	case OA_STATUS_CRITICAL:
		return 3;
	default:
		return 1;
	}
}

static int exit_code(const struct oa_store *store)
{
	static const int codes[] = {0, 3, 1, 2};
	int worst = 0;

	for (size_t i = 0; i < store->count; i++) {
		int weight = weight_of(store->record[i]->course.newest);

		worst = weight > worst ? weight : worst;
	}
	return codes[worst];
}

/* Checks remember refused passwords below this directory. */
static int need_state_dir(const char *dir, struct oa_error *err)
{
	if ((mkdir(dir, 0700) < 0 && errno != EEXIST) || access(dir, W_OK | X_OK) < 0)
		return oa_fail(err, OA_LAYER_FILE, errno, "%s: %s (--state-dir)", dir,
			strerror(errno));
	return 0;
}

static int run_all(struct oa_schedule *schedule, struct oa_store *store, long count,
	struct oa_error *err)
{
	struct oa_workers workers;

	oa_workers_init(&workers, schedule, store);
	/* what cannot be opened then is a finding of the run */
	(void)oa_process_allow_files(count, NULL);
	if (oa_workers_set(&workers, count, err) < 0) {
		oa_schedule_stop(schedule);
		oa_workers_join(&workers, oa_deadline_in(FOREVER_S));
		return -1;
	}
	oa_workers_join(&workers, oa_deadline_in(FOREVER_S));
	store->counters.runs = (uint32_t)schedule->runs;
	store->counters.limit = (uint32_t)count;
	return 0;
}

static int look(const struct oa_agentfile_wish *wish, const struct oa_agentfile *file,
	struct oa_store *store, struct oa_schedule *schedule, struct oa_error *err)
{
	long workers = oa_agentfile_workers(file);

	store->counters.started = time(NULL);
	if (oa_keep_peek(file->agent.state_dir, store, err) < 0 ||
		oa_apply(file, store, schedule, err) < 0)
		return -1;
	if (!wish->is_once)
		return 0;
	if (need_state_dir(file->agent.state_dir, err) < 0)
		return -1;
	return run_all(schedule, store,
		workers < (long)file->count ? workers : (long)file->count, err);
}

static char *look_and_dump(const struct oa_agentfile_wish *wish,
	const struct oa_agentfile *file, int *ret_code, struct oa_error *err)
{
	struct oa_schedule schedule;
	struct oa_store store;
	char *text = NULL;

	if (oa_store_init(&store, (size_t)file->agent.events, err) < 0)
		return NULL;
	oa_schedule_init(&schedule, true, oa_watch_retain, oa_watch_release);
	if (look(wish, file, &store, &schedule, err) == 0) {
		text = oa_dump_rows(&store, time(NULL));
		if (!text)
			(void)oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
		*ret_code = wish->is_once ? exit_code(&store) : 0;
	}
	oa_schedule_free(&schedule);
	oa_store_free(&store);
	return text;
}

char *oa_once(const struct oa_agentfile_wish *wish, struct oa_report *notes,
	int *ret_code, struct oa_error *err)
{
	struct oa_agentfile file;
	char *text;

	if (oa_agentfile_read(wish, &file, notes, err) < 0)
		return NULL;
	text = look_and_dump(wish, &file, ret_code, err);
	oa_agentfile_free(&file);
	return text;
}
