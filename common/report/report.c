/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/report.h"

#include "common/base/deadline.h"
#include "common/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES       1024
#define DETAILS_MAX_BYTES    (16 * 1024)
#define TRANSCRIPT_MAX_BYTES (256 * 1024)

/* Steps are cleared when they are taken: most of their memory is never touched. */
void oa_report_init(struct oa_report *report)
{
	size_t behind = offsetof(struct oa_report, step_count);

	memset(report, 0, offsetof(struct oa_report, steps));
	memset(&report->step_count, 0, sizeof(*report) - behind);
}

void oa_report_free(struct oa_report *report)
{
	for (size_t i = 0; i < report->step_count; i++)
		free(report->steps[i].details);
	free(report->spare.details);
	free(report->transcript);
	oa_report_init(report);
}

/* Formats one clean line of at most size - 1 bytes. */
__attribute__((format(printf, 3, 0))) static void format_line(
	char *line, size_t size, const char *format, va_list args)
{
	char raw[LINE_MAX_BYTES];

	vsnprintf(raw, sizeof(raw), format, args);
	oa_clean(line, size, raw, strlen(raw));
}

/* Appends line and \n to the owned text, up to max bytes; a text that is full, or
 * that there is no memory for, stays as it is. */
static void append_line(char **text, size_t max, const char *line)
{
	size_t used = *text ? strlen(*text) : 0;
	size_t len = strlen(line);
	char *longer;

	if (used + len + 1 > max)
		return;
	longer = realloc(*text, used + len + 2);
	if (!longer)
		return;
	memcpy(longer + used, line, len);
	memcpy(longer + used + len, "\n", 2);
	*text = longer;
}

/* What a step keeps of a subject decides. */
static bool has_subject(const struct oa_step *step, const char *subject)
{
	char kept[sizeof(step->subject)];

	if (!subject)
		return !step->subject[0];
	oa_clean(kept, sizeof(kept), subject, strlen(subject));
	return strcmp(step->subject, kept) == 0;
}

static struct oa_step *find_step(struct oa_report *report, enum oa_hop hop,
	enum oa_code code, const char *subject)
{
	for (size_t i = 0; i < report->step_count; i++) {
		struct oa_step *step = &report->steps[i];

		if (step->code == code && step->hop == hop &&
			has_subject(step, subject))
			return step;
	}
	return NULL;
}

/* Returns the place for a step of the given state.  In a full report that is the
 * last one of the lightest steps if they are lighter, else the spare one. */
static struct oa_step *take_place(struct oa_report *report, enum oa_state state)
{
	struct oa_step *lightest = &report->steps[0];

	if (report->step_count < OA_STEPS_MAX) {
		struct oa_step *next = &report->steps[report->step_count++];

		next->details = NULL;
		return next;
	}
	for (size_t i = 1; i < OA_STEPS_MAX; i++)
		if (report->steps[i].state <= lightest->state)
			lightest = &report->steps[i];
	return lightest->state < state ? lightest : &report->spare;
}

static struct oa_step *new_step(struct oa_report *report, enum oa_hop hop,
	enum oa_code code, enum oa_state state, const char *subject)
{
	struct oa_step *step = take_place(report, state);

	free(step->details);
	*step = (struct oa_step){.hop = hop,
		.code = code,
		.state = state,
		.seconds = -1,
		.end_us = oa_now_us()};
	if (subject)
		oa_clean(
			step->subject, sizeof(step->subject), subject, strlen(subject));
	return step;
}

static void tell(const struct oa_report *report, const struct oa_step *step)
{
	if (report->on_step)
		report->on_step(report->watcher, step);
}

struct oa_step *oa_report_ok(struct oa_report *report, enum oa_hop hop,
	const char *subject, double seconds, const char *format, ...)
{
	struct oa_step *step = new_step(report, hop, OA_CODE_OK, OA_STATE_OK, subject);
	va_list args;

	step->seconds = seconds;
	va_start(args, format);
	format_line(step->text, sizeof(step->text), format, args);
	va_end(args);
	tell(report, step);
	return step;
}

struct oa_step *oa_report_find(struct oa_report *report, enum oa_code code,
	const char *subject, const struct oa_facts *facts)
{
	enum oa_state state = oa_diagnosis(code)->state;

	if (report->has_timeout_state && oa_diagnosis_is_timeout(code))
		state = report->timeout_state;
	return oa_report_find_as(report, code, state, subject, facts);
}

