/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_AGENTSTART_H
#define OA_SNMP_AGENTSTART_H

/*
 * The beginning of the agent: its parts one after the other, so that each finds what it
 * needs.
 */

#include "snmp/agent.h"

/* Reads the file, and logs what is strange about it.  Returns 0 with the file, which
 * the caller releases, or -1 as oa_agentfile_read(). */
int oa_agent_read(
	struct oa_agent *agent, struct oa_agentfile *ret_file, struct oa_error *err);

/* Returns where the master agent may listen by this file, borrowed, and how many places
 * these are. */
const char *const *oa_agent_sockets(const struct oa_agentfile *file, size_t *ret_count);

/* Starts as many workers as the file in use wants, and logs where they may not suffice.
 * Returns 0, or -1 with OA_LAYER_SYSTEM. */
int oa_agent_staff(struct oa_agent *agent, struct oa_error *err);

/* Starts everything by the file in use, which is in its place, and so is the store.
 * Returns 0, or -1 with OA_LAYER_FILE or OA_LAYER_SYSTEM; what was started then goes on
 * until the caller ends it. */
int oa_agent_start(struct oa_agent *agent, struct oa_error *err);

#endif
