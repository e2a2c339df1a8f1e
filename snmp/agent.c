/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/agent.h"

#include "snmp/agentstart.h"
#include "snmp/agentwatch.h"
#include "snmp/apply.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A restart may mend the one, and never the other. */
#define EXIT_LACKING 1
#define EXIT_REFUSED 3

/* A run that is in progress at the end, and the farewell to the master agent, get so
 * long each. */
#define END_S 2

void oa_agent_init(struct oa_agent *agent, const struct oa_agentfile_wish *wish)
{
	agent->wish = *wish;
	oa_schedule_init(&agent->schedule, false, oa_watch_retain, oa_watch_release);
	oa_workers_init(&agent->workers, &agent->schedule, &agent->store);
}

static bool has_same_sockets(
	const struct oa_agent *agent, const struct oa_agentfile *file)
{
	size_t count, i = 0;
	const char *const *item = oa_agent_sockets(file, &count);

	while (i < count && agent->sockets[i] && !strcmp(item[i], agent->sockets[i]))
		i++;
	return i == count && !agent->sockets[i];
}

/* What was read once and stays as it was until the next start. */
static void tell_unchanged(
	const struct oa_agent *agent, const struct oa_agentfile *file)
{
	const struct oa_argument *dir = oa_arguments_find(
		&file->arguments, "state-dir");
	const struct oa_argument *old = oa_arguments_find(
		&agent->file.arguments, "state-dir");

	if (!has_same_sockets(agent, file) ||
		agent->file.agent.ping != file->agent.ping || !dir != !old ||
		(dir && strcmp(dir->value, old->value) != 0) ||
		memcmp(&agent->file.root, &file->root, sizeof(file->root)) != 0)
		oa_log(&agent->log, OA_LOG_WARNING,
			"state-dir, socket, ping and oid-root change at a restart "
			"only");
}

static int reload(struct oa_agent *agent, struct oa_error *err)
{
	struct oa_agentfile file;

	if (oa_agent_read(agent, &file, err) < 0)
		return -1;
	tell_unchanged(agent, &file);
	if (oa_apply(&file, &agent->store, &agent->schedule, err) < 0) {
		oa_agentfile_free(&file);
		return -1;
	}
	oa_agentfile_free(&agent->file);
	agent->file = file;
	agent->log.level = (enum oa_log_level)file.agent.log_level;
	return oa_agent_staff(agent, err);
}

static void obey_reload(struct oa_agent *agent)
{
	struct oa_error err = {.layer = OA_LAYER_NONE};

	oa_service_tell(&agent->service, "RELOADING=1\nMONOTONIC_USEC=%lld",
		(long long)oa_now_us());
	if (reload(agent, &err) < 0)
		oa_log(&agent->log, OA_LOG_ERROR,
			"the new configuration is not taken: %s", err.text);
	else
		oa_log(&agent->log, OA_LOG_NOTICE, "configuration read: %zu targets",
			agent->file.count);
	oa_service_tell(&agent->service, "READY=1\nSTATUS=%zu targets%s",
		agent->file.count,
		err.layer == OA_LAYER_NONE ? "" : ", new configuration not taken");
}

static void wait_for_end(struct oa_agent *agent)
{
	const struct timespec second = {.tv_sec = 1};
	sigset_t signals;
	int number = 0;

	sigemptyset(&signals);
	sigaddset(&signals, SIGHUP);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	while (number != SIGTERM && number != SIGINT) {
		number = sigtimedwait(&signals, NULL, &second);
		if (number == SIGHUP)
			obey_reload(agent);
		oa_agent_look(agent, oa_now_us());
	}
}

static bool stop(struct oa_agent *agent)
{
	bool are_gone;

	oa_service_tell(&agent->service, "STOPPING=1");
	oa_schedule_stop(&agent->schedule);
	are_gone = oa_workers_join(&agent->workers, oa_deadline_in(END_S));
	if (agent->subagent && !oa_subagent_stop(agent->subagent, END_S))
		are_gone = false;
	if (agent->has_keep)
		oa_agent_save(agent);
	return are_gone;
}

static void release(struct oa_agent *agent)
{
	if (agent->has_keep)
		oa_keep_close(&agent->keep);
	oa_schedule_free(&agent->schedule);
	oa_agentfile_free(&agent->file);
	oa_store_free(&agent->store);
	for (size_t i = 0; agent->sockets && agent->sockets[i]; i++)
		free(agent->sockets[i]);
	free(agent->sockets);
	free(agent->state_dir);
	oa_service_free(&agent->service);
}

static int refuse(const struct oa_agent *agent, const struct oa_error *err)
{
	oa_log(&agent->log, OA_LOG_ERROR, "%s", err->text);
	return err->layer == OA_LAYER_SYSTEM ? EXIT_LACKING : EXIT_REFUSED;
}

int oa_agent_run(struct oa_agent *agent, bool *ret_is_clean)
{
	struct oa_error err = {.layer = OA_LAYER_NONE};
	int code = 0;

	*ret_is_clean = true;
	if (oa_agent_read(agent, &agent->file, &err) < 0 ||
		oa_store_init(&agent->store, (size_t)agent->file.agent.events, &err) <
			0)
		return refuse(agent, &err);
	if (oa_agent_start(agent, &err) < 0) {
		code = refuse(agent, &err);
	} else {
		wait_for_end(agent);
		oa_log(&agent->log, OA_LOG_NOTICE, "asked to end");
	}
	*ret_is_clean = stop(agent);
	if (*ret_is_clean)
		release(agent);
	return code;
}
