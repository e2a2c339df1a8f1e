/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/agent_options.h"

#ifndef OA_STATE_DIR
#define OA_STATE_DIR "/var/lib/oa-agentx"
#endif

#define FIELD(name) offsetof(struct oa_agent_settings, name)
#define DAY_S       86400

static const char *const notify_choices[] = {"off", "targets", "probes", NULL};

/* In the order of enum oa_log_level. */
static const char *const level_choices[] = {
	"error", "warning", "notice", "info", "debug", NULL};

/* clang-format off */
static const struct oa_option options[] = {
	{.name = "interval", .type = OA_OPTION_SECONDS, .argument = "SECONDS",
	 .fallback = "60", .offset = FIELD(interval), .max = DAY_S,
	 .help = "from one run of a target to the next, unless its section "
		 "says `every'"},
	{.name = "retry", .type = OA_OPTION_SECONDS, .argument = "SECONDS",
	 .fallback = "15", .offset = FIELD(retry), .max = DAY_S,
	 .help = "from the end of a run to the next one while a failure is not "
		 "confirmed"},
	{.name = "attempts", .type = OA_OPTION_INTEGER, .argument = "N",
	 .fallback = "2", .offset = FIELD(attempts), .min = 1, .max = 100,
	 .help = "runs in a row that must fail before a failure counts"},
	{.name = "concurrency", .type = OA_OPTION_INTEGER, .argument = "N",
	 .fallback = "0", .offset = FIELD(concurrency), .min = 0, .max = 512,
	 .help = "runs at the same time, at most; 0 for as many as all targets need "
		 "if each takes all of its timeout, from 8 to 512"},
	{.name = "state-dir", .type = OA_OPTION_TEXT, .argument = "DIR",
	 .fallback = OA_STATE_DIR, .offset = FIELD(state_dir),
	 .help = "where the agent keeps what must survive a restart, and below "
		 "targets/ what check_oa keeps by its --state-dir"},
	{.name = "socket", .type = OA_OPTION_LIST, .argument = "ADDRESS",
	 .offset = FIELD(sockets),
	 .help = "where the master agent listens, unix:/PATH or tcp:HOST:PORT; of "
		 "several the first that answers is taken; by default "
		 "unix:/run/agentx/master and unix:/var/agentx/master"},
	{.name = "ping", .type = OA_OPTION_SECONDS, .argument = "SECONDS",
	 .fallback = "5", .offset = FIELD(ping), .max = 3600,
	 .help = "between two looks whether the master agent is there, and two tries "
		 "to reach it"},
	{.name = "oid-root", .type = OA_OPTION_TEXT, .argument = "OID",
	 .offset = FIELD(oid_root),
	 .help = "numbers with dots, below which all objects lie, if not where the "
		 "agent was built for; --mib prints the module for it"},
	{.name = "notify", .type = OA_OPTION_CHOICE, .argument = "WHAT",
	 .fallback = "targets", .choices = notify_choices, .offset = FIELD(notify),
	 .help = "notifications for changes of targets, or of each probe, too"},
	{.name = "notify-per-minute", .type = OA_OPTION_INTEGER, .argument = "N",
	 .fallback = "60", .offset = FIELD(notify_per_minute), .min = 0, .max = 60000,
	 .help = "notifications in a minute, at most; what is more is counted and "
		 "told by a summary"},
	{.name = "notify-queue", .type = OA_OPTION_INTEGER, .argument = "N",
	 .fallback = "1000", .offset = FIELD(notify_queue), .min = 1, .max = 100000,
	 .help = "notifications that wait for the master agent, at most"},
	{.name = "events", .type = OA_OPTION_INTEGER, .argument = "N",
	 .fallback = "1000", .offset = FIELD(events), .min = 1, .max = 100000,
	 .help = "changes that are kept for the table of events"},
	{.name = "log-level", .type = OA_OPTION_CHOICE, .argument = "LEVEL",
	 .fallback = "notice", .choices = level_choices, .offset = FIELD(log_level),
	 .help = "lines that matter less are left out of the log"},
	{0},
};
/* clang-format on */

const struct oa_option_group oa_agent_groups[] = {{"[agent]", options}, {0}};
