/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/agentstart.h"

#include "common/base/array.h"
#include "snmp/apply.h"
#include "snmp/process.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static const char *const usual_sockets[] = {
	"unix:/run/agentx/master", "unix:/var/agentx/master"};

static void log_notes(const struct oa_log *log, const struct oa_report *notes)
{
	for (size_t i = 0; i < notes->step_count; i++)
		oa_log(log, OA_LOG_WARNING, "%s", notes->steps[i].text);
}

int oa_agent_read(
	struct oa_agent *agent, struct oa_agentfile *ret_file, struct oa_error *err)
{
	struct oa_report *notes = malloc(sizeof(*notes));
	int status;

	if (!notes)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	oa_report_init(notes);
	status = oa_agentfile_read(&agent->wish, ret_file, notes, err);
	log_notes(&agent->log, notes);
	oa_report_free(notes);
	free(notes);
	return status;
}

int oa_agent_staff(struct oa_agent *agent, struct oa_error *err)
{
	const struct oa_agentfile *file = &agent->file;
	long count = oa_agentfile_workers(file);
	struct oa_error few;

	if (count < file->needed)
		oa_log(&agent->log, OA_LOG_WARNING,
			"%ld runs at the same time are fewer than the %ld that %zu "
			"targets need if all of them time out: runs will be late then",
			count, file->needed, file->count);
	if (oa_process_allow_files(count, &few) < 0)
		oa_log(&agent->log, OA_LOG_WARNING, "%s", few.text);
	return oa_workers_set(&agent->workers, count, err);
}

/* The place is the same until the end, whatever the file says meanwhile. */
static int make_state_dir(struct oa_agent *agent, struct oa_error *err)
{
	agent->state_dir = strdup(agent->file.agent.state_dir);
	if (!agent->state_dir)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	agent->wish.state_dir = agent->state_dir;
	if (mkdir(agent->state_dir, 0700) < 0 && errno != EEXIST)
		return oa_fail(err, OA_LAYER_FILE, errno, "%s: %s", agent->state_dir,
			strerror(errno));
	return 0;
}

static int open_keep(struct oa_agent *agent, struct oa_error *err)
{
	const char *dir = agent->file.agent.state_dir;
	bool was_damaged = false;

	if (make_state_dir(agent, err) < 0 ||
		oa_keep_open(&agent->keep, dir, &agent->store, &was_damaged, err) < 0)
		return -1;
	agent->has_keep = true;
	agent->logged = agent->store.events.last;
	if (was_damaged)
		oa_log(&agent->log, OA_LOG_WARNING,
			"%s: what was remembered is damaged and set aside", dir);
	return 0;
}

const char *const *oa_agent_sockets(const struct oa_agentfile *file, size_t *ret_count)
{
	const struct oa_strings *given = &file->agent.sockets;

	*ret_count = given->count ? given->count : OA_LENGTH(usual_sockets);
	return given->count ? given->item : usual_sockets;
}

static int copy_sockets(struct oa_agent *agent, struct oa_error *err)
{
	size_t count;
	const char *const *item = oa_agent_sockets(&agent->file, &count);

	agent->sockets = calloc(count + 1, sizeof(*agent->sockets));
	for (size_t i = 0; agent->sockets && i < count; i++) {
		agent->sockets[i] = strdup(item[i]);
		if (!agent->sockets[i])
			return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	}
	return agent->sockets ? 0
			      : oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
}

/* Priorities of syslog(3) from 0 to 3 are errors here. */
static void log_line(void *context, int priority, const char *line)
{
	int level = priority - 3;

	oa_log(context,
		level < OA_LOG_ERROR   ? OA_LOG_ERROR
		: level > OA_LOG_DEBUG ? OA_LOG_DEBUG
				       : (enum oa_log_level)level,
		"%s", line);
}

static int start_subagent(struct oa_agent *agent, struct oa_error *err)
{
	double ping = agent->file.agent.ping;
	struct oa_subagent_plan plan = {.root = agent->file.root,
		.ping_seconds = ping < 1 ? 1 : (unsigned)ping,
		.log = log_line,
		.log_context = &agent->log};

	if (copy_sockets(agent, err) < 0)
		return -1;
	plan.sockets = (const char *const *)agent->sockets;
	return oa_subagent_start(&agent->subagent, &plan, &agent->store, err);
}

int oa_agent_start(struct oa_agent *agent, struct oa_error *err)
{
	agent->log.level = (enum oa_log_level)agent->file.agent.log_level;
	agent->store.counters.started = time(NULL);
	if (open_keep(agent, err) < 0 ||
		oa_apply(&agent->file, &agent->store, &agent->schedule, err) < 0 ||
		start_subagent(agent, err) < 0 || oa_agent_staff(agent, err) < 0)
		return -1;
	oa_log(&agent->log, OA_LOG_NOTICE, "%zu targets, %ld workers, state in %s",
		agent->file.count, oa_agentfile_workers(&agent->file),
		agent->file.agent.state_dir);
	oa_service_tell(
		&agent->service, "READY=1\nSTATUS=%zu targets", agent->file.count);
	return 0;
}
