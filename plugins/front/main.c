/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/program.h"

#include "common/base/text.h"
#include "plugins/front/dump.h"
#include "plugins/front/extra_opts.h"
#include "plugins/front/harden.h"
#include "plugins/front/help.h"
#include "plugins/front/labels.h"
#include "plugins/front/output.h"
#include "plugins/front/page.h"
#include "plugins/front/progress.h"
#include "plugins/front/run.h"
#include "plugins/front/setup.h"
#include "plugins/front/watchdog.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define EXIT_UNKNOWN      3
#define DEFAULT_TIMEOUT_S 10
#define GRACE_S           1

/* Everything that one run owns. */
struct front {
	const struct oa_program *program;
	int64_t start_us;      /* when the process began */
	struct oa_setup setup; /* see there */
	struct oa_report report;
	struct oa_progress progress;
	struct oa_watchdog watchdog;
	struct oa_perf labels[OA_LABELS_MAX]; /* of the program and its options */
	struct oa_program whole;              /* the program with all its labels */
};

static int say(char *text, int exit_code, const struct oa_program *program)
{
	char fixed[128] = "";

	if (text) {
		oa_output_write(text);
		free(text);
		return exit_code;
	}
	oa_append(fixed, sizeof(fixed),
		"OA %s UNKNOWN [internal-error]: out of memory\n", program->concern);
	oa_output_write(fixed);
	return EXIT_UNKNOWN;
}

/* The format as far as it can be known before the settings stand. */
static enum oa_output early_format(const struct front *front)
{
	const struct oa_argument *argument = oa_setup_find(&front->setup, "output");

	for (long i = 0; argument && argument->option->choices[i]; i++)
		if (strcasecmp(argument->option->choices[i], argument->value) == 0)
			return (enum oa_output)i;
	return OA_OUTPUT_TEXT;
}

static double early_timeout(const struct front *front)
{
	const struct oa_argument *argument = oa_setup_find(&front->setup, "timeout");
	double timeout;

	if (argument && oa_parse_double(argument->value, &timeout) && timeout > 0)
		return timeout;
	return DEFAULT_TIMEOUT_S;
}

static int arm_watchdog(struct front *front, double timeout, struct oa_error *err)
{
	char *text = oa_output_overdue(front->program, front->setup.settings, timeout);
	double left = timeout + GRACE_S - oa_seconds_since(front->start_us);

	if (!text)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	return oa_watchdog_arm(
		&front->watchdog, left > 0.001 ? left : 0.001, text, err);
}

static int read_extra_opts(struct front *front, struct oa_error *err)
{
	struct oa_ini_places places = {
		.file = getenv("MP_CONFIG_FILE"), .path = getenv("NAGIOS_CONFIG_PATH")};

	for (size_t i = 0; i < front->setup.from_argv.count; i++) {
		const struct oa_argument *argument = &front->setup.from_argv.item[i];

		if (strcmp(argument->option->name, "extra-opts") == 0 &&
			oa_extra_opts_read(argument->value, front->program, &places,
				&front->setup.from_files, &front->report, err) < 0)
			return -1;
	}
	return 0;
}

static int read_settings(struct front *front, struct oa_error *err)
{
	struct oa_setup *setup = &front->setup;

	if (read_extra_opts(front, err) < 0 || oa_setup_store(setup, err) < 0 ||
		arm_watchdog(front, oa_run_seconds(setup->settings), err) < 0 ||
		oa_setup_complete(setup, getenv("OA_PASSWORD"), &front->report, err) <
			0)
		return -1;
	/* the program may have found that the run needs longer */
	return arm_watchdog(front, oa_run_seconds(setup->settings), err);
}

/* Writes the page of --html if it is wanted.  A page that cannot be written takes
 * nothing from the result; the caller says so beside it. */
static bool write_page(struct front *front, struct oa_error *err)
{
	const char *name = front->setup.settings->html;
	int result;
	char *text;

	if (!name)
		return true;
	text = oa_output_page(front->program, front->setup.settings, &front->report);
	result = text ? oa_page_write(name, text, err)
		      : oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	free(text);
	if (result < 0)
		oa_fail_context(err, "no page written");
	return result == 0;
}

static int check(struct front *front)
{
	const struct oa_program *program = front->program;
	struct oa_report *report = &front->report;
	struct oa_error err = {.layer = OA_LAYER_NONE};
	const char *note = NULL;
	char *text;

	if (!front->setup.settings->hides_names)
		oa_progress_start(&front->progress, report);
	oa_setup_run(&front->setup, front->start_us, report);
	oa_setup_conceal(&front->setup, report);
	oa_progress_end(&front->progress, report);
	if (!write_page(front, &err))
		note = err.text;
	text = oa_output_report(program, front->setup.settings, report, note);
	oa_watchdog_free(&front->watchdog);
	return say(text, oa_state_exit_code(oa_report_state(report)), program);
}

static int refuse(struct front *front, const struct oa_error *err)
{
	oa_watchdog_free(&front->watchdog);
	if (err->layer == OA_LAYER_SYSTEM && err->number == ENOMEM)
		return say(NULL, EXIT_UNKNOWN, front->program);
	return say(oa_output_refusal(front->program, early_format(front), err),
		EXIT_UNKNOWN, front->program);
}

static int go(struct front *front, int argc, char **argv)
{
	const struct oa_program *program = front->program;
	struct oa_error err = {.layer = OA_LAYER_NONE};
	int scanned;

	/* First of all, because it wipes what the process list shows. */
	scanned = oa_arguments_scan(
		&front->setup.from_argv, program->groups, argc, argv, &err);
	/* For names outside ASCII; numbers must stay as the C locale writes them. */
	(void)setlocale(LC_CTYPE, "");
	if (oa_arguments_find(&front->setup.from_argv, "help"))
		return say(oa_help_text(program), EXIT_UNKNOWN, program);
	if (oa_arguments_find(&front->setup.from_argv, "version"))
		return say(oa_version_text(program), EXIT_UNKNOWN, program);
	if (scanned < 0)
		return refuse(front, &err);
	if (oa_arguments_find(&front->setup.from_argv, "dump-descriptor"))
		return say(oa_dump_text(program), EXIT_SUCCESS, program);
	if (oa_options_defaults(front->setup.settings, program->groups, &err) < 0)
		return refuse(front, &err);
	front->setup.settings->output = early_format(front);
	if (arm_watchdog(front, early_timeout(front), &err) < 0 ||
		read_settings(front, &err) < 0)
		return refuse(front, &err);
	return check(front);
}

int oa_program_main(const struct oa_program *program, int argc, char **argv)
{
	struct front *front = calloc(1, sizeof(*front));
	int exit_code = EXIT_UNKNOWN;

	oa_harden();
	if (!front || oa_setup_init(&front->setup, program, NULL) < 0) {
		free(front);
		return say(NULL, EXIT_UNKNOWN, program);
	}
	oa_labels_of(program, front->labels);
	front->whole = *program;
	front->whole.perf = front->labels;
	front->program = &front->whole;
	front->setup.program = &front->whole;
	front->start_us = oa_now_us();
	oa_report_init(&front->report);
	exit_code = go(front, argc, argv);
	oa_watchdog_free(&front->watchdog);
	oa_setup_free(&front->setup);
	oa_report_free(&front->report);
	free(front);
	return exit_code;
}
