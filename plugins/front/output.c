/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/output.h"

#include "common/base/text.h"
#include "common/report/unreadable.h"
#include "plugins/front/labels.h"
#include "plugins/front/version.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static char *render(
	long format, const struct oa_report *report, const struct oa_rendering *how)
{
	switch (format) {
	case OA_OUTPUT_JSON:
		return oa_render_json(report, how);
	case OA_OUTPUT_PROMETHEUS:
		return oa_render_prometheus(report, how);
	default:
		return oa_render_text(report, how);
	}
}

/* Appends word to a comma list in which it does not stand yet. */
static void add_once(char *list, size_t size, const char *word)
{
	const char *at = strstr(list, word);
	size_t len = strlen(word);

	if (at && (!at[len] || at[len] == ','))
		return;
	oa_append(list, size, "%s%s", list[0] ? ", " : "", word);
}

/* The hops that passed, each once, and which of several: "tcp, tunnel (6001)". */
static void list_passed(const struct oa_report *report, char *list, size_t size)
{
	char subjects[128] = "";

	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *step = &report->steps[i];

		if (step->code != OA_CODE_OK || step->hop >= OA_HOP_TIME)
			continue;
		add_once(list, size, oa_hop_name(step->hop));
		if (step->subject[0])
			add_once(subjects, sizeof(subjects), step->subject);
	}
	if (subjects[0])
		oa_append(list, size, " of %s", subjects);
}

/* A time cannot be above the time-out; other figures have no such bound. */
static double main_max(
	const struct oa_program *program, const struct oa_common_settings *settings)
{
	return strcmp(program->main_label, "time") == 0 ? settings->timeout : 0;
}

/* What the first line says when all is well. */
static void tell_ok(const struct oa_common_settings *settings,
	const struct oa_report *report, char *text, size_t size)
{
	const char *host = settings->target.host;
	struct oa_facts facts = {.count = 0};
	char list[200] = "";

	list_passed(report, list, sizeof(list));
	oa_facts_set(&facts, "host", "%s", host ? host : "");
	/* a probe may have more to tell than which hops passed */
	if (!oa_facts_get(&report->facts, "list"))
		oa_facts_set(&facts, "list", "%s", list);
	oa_facts_expand(
		text, size, oa_diagnosis(OA_CODE_OK)->message, &facts, &report->facts);
}

static struct oa_rendering rendering(const struct oa_program *program,
	const struct oa_common_settings *settings, const char *ok_text)
{
	const struct oa_target *target = &settings->target;

	return (struct oa_rendering){.program = program->name,
		.concern = program->concern,
		.target = target->host ? target->host : "",
		.ok_text = ok_text,
		.perf = program->perf,
		.main_label = program->main_label,
		.warn = settings->warn.text ? &settings->warn : NULL,
		.crit = settings->crit.text ? &settings->crit : NULL,
		.main_max = main_max(program, settings),
		.verbosity = (int)settings->verbosity,
		.is_insecure = target->tls.is_insecure && !target->no_tls,
		.now = settings->now > 0 ? settings->now : (int64_t)time(NULL),
		.version = OA_VERSION};
}

char *oa_output_report(const struct oa_program *program,
	const struct oa_common_settings *settings, const struct oa_report *report,
	const char *note)
{
	char ok_text[512] = "";
	struct oa_rendering how = rendering(program, settings, ok_text);

	how.note = note;
	tell_ok(settings, report, ok_text, sizeof(ok_text));
	return render(settings->output, report, &how);
}

char *oa_output_page(const struct oa_program *program,
	const struct oa_common_settings *settings, const struct oa_report *report)
{
	char ok_text[512] = "";
	struct oa_rendering how = rendering(program, settings, ok_text);
	struct oa_perf labels[OA_LABELS_MAX];

	/* people ask of no value why it is missing that they did not want */
	if (settings->tries < 2 && !settings->all_addresses) {
		oa_labels_of_one(program->perf, labels);
		how.perf = labels;
	}
	tell_ok(settings, report, ok_text, sizeof(ok_text));
	return oa_render_html(report, &how);
}

static void find_refusal(struct oa_report *report, const struct oa_program *program,
	const struct oa_error *err)
{
	struct oa_facts facts = {.count = 0};

	oa_facts_set(&facts, "reason", "%s", err->text);
	if (err->layer == OA_LAYER_FILE) {
		oa_report_find_unreadable(report, NULL, NULL, err);
	} else if (err->layer == OA_LAYER_USAGE) {
		struct oa_step *step = oa_report_find(
			report, OA_CODE_BAD_USAGE, NULL, &facts);

		snprintf(
			step->hint, sizeof(step->hint), "see %s --help", program->name);
	} else {
		oa_facts_set(&facts, "phase", "start");
		oa_report_find(report, OA_CODE_INTERNAL_ERROR, NULL, &facts);
	}
}

/* Keeps the first line, behind which the renderer would only repeat it, and says
 * where help is. */
static char *shorten(char *text, const struct oa_step *step)
{
	size_t len = text ? strcspn(text, "\n") : 0;
	size_t size = len + sizeof(step->hint) + 3;
	char *line = text ? malloc(size) : NULL;

	if (line) {
		snprintf(line, size, "%.*s\n", (int)len, text);
		if (step->code == OA_CODE_BAD_USAGE)
			oa_append(line, size, "%s\n", step->hint);
	}
	free(text);
	return line;
}

char *oa_output_refusal(const struct oa_program *program, enum oa_output format,
	const struct oa_error *err)
{
	static const struct oa_perf no_perf[] = {{.label = NULL}};
	struct oa_rendering how = {.program = program->name,
		.concern = program->concern,
		.target = "",
		.ok_text = "",
		.perf = no_perf,
		.main_label = program->main_label};
	struct oa_report *report = malloc(sizeof(*report));
	char *text;

	if (!report)
		return NULL;
	oa_report_init(report);
	find_refusal(report, program, err);
	text = render(format, report, &how);
	if (format == OA_OUTPUT_TEXT)
		text = shorten(text, &report->steps[0]);
	oa_report_free(report);
	free(report);
	return text;
}

char *oa_output_overdue(const struct oa_program *program,
	const struct oa_common_settings *settings, double timeout)
{
	struct oa_report *report = malloc(sizeof(*report));
	struct oa_facts facts = {.count = 0};
	char *text;

	if (!report)
		return NULL;
	oa_report_init(report);
	oa_facts_set(&facts, "t", "%g", timeout);
	oa_facts_set(&facts, "phase", "unknown (a call did not come back)");
	oa_report_find(report, OA_CODE_DEADLINE_EXCEEDED, NULL, &facts);
	text = oa_output_report(program, settings, report, NULL);
	oa_report_free(report);
	free(report);
	return text;
}

void oa_output_write(const char *text)
{
	size_t left = strlen(text);

	while (left) {
		ssize_t done = write(STDOUT_FILENO, text, left);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return;
		text += done;
		left -= (size_t)done;
	}
}
