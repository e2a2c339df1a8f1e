/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/help.h"
#include "plugins/front/output.h"
#include "snmp/agent.h"
#include "snmp/command.h"
#include "snmp/mibtext.h"
#include "snmp/once.h"
#include "snmp/process.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define EXIT_UNKNOWN 3

/* Everything that one call of the program has. */
struct call {
	struct oa_arguments arguments;
	struct oa_command command;
	struct oa_log log;
};

/* Prints a text from malloc(3). */
static int say(struct call *call, char *text, int code)
{
	if (!text) {
		oa_log(&call->log, OA_LOG_ERROR, "out of memory");
		return EXIT_UNKNOWN;
	}
	oa_output_write(text);
	free(text);
	return code;
}

static int refuse(struct call *call, const struct oa_error *err)
{
	oa_log(&call->log, OA_LOG_ERROR, "%s", err->text);
	return EXIT_UNKNOWN;
}

static void log_notes(struct call *call, const struct oa_report *notes)
{
	for (size_t i = 0; i < notes->step_count; i++)
		oa_log(&call->log, OA_LOG_WARNING, "%s", notes->steps[i].text);
}

static struct oa_agentfile_wish wish_of(const struct call *call)
{
	const struct oa_argument *check = oa_arguments_find(&call->arguments, "check");

	return (struct oa_agentfile_wish){
		.name = check && check->value ? check->value : call->command.config,
		.state_dir = call->command.state_dir,
		.is_once = call->command.is_once};
}

static int check(struct call *call, struct oa_report *notes)
{
	struct oa_agentfile_wish wish = wish_of(call);
	struct oa_agentfile file;
	struct oa_error err;
	long workers;

	if (oa_agentfile_read(&wish, &file, notes, &err) < 0)
		return refuse(call, &err);
	log_notes(call, notes);
	workers = oa_agentfile_workers(&file);
	if (workers < file.needed)
		oa_log(&call->log, OA_LOG_WARNING,
			"%ld runs at the same time may be too few, see concurrency",
			workers);
	printf("%s: %zu targets, %ld workers\n", wish.name, file.count, workers);
	oa_agentfile_free(&file);
	return EXIT_SUCCESS;
}

static int once(struct call *call, struct oa_report *notes)
{
	struct oa_agentfile_wish wish = wish_of(call);
	struct oa_error err;
	int code = EXIT_UNKNOWN;
	char *text = oa_once(&wish, notes, &code, &err);

	if (!text)
		return refuse(call, &err);
	log_notes(call, notes);
	return say(call, text, code);
}

/* The root of the file, if one is named; a file that is not there has none. */
static int print_mib(struct call *call, struct oa_report *notes)
{
	struct oa_agentfile_wish wish = wish_of(call);
	struct oa_agentfile file = {.count = 0};
	struct oa_error err;
	int status;

	if (oa_arguments_find(&call->arguments, "config"))
		status = oa_agentfile_read(&wish, &file, notes, &err);
	else
		status = oa_oid_parse(OA_OID_ROOT, &file.root, &err);
	if (status < 0)
		return refuse(call, &err);
	status = say(call, oa_mibtext(&file.root), EXIT_SUCCESS);
	oa_agentfile_free(&file);
	return status;
}

/* Signals are blocked before the first thread, so that all have them blocked. */
static int serve(struct call *call)
{
	struct oa_agent *agent = calloc(1, sizeof(*agent));
	const struct oa_agentfile_wish wish = wish_of(call);
	bool is_clean = true;
	sigset_t signals;
	int code;

	if (!agent)
		return say(call, NULL, EXIT_UNKNOWN);
	sigfillset(&signals);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	oa_agent_init(agent, &wish);
	agent->log = call->log;
	oa_service_init(&agent->service, getenv("NOTIFY_SOCKET"),
		getenv("WATCHDOG_USEC"), getenv("WATCHDOG_PID"), getpid());
	code = oa_agent_run(agent, &is_clean);
	if (!is_clean)
		_exit(code);
	free(agent);
	return code;
}

static int obey(struct call *call)
{
	struct oa_report *notes = malloc(sizeof(*notes));
	int code;

	if (!notes)
		return say(call, NULL, EXIT_UNKNOWN);
	oa_report_init(notes);
	if (oa_arguments_find(&call->arguments, "check"))
		code = check(call, notes);
	else if (call->command.is_mib)
		code = print_mib(call, notes);
	else if (call->command.is_once || call->command.is_dump)
		code = once(call, notes);
	else
		code = serve(call);
	oa_report_free(notes);
	free(notes);
	return code;
}

static int go(struct call *call, int argc, char **argv)
{
	const struct oa_option_group *groups = oa_program_agent.groups;
	struct oa_error err;
	int scanned = oa_arguments_scan(&call->arguments, groups, argc, argv, &err);

	if (oa_arguments_find(&call->arguments, "help"))
		return say(call, oa_help_text(&oa_program_agent), EXIT_UNKNOWN);
	if (oa_arguments_find(&call->arguments, "version"))
		return say(call, oa_version_text(&oa_program_agent), EXIT_UNKNOWN);
	if (scanned < 0)
		return refuse(call, &err);
	if (oa_arguments_find(&call->arguments, "dump-descriptor"))
		return say(call, oa_command_descriptor(), EXIT_SUCCESS);
	if (oa_options_defaults(&call->command, groups, &err) < 0 ||
		oa_options_store(&call->command, &call->arguments, &err) < 0 ||
		oa_process_init(&err) < 0)
		return refuse(call, &err);
	return obey(call);
}

int main(int argc, char **argv)
{
	struct call call = {.arguments = {.item = NULL}};
	int code;

	oa_log_init(&call.log, STDERR_FILENO, getenv("JOURNAL_STREAM"));
	code = go(&call, argc, argv);
	oa_arguments_free(&call.arguments);
	return code;
}
