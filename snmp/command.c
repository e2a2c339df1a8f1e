/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/command.h"

#include "common/base/array.h"
#include "plugins/front/chain.h"
#include "plugins/front/dump.h"
#include "snmp/agent_options.h"

#ifndef OA_CONFIG_FILE
#define OA_CONFIG_FILE "/etc/oa/oa.ini"
#endif

#define FIELD(name) offsetof(struct oa_command, name)

/* clang-format off */
static const struct oa_option options[] = {
	{.name = "config", .letter = 'c', .type = OA_OPTION_TEXT, .argument = "FILE",
	 .fallback = OA_CONFIG_FILE, .offset = FIELD(config),
	 .help = "ini file with the targets, a section for each, and a section "
		 "[agent]"},
	{.name = "state-dir", .type = OA_OPTION_TEXT, .argument = "DIR",
	 .offset = FIELD(state_dir),
	 .help = "where the agent remembers, in place of state-dir in [agent]"},
	{.name = "foreground", .type = OA_OPTION_FLAG, .offset = FIELD(is_foreground),
	 .help = "stay in the foreground, which the agent does in any case"},
	{.name = "check", .type = OA_OPTION_TEXT, .argument = "FILE",
	 .offset = OA_NO_FIELD, .may_stand_alone = true,
	 .help = "only read the file, or that of --config, with all that it names, and "
		 "say whether it is good: exit code 0 or 3"},
	{.name = "once", .type = OA_OPTION_FLAG, .offset = FIELD(is_once),
	 .help = "run each target once, print what would be served, and exit with the "
		 "worst state"},
	{.name = "dump", .type = OA_OPTION_FLAG, .offset = FIELD(is_dump),
	 .help = "print what would be served from what is remembered, without a run"},
	{.name = "mib", .type = OA_OPTION_FLAG, .offset = FIELD(is_mib),
	 .help = "print the MIB module for the root in use; without a file, for the "
		 "built-in one"},
	{.name = "version", .letter = 'V', .type = OA_OPTION_FLAG,
	 .offset = OA_NO_FIELD,
	 .help = "print the version and exit with 3"},
	{.name = "help", .letter = 'h', .type = OA_OPTION_FLAG, .offset = OA_NO_FIELD,
	 .help = "print this help and exit with 3"},
	{.name = "dump-descriptor", .type = OA_OPTION_FLAG, .offset = OA_NO_FIELD,
	 .is_hidden = true,
	 .help = "print the description of this program as JSON"},
	{0},
};
/* clang-format on */

static const struct oa_option_group groups[] = {{"Options", options}, {0}};

static const struct oa_perf no_perf[] = {{0}};

static const char *const examples[] = {
	"--check=/etc/oa/oa.ini",
	"-c /etc/oa/oa.ini --once",
	"-c oa.ini --state-dir ./state",
	NULL,
};

const struct oa_program oa_program_agent = {
	.name = "oa-agentx",
	.concern = "AGENTX",
	.summary =
		"Runs the checks of many targets of Outlook Anywhere and serves what "
		"they find by SNMP, as a subagent of the SNMP daemon. SIGHUP makes "
		"it read its file anew, SIGTERM ends it.",
	.usage = "[OPTION]...",
	.examples = examples,
	.groups = groups,
	.settings_size = sizeof(struct oa_command),
	.perf = no_perf,
};

char *oa_command_descriptor(void)
{
	const struct oa_dump_part parts[] = {
		{"command line", groups, NULL},
		{"[agent]", oa_agent_groups, NULL},
		{"[TARGET]", oa_program_chain.groups, "Schedule"},
	};

	return oa_dump_parts(&oa_program_agent, parts, OA_LENGTH(parts));
}
