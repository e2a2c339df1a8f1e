/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/fingerprint.h"

#include "common/base/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TEXT_SIZE 1024

/* A line of a state file holds less than 200 bytes. */
#define HEAD_LEN 150

/* FNV-1a: enough to see that a long text is another one. */
static uint64_t checksum(const char *text)
{
	uint64_t sum = UINT64_C(0xcbf29ce484222325);

	for (; *text; text++)
		sum = (sum ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return sum;
}

static struct oa_field *take_field(struct oa_fingerprint *print, const char *name)
{
	for (size_t i = 0; i < print->count; i++)
		if (strcmp(print->field[i].name, name) == 0)
			return &print->field[i];
	if (print->count == OA_FIELDS_MAX)
		return NULL;
	return &print->field[print->count++];
}

/* The state file has no blanks around a value. */
static void trim(char *text)
{
	size_t blanks = strspn(text, " ");
	size_t len = strlen(text);

	while (len > blanks && text[len - 1] == ' ')
		text[--len] = '\0';
	memmove(text, text + blanks, len - blanks + 1);
}

__attribute__((format(printf, 4, 0))) static void set(struct oa_fingerprint *print,
	const char *name, bool is_quiet, const char *format, va_list args)
{
	char text[TEXT_SIZE];
	struct oa_field *field;

	vsnprintf(text, sizeof(text), format, args);
	field = text[0] ? take_field(print, name) : NULL;
	if (!field)
		return;
	field->is_quiet = is_quiet;
	trim(text);
	snprintf(field->name, sizeof(field->name), "%s", name);
	if (strlen(text) > HEAD_LEN) {
		uint64_t sum = checksum(text);

		snprintf(text + HEAD_LEN, sizeof(text) - HEAD_LEN, "... %016" PRIx64,
			sum);
	}
	oa_clean(field->value, sizeof(field->value), text, strlen(text));
	/* behind a blank it would begin a comment in the state file */
	for (char *at = field->value; *at; at++)
		if (*at == ';')
			*at = ',';
}

void oa_fingerprint_set(
	struct oa_fingerprint *print, const char *name, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set(print, name, false, format, args);
	va_end(args);
}

void oa_fingerprint_note(
	struct oa_fingerprint *print, const char *name, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set(print, name, true, format, args);
	va_end(args);
}

const struct oa_field *oa_fingerprint_get(
	const struct oa_fingerprint *print, const char *name)
{
	for (size_t i = 0; i < print->count; i++)
		if (strcmp(print->field[i].name, name) == 0)
			return &print->field[i];
	return NULL;
}

/* Copies the rest of the line of evidence that begins with the given words. */
static bool find_evidence(
	const struct oa_step *step, const char *words, char *buffer, size_t size)
{
	const char *at = step->details;
	size_t len = strlen(words);

	while (at && *at) {
		int line = (int)strcspn(at, "\n");

		if (strncmp(at, words, len) == 0) {
			snprintf(buffer, size, "%.*s", line - (int)len, at + len);
			return true;
		}
		at += line + (at[line] == '\n');
	}
	return false;
}

/* Returns true if the step shows one, good or bad. */
static bool take_certificate(struct oa_fingerprint *print, const struct oa_step *step)
{
	char text[TEXT_SIZE];

	if (!find_evidence(step, "names: ", text, sizeof(text)))
		return false;
	oa_fingerprint_set(print, OA_FIELD_CERTIFICATE, "%s", text);
	return true;
}

static bool is_good(const struct oa_step *step, enum oa_hop hop)
{
	return step->hop == hop && step->code == OA_CODE_OK;
}

/* A port that fails is no setting; one that is not allowed is. */
static void take_port(struct oa_fingerprint *print, const struct oa_step *step)
{
	char name[sizeof(print->field[0].name)];

	if (!step->subject[0])
		return;
	snprintf(name, sizeof(name), "port %.10s", step->subject);
	if (is_good(step, OA_HOP_ENDPOINT))
		oa_fingerprint_set(print, name, "open");
	else if (step->code == OA_CODE_RPC_TARGET_NOT_ALLOWED)
		oa_fingerprint_set(print, name, "not allowed");
}

void oa_fingerprint_steps(struct oa_fingerprint *print, const struct oa_report *report)
{
	bool has_tls = false, has_http = false;

	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *step = &report->steps[i];

		/* a subject is a node, or another host */
		if (step->hop == OA_HOP_TLS && !step->subject[0])
			has_tls |= take_certificate(print, step);
		has_tls |= is_good(step, OA_HOP_TLS);
		has_http |= is_good(step, OA_HOP_HTTP);
		take_port(print, step);
	}
	oa_fingerprint_note(print, "certificate", "%s", report->seen.certificate);
	if (has_http)
		oa_fingerprint_set(print, "ssl", "%s", has_tls ? "on" : "off");
}
