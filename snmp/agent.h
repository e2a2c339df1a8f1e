/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_AGENT_H
#define OA_SNMP_AGENT_H

/*
 * The agent as a service, from the first reading of its file to its end.
 *
 * The main thread waits for signals and looks after the others every second; workers
 * run the checks; one more thread speaks with the master agent.  None of them waits for
 * another: a master agent that hangs stops no check, and a host that is dead stops one
 * worker.
 */

#include "snmp/agentfile.h"
#include "snmp/keep.h"
#include "snmp/log.h"
#include "snmp/service.h"
#include "snmp/subagent.h"
#include "snmp/workers.h"

/* All parts; in place until oa_agent_end(). */
struct oa_agent {
	struct oa_agentfile_wish wish; /* what was said on the command line */
	struct oa_log log;             /* see there */
	struct oa_service service;     /* the service manager */
	struct oa_agentfile file;      /* the configuration in use */
	struct oa_store store;         /* what is known */
	struct oa_keep keep;           /* what survives a restart */
	struct oa_schedule schedule;   /* what is run when */
	struct oa_workers workers;     /* who runs it */
	struct oa_subagent *subagent;  /* who serves it */
	char *state_dir;               /* as it was started; owned */
	char **sockets;                /* of the master agent, likewise; owned */
	int64_t saved_us;              /* monotonic moment of the last saving */
	int64_t status_us;             /* the manager was last told how it goes */
	uint32_t logged;               /* number of the newest change in the log */
	uint32_t errors;               /* that the log has told */
	int64_t errors_us;             /* when it told them */
	bool is_hang_told;             /* the log says that a run hangs */
	bool is_late_told;             /* the log says that a thread is late */
	bool has_keep;                 /* keep is open */
};

/* Runs the agent until SIGTERM or SIGINT; signals must be blocked already.  Returns the
 * exit code: 0; 3 if what was asked of it cannot be, 1 if the machine had not what it
 * takes to start, both told by the log.  When it sets ret_is_clean to false, threads
 * still run that cannot be stopped, and the process must end without cleaning up. */
int oa_agent_run(struct oa_agent *agent, bool *ret_is_clean);

/* Makes the agent for a file; log and service are set up by the caller before. */
void oa_agent_init(struct oa_agent *agent, const struct oa_agentfile_wish *wish);

#endif
