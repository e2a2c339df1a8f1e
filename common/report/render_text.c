/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/render.h"

#include "common/base/text.h"
#include "common/report/perfdata.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_SIZE 1024

/* Prints text that may have come from outside, on one line and without `|`. */
static void put_clean(FILE *out, const char *text)
{
	char line[LINE_SIZE];

	if (!text)
		return;
	oa_clean(line, sizeof(line), text, strlen(text));
	fputs(line, out);
}

/* Prints every line of text with prefix before it. */
static void put_lines(FILE *out, const char *prefix, const char *text)
{
	while (text && *text) {
		int len = (int)strcspn(text, "\n");

		fprintf(out, "%s%.*s\n", prefix, len, text);
		text += len + (text[len] == '\n');
	}
}

static void put_perf_item(FILE *out, const struct oa_perf_item *item)
{
	char value[OA_NUMBER_SIZE] = "U", max[OA_NUMBER_SIZE] = "";
	char text[LINE_SIZE] = "";
	size_t len;

	if (item->is_measured)
		oa_number(value, item->value);
	if (item->max > 0)
		oa_number(max, item->max);
	oa_append(text, sizeof(text), "%s=%s%s;%s;%s;%s;%s", item->perf->label, value,
		item->is_measured ? item->perf->unit : "", item->warn ? item->warn : "",
		item->crit ? item->crit : "", item->has_min ? "0" : "", max);
	len = strlen(text);
	while (len && text[len - 1] == ';')
		text[--len] = '\0';
	put_clean(out, text);
}

static void put_perfdata(
	FILE *out, const struct oa_report *report, const struct oa_rendering *how)
{
	char separator = '|';

	for (const struct oa_perf *perf = how->perf; perf && perf->label; perf++) {
		struct oa_perf_item item = oa_perf_item(report, how, perf);

		fputc(separator, out);
		put_perf_item(out, &item);
		separator = ' ';
	}
}

static void put_note(FILE *out, const char *note)
{
	fputs("note: ", out);
	put_clean(out, note);
	fputc('\n', out);
}

static void put_first_line(
	FILE *out, const struct oa_report *report, const struct oa_rendering *how)
{
	const struct oa_step *verdict = oa_report_verdict(report);

	fprintf(out, "OA %s ", how->concern);
	if (verdict)
		fprintf(out, "%s [%s]: %s", oa_state_name(verdict->state),
			oa_diagnosis(verdict->code)->name, verdict->text);
	else {
		fputs("OK: ", out);
		put_clean(out, how->ok_text);
	}
	if (how->is_insecure)
		fputs(" (certificate not verified)", out);
	put_perfdata(out, report, how);
	fputc('\n', out);
	if (how->note)
		put_note(out, how->note);
}

static void put_step(FILE *out, const struct oa_step *step, int verbosity)
{
	const char *space = step->subject[0] ? " " : "";
	const char *hop = oa_hop_name(step->hop);

	if (step->code == OA_CODE_NOT_TESTED) {
		fprintf(out, "[not tested] %s%s%s\n", hop, space, step->subject);
		return;
	}
	fprintf(out, "[%s] %s%s%s: %s", oa_state_name(step->state), hop, space,
		step->subject, step->text);
	if (step->code == OA_CODE_OK && step->seconds >= 0)
		fprintf(out, " (%ld ms)", lround(step->seconds * 1000));
	fputc('\n', out);
	if (step->hint[0])
		fprintf(out, "  fix: %s\n", step->hint);
	if (verbosity >= 1 || step->is_long)
		put_lines(out, "  ", step->details);
}

char *oa_render_text(const struct oa_report *report, const struct oa_rendering *how)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	put_first_line(out, report, how);
	for (size_t i = 0; i < report->step_count; i++)
		put_step(out, &report->steps[i], how->verbosity);
	if (how->verbosity >= 3 && report->transcript) {
		fputs("transcript:\n", out);
		put_lines(out, "", report->transcript);
	}
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}
