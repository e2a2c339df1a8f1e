/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_AGENT_OPTIONS_H
#define OA_SNMP_AGENT_OPTIONS_H

/*
 * The keys of the section [agent] of an ini file: what holds for all targets, and for
 * the way to the master agent.
 */

#include "plugins/front/options.h"

/* What to notify. */
enum oa_notify { OA_NOTIFY_OFF, OA_NOTIFY_TARGETS, OA_NOTIFY_PROBES };

/* The values of [agent]; texts are borrowed from the list of arguments. */
struct oa_agent_settings {
	double interval;           /* seconds from one run of a target to the next */
	double retry;              /* seconds while a failure is not confirmed */
	long attempts;             /* runs in a row that must fail */
	long concurrency;          /* workers; 0 to choose by the targets */
	const char *state_dir;     /* where the agent remembers */
	struct oa_strings sockets; /* of the master agent; empty for the usual ones */
	double ping;               /* seconds between two looks at the master agent */
	const char *oid_root;      /* numbers with dots, or NULL for the built-in */
	long notify;               /* an enum oa_notify */
	long notify_per_minute;    /* the most that go out; 0 for none */
	long notify_queue;         /* the most that wait */
	long events;               /* that are kept */
	long log_level;            /* an enum oa_log_level */
};

/* The one group, with the heading "[agent]"; the list ends behind it. */
extern const struct oa_option_group oa_agent_groups[];

#endif
