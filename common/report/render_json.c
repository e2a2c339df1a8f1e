/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/render.h"

#include "common/base/text.h"
#include "common/report/perfdata.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA    1
#define LINE_SIZE 1024

/* Cleaned, because jansson refuses what is not UTF-8. */
static json_t *json_text_len(const char *text, size_t len)
{
	char line[LINE_SIZE];

	oa_clean(line, sizeof(line), text, len);
	return json_string(line);
}

static json_t *json_text(const char *text)
{
	return text ? json_text_len(text, strlen(text)) : json_string("");
}

static json_t *json_number(bool is_known, double value)
{
	return is_known ? json_real(oa_number_round(value)) : json_null();
}

static json_t *json_lines(const char *text)
{
	json_t *lines = json_array();

	while (text && *text) {
		size_t len = strcspn(text, "\n");

		json_array_append_new(lines, json_text_len(text, len));
		text += len + (text[len] == '\n');
	}
	return lines;
}

static json_t *json_step(const struct oa_report *report, const struct oa_step *step)
{
	double start = oa_step_start(report, step);
	bool is_tested = step->code != OA_CODE_NOT_TESTED;
	const char *state = oa_state_name(step->state);
	json_t *object = json_object();

	json_object_set_new(object, "hop", json_string(oa_hop_name(step->hop)));
	json_object_set_new(object, "subject", json_text(step->subject));
	json_object_set_new(
		object, "state", is_tested ? json_string(state) : json_null());
	json_object_set_new(
		object, "code", json_string(oa_diagnosis(step->code)->name));
	json_object_set_new(object, "text", json_text(step->text));
	json_object_set_new(object, "hint", json_text(step->hint));
	json_object_set_new(
		object, "seconds", json_number(step->seconds >= 0, step->seconds));
	json_object_set_new(object, "start", json_number(start >= 0, start));
	json_object_set_new(object, "details", json_lines(step->details));
	return object;
}

static json_t *json_steps(const struct oa_report *report)
{
	json_t *array = json_array();

	for (size_t i = 0; i < report->step_count; i++)
		json_array_append_new(array, json_step(report, &report->steps[i]));
	return array;
}

static json_t *json_perf_item(const struct oa_perf_item *item)
{
	json_t *object = json_object();

	json_object_set_new(object, "label", json_text(item->perf->label));
	json_object_set_new(
		object, "value", json_number(item->is_measured, item->value));
	json_object_set_new(object, "unit", json_text(item->perf->unit));
	json_object_set_new(
		object, "warn", item->warn ? json_text(item->warn) : json_null());
	json_object_set_new(
		object, "crit", item->crit ? json_text(item->crit) : json_null());
	json_object_set_new(object, "min", json_number(item->has_min, 0));
	json_object_set_new(object, "max", json_number(item->max > 0, item->max));
	return object;
}

static json_t *json_perfdata(
	const struct oa_report *report, const struct oa_rendering *how)
{
	json_t *array = json_array();

	for (const struct oa_perf *perf = how->perf; perf && perf->label; perf++) {
		struct oa_perf_item item = oa_perf_item(report, how, perf);

		json_array_append_new(array, json_perf_item(&item));
	}
	return array;
}

static json_t *json_report(
	const struct oa_report *report, const struct oa_rendering *how)
{
	const struct oa_step *verdict = oa_report_verdict(report);
	enum oa_code code = verdict ? verdict->code : OA_CODE_OK;
	json_t *object = json_object();

	json_object_set_new(object, "schema", json_integer(SCHEMA));
	json_object_set_new(object, "program", json_text(how->program));
	json_object_set_new(object, "target", json_text(how->target));
	json_object_set_new(
		object, "state", json_string(oa_state_name(oa_report_state(report))));
	json_object_set_new(object, "code", json_string(oa_diagnosis(code)->name));
	json_object_set_new(
		object, "summary", json_text(verdict ? verdict->text : how->ok_text));
	json_object_set_new(object, "hint", json_text(verdict ? verdict->hint : ""));
	json_object_set_new(object, "insecure", json_boolean(how->is_insecure));
	if (how->note)
		json_object_set_new(object, "note", json_text(how->note));
	json_object_set_new(object, "hops", json_steps(report));
	json_object_set_new(object, "perfdata", json_perfdata(report, how));
	if (how->verbosity >= 3)
		json_object_set_new(
			object, "transcript", json_lines(report->transcript));
	return object;
}

char *oa_render_json(const struct oa_report *report, const struct oa_rendering *how)
{
	json_t *object = json_report(report, how);
	/* 15 digits are all that a double keeps; more would print 0.3 as
	 * 0.29999999999999999. */
	char *text = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(15));
	size_t len = text ? strlen(text) : 0;
	char *line = text ? realloc(text, len + 2) : NULL;

	json_decref(object);
	if (!line) {
		free(text);
		return NULL;
	}
	memcpy(line + len, "\n", 2);
	return line;
}