struct oa_step *oa_report_find_as(struct oa_report *report, enum oa_code code,
	enum oa_state state, const char *subject, const struct oa_facts *facts)
{
	const struct oa_diagnosis *row = oa_diagnosis(code);
	struct oa_step *step = find_step(report, row->hop, code, subject);

	if (step) {
		if (state > step->state)
			step->state = state;
		return step;
	}
	step = new_step(report, row->hop, code, state, subject);
	oa_facts_expand(
		step->text, sizeof(step->text), row->message, facts, &report->facts);
	oa_facts_expand(
		step->hint, sizeof(step->hint), row->hint, facts, &report->facts);
	tell(report, step);
	return step;
}

void oa_report_not_tested(
	struct oa_report *report, enum oa_hop hop, const char *subject)
{
	struct oa_facts phase = {0};
	struct oa_step *step;

	if (find_step(report, hop, OA_CODE_NOT_TESTED, subject))
		return;
	step = new_step(report, hop, OA_CODE_NOT_TESTED, OA_STATE_OK, subject);
	oa_facts_set(&phase, "phase", "%s", oa_hop_name(hop));
	oa_facts_expand(step->text, sizeof(step->text),
		oa_diagnosis(OA_CODE_NOT_TESTED)->message, &phase, NULL);
}

void oa_report_wait(struct oa_report *report, const char *format, ...)
{
	char line[LINE_MAX_BYTES];
	va_list args;

	if (!report->on_wait)
		return;
	va_start(args, format);
	format_line(line, sizeof(line), format, args);
	va_end(args);
	report->on_wait(report->watcher, line);
}

static int64_t start_us(const struct oa_step *step)
{
	return step->end_us - (int64_t)(step->seconds * 1e6);
}

double oa_step_start(const struct oa_report *report, const struct oa_step *step)
{
	int64_t first = INT64_MAX;

	if (step->seconds < 0)
		return -1;
	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *other = &report->steps[i];

		if (other->seconds >= 0 && start_us(other) < first)
			first = start_us(other);
	}
	return first < start_us(step) ? (double)(start_us(step) - first) / 1e6 : 0;
}

void oa_step_ended_before(struct oa_step *step, double seconds)
{
	step->end_us -= (int64_t)(seconds * 1e6);
}

void oa_step_detail(struct oa_step *step, const char *format, ...)
{
	char line[LINE_MAX_BYTES];
	va_list args;

	va_start(args, format);
	format_line(line, sizeof(line), format, args);
	va_end(args);
	append_line(&step->details, DETAILS_MAX_BYTES, line);
}

void oa_report_trace(struct oa_report *report, const char *format, ...)
{
	char line[LINE_MAX_BYTES];
	va_list args;

	if (!report->is_tracing)
		return;
	va_start(args, format);
	format_line(line, sizeof(line), format, args);
	va_end(args);
	append_line(&report->transcript, TRANSCRIPT_MAX_BYTES, line);
}

static void absorb_step(struct oa_report *report, struct oa_step *from, unsigned branch,
	const char *name)
{
	struct oa_step *step = take_place(report, from->state);

	free(step->details);
	*step = *from;
	step->branch = branch;
	if (!step->subject[0] && step->hop < OA_HOP_AUTODISCOVER)
		oa_clean(step->subject, sizeof(step->subject), name, strlen(name));
	from->details = NULL;
}

static void absorb_value(struct oa_report *report, const struct oa_value *value)
{
	double known;

	if (report->value_count < OA_VALUES_MAX &&
		!oa_report_value_get(report, value->label, &known))
		report->values[report->value_count++] = *value;
}

static void absorb_transcript(struct oa_report *report, char *lines)
{
	size_t len = lines ? strlen(lines) : 0;

	if (!len)
		return;
	lines[len - 1] = '\0';
	append_line(&report->transcript, TRANSCRIPT_MAX_BYTES, lines);
}

void oa_report_absorb(struct oa_report *report, struct oa_report *other,
	unsigned branch, const char *name)
{
	for (size_t i = 0; i < other->step_count; i++)
		absorb_step(report, &other->steps[i], branch, name);
	for (size_t i = 0; i < other->value_count; i++)
		absorb_value(report, &other->values[i]);
	absorb_transcript(report, other->transcript);
	oa_seen_merge(&report->seen, &other->seen);
	oa_report_free(other);
}

bool oa_report_is_broken(const struct oa_report *report, const char *subject)
{
	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *step = &report->steps[i];

		if (step->state != OA_STATE_CRITICAL && step->state != OA_STATE_UNKNOWN)
			continue;
		if (!subject || !step->subject[0] || has_subject(step, subject))
			return true;
	}
	return false;
}
