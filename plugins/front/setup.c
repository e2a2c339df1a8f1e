/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/setup.h"

#include "plugins/front/conceal.h"
#include "plugins/front/run.h"
#include "plugins/front/settle.h"

#include <errno.h>
#include <stdlib.h>

/* In the order of the choices of --timeout-result behind "default". */
static const enum oa_state timeout_states[] = {
	OA_STATE_OK, OA_STATE_WARNING, OA_STATE_CRITICAL, OA_STATE_UNKNOWN};

/* The variables in the order of curl(1); HTTP_PROXY in capitals is left out as
 * there. */
static const char *environment_proxy(const struct oa_target *target)
{
	static const char *const names[] = {
		"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
	const char *url = target->no_tls ? getenv("http_proxy") : NULL;

	for (size_t i = target->no_tls ? 2 : 0; i < 4 && (!url || !*url); i++)
		url = getenv(names[i]);
	return url && *url ? url : NULL;
}

/* A program without the options of a logon has no use for a password, and nobody
 * who would wipe it. */
static bool takes_credentials(const struct oa_program *program)
{
	for (size_t i = 0; program->groups[i].title; i++)
		if (program->groups[i].options == oa_options_credentials)
			return true;
	return false;
}

static void prepare_report(
	const struct oa_common_settings *settings, struct oa_report *report)
{
	/* the page holds a transcript in any case */
	report->is_tracing = settings->verbosity >= 3 || settings->html;
	if (settings->timeout_result > 0) {
		report->has_timeout_state = true;
		report->timeout_state = timeout_states[settings->timeout_result - 1];
	}
	oa_facts_set(&report->facts, "host", "%s", settings->target.host);
	oa_facts_set(&report->facts, "port", "%ld", settings->target.port);
}

int oa_setup_init(
	struct oa_setup *setup, const struct oa_program *program, struct oa_error *err)
{
	*setup = (struct oa_setup){.program = program};
	setup->settings = calloc(1, program->settings_size);
	if (!setup->settings)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	return 0;
}

const struct oa_argument *oa_setup_find(const struct oa_setup *setup, const char *name)
{
	const struct oa_argument *argument = oa_arguments_find(&setup->from_argv, name);

	return argument ? argument : oa_arguments_find(&setup->from_files, name);
}

int oa_setup_store(struct oa_setup *setup, struct oa_error *err)
{
	if (oa_options_store(setup->settings, &setup->from_files, err) < 0 ||
		oa_options_store(setup->settings, &setup->from_argv, err) < 0)
		return -1;
	return oa_options_require(
		setup->program->groups, &setup->from_files, &setup->from_argv, err);
}

int oa_setup_complete(struct oa_setup *setup, char *password, struct oa_report *report,
	struct oa_error *err)
{
	const struct oa_program *program = setup->program;
	struct oa_common_settings *settings = setup->settings;

	if (oa_settle(settings, oa_setup_find(setup, "port") != NULL,
		    environment_proxy(&settings->target), err) < 0)
		return -1;
	if (takes_credentials(program) &&
		oa_credentials_load(settings, password, &setup->text, report, err) < 0)
		return -1;
	return program->check_settings ? program->check_settings(settings, err) : 0;
}

void oa_setup_run(
	const struct oa_setup *setup, int64_t start_us, struct oa_report *report)
{
	const struct oa_program *program = setup->program;
	struct oa_common_settings *settings = setup->settings;

	prepare_report(settings, report);
	if (program->repeat)
		program->repeat(program, settings, start_us, report);
	else
		oa_run_once(program, settings,
			oa_run_deadline(settings, oa_seconds_since(start_us)), report);
}

void oa_setup_conceal(const struct oa_setup *setup, struct oa_report *report)
{
	if (setup->settings->hides_names)
		oa_conceal(
			report, setup->settings, &setup->from_argv, &setup->from_files);
}

void oa_setup_free(struct oa_setup *setup)
{
	if (setup->settings)
		oa_options_free(setup->settings, setup->program->groups);
	free(setup->settings);
	oa_arguments_free(&setup->from_files);
	oa_arguments_free(&setup->from_argv);
	oa_credentials_text_free(&setup->text);
	*setup = (struct oa_setup){0};
}
