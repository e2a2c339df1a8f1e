/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/render.h"

#include "common/base/text.h"
#include "common/report/perfdata.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SIZE 80
#define LINE_SIZE 1024

/* How a unit of performance data becomes a metric in base units. */
static const struct unit {
	const char *unit;
	const char *suffix;
	const char *type;
	double scale;
} units[] = {
	{"s", "_seconds", "gauge", 1},
	{"B", "_bytes", "gauge", 1},
	{"%", "_ratio", "gauge", 0.01},
	{"c", "_total", "counter", 1},
	{"", "", "gauge", 1},
};

static const struct unit *find_unit(const char *name)
{
	size_t i = 0;

	while (units[i].unit[0] && strcmp(units[i].unit, name) != 0)
		i++;
	return &units[i];
}

/* Prints name="value" with the escapes of the text format. */
static void put_label(FILE *out, const char *name, const char *value)
{
	char clean[LINE_SIZE] = "";

	if (value)
		oa_clean(clean, sizeof(clean), value, strlen(value));
	fprintf(out, "%s=\"", name);
	for (const char *c = clean; *c; c++) {
		if (*c == '\\' || *c == '"')
			fputc('\\', out);
		fputc(*c, out);
	}
	fputc('"', out);
}

/* Prints the name of a sample and the labels that every sample has; the caller
 * adds others and the closing brace. */
static void put_sample(FILE *out, const char *metric, const struct oa_rendering *how)
{
	fprintf(out, "%s{", metric);
	put_label(out, "program", how->program);
	fputc(',', out);
	put_label(out, "target", how->target);
}

static void put_head(FILE *out, const char *metric, const char *help, const char *type)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", metric, help, metric, type);
}

static void put_verdict(
	FILE *out, const struct oa_report *report, const struct oa_rendering *how)
{
	const struct oa_step *verdict = oa_report_verdict(report);
	enum oa_state state = oa_report_state(report);
	bool is_up = state == OA_STATE_OK || state == OA_STATE_WARNING;

	put_head(out, "oa_up", "1 if the result is OK or WARNING, else 0.", "gauge");
	put_sample(out, "oa_up", how);
	fprintf(out, "} %d\n", is_up);
	put_head(out, "oa_state",
		"Result of the check: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.",
		"gauge");
	put_sample(out, "oa_state", how);
	fprintf(out, "} %d\n", oa_state_exit_code(state));
	put_head(out, "oa_info",
		"1 for the code of the result, ok if nothing is wrong.", "gauge");
	put_sample(out, "oa_info", how);
	fputc(',', out);
	put_label(
		out, "code", oa_diagnosis(verdict ? verdict->code : OA_CODE_OK)->name);
	fputs("} 1\n", out);
}

static bool is_same_series(const struct oa_step *a, const struct oa_step *b)
{
	return a->code != OA_CODE_NOT_TESTED && b->code != OA_CODE_NOT_TESTED &&
	       a->hop == b->hop && strcmp(a->subject, b->subject) == 0;
}

/* Returns the worst state among the steps of the same hop and subject, and writes
 * false to ret_is_first if one of them comes before the step at index. */
static enum oa_state series_state(
	const struct oa_report *report, size_t index, bool *ret_is_first)
{
	const struct oa_step *step = &report->steps[index];
	enum oa_state worst = step->state;

	*ret_is_first = true;
	for (size_t i = 0; i < report->step_count; i++) {
		if (!is_same_series(&report->steps[i], step))
			continue;
		if (i < index)
			*ret_is_first = false;
		if (report->steps[i].state > worst)
			worst = report->steps[i].state;
	}
	return worst;
}

static void put_hops(
	FILE *out, const struct oa_report *report, const struct oa_rendering *how)
{
	put_head(out, "oa_hop_state",
		"State of a tested hop: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.",
		"gauge");
	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *step = &report->steps[i];
		bool is_first;
		enum oa_state state = series_state(report, i, &is_first);

		if (!is_first || step->code == OA_CODE_NOT_TESTED)
			continue;
		put_sample(out, "oa_hop_state", how);
		fputc(',', out);
		put_label(out, "hop", oa_hop_name(step->hop));
		fputc(',', out);
		put_label(out, "subject", step->subject);
		fprintf(out, "} %d\n", oa_state_exit_code(state));
	}
}

/* Writes the name of a label's metric: tls_time in s becomes oa_tls_seconds. */
static void metric_name(
	char name[NAME_SIZE], const struct oa_perf *perf, const struct unit *unit)
{
	static const char time[] = "_time";
	size_t len = strlen(perf->label);
	size_t tail = sizeof(time) - 1;

	if (unit->unit[0] == 's' && len > tail &&
		strcmp(perf->label + len - tail, time) == 0)
		len -= tail;
	snprintf(name, NAME_SIZE, "oa_%.*s%s", (int)len, perf->label, unit->suffix);
}

static void put_values(
	FILE *out, const struct oa_report *report, const struct oa_rendering *how)
{
	for (const struct oa_perf *perf = how->perf; perf && perf->label; perf++) {
		struct oa_perf_item item = oa_perf_item(report, how, perf);
		const struct unit *unit = find_unit(perf->unit);
		char name[NAME_SIZE], value[OA_NUMBER_SIZE];

		if (!item.is_measured)
			continue;
		metric_name(name, perf, unit);
		oa_number(value, item.value * unit->scale);
		put_head(out, name, perf->meaning, unit->type);
		put_sample(out, name, how);
		fprintf(out, "} %s\n", value);
	}
}

char *oa_render_prometheus(
	const struct oa_report *report, const struct oa_rendering *how)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	put_verdict(out, report, how);
	put_hops(out, report, how);
	put_values(out, report, how);
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}
