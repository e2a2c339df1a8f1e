/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_COMMAND_H
#define OA_SNMP_COMMAND_H

/*
 * The command line of the agent.
 */

#include "plugins/front/options.h"

/* What it sets; texts are borrowed from the list of arguments. */
struct oa_command {
	const char *config;    /* -c */
	const char *state_dir; /* --state-dir, or NULL for that of [agent] */
	bool is_foreground;    /* --foreground: as it is in any case */
	bool is_once;          /* --once */
	bool is_dump;          /* --dump */
	bool is_mib;           /* --mib */
};

/* The descriptor of the agent: its groups are those of the command line. */
extern const struct oa_program oa_program_agent;

/* Returns the descriptor as JSON, with the keys of [agent] and of a target; the caller
 * frees it.  NULL without memory. */
char *oa_command_descriptor(void);

#endif
