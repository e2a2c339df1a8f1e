/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_AGENTWATCH_H
#define OA_SNMP_AGENTWATCH_H

/*
 * What the main thread does every second: count, log, remember, and tell the service
 * manager that all threads are alive.
 */

#include "snmp/agent.h"

/* Looks after everything at the monotonic moment now_us. */
void oa_agent_look(struct oa_agent *agent, int64_t now_us);

/* Saves what must survive a restart; what fails is logged. */
void oa_agent_save(struct oa_agent *agent);

#endif
