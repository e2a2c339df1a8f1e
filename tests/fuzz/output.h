/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_TESTS_FUZZ_OUTPUT_H
#define OA_TESTS_FUZZ_OUTPUT_H

/*
 * What holds for every output, whatever a server has said.  Each check aborts.
 */

#include "common/report/report.h"

#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static inline void output_require(bool holds)
{
	if (!holds)
		abort();
}

/* Returns how many bytes continue the character that begins with this one; 9 for a
 * byte that begins none (RFC 3629, 4). */
static inline int output_tail_len(unsigned char first)
{
	if (first < 0x80)
		return 0;
	if (first >= 0xc2 && first < 0xe0)
		return 1;
	if (first >= 0xe0 && first < 0xf0)
		return 2;
	return first >= 0xf0 && first < 0xf5 ? 3 : 9;
}

/* UTF-8 without a control character but ends of lines, and `blank' as another one. */
static inline void output_check_bytes(const char *text, char blank)
{
	while (*text) {
		unsigned char first = (unsigned char)*text++;
		int tail = output_tail_len(first);

		output_require(first == '\n' || first == (unsigned char)blank ||
			       (first >= ' ' && first != 0x7f));
		output_require(tail < 4);
		for (; tail; tail--)
			output_require(((unsigned char)*text++ & 0xc0) == 0x80);
	}
}

static inline void output_check_clean(const char *text)
{
	output_check_bytes(text, '\n');
}

/* One first line, with its performance data, and none that passes for another. */
static inline void output_check_text(const char *text)
{
	const char *bar = strchr(text, '|');
	const char *end = strchr(text, '\n');

	output_check_clean(text);
	output_require(strncmp(text, "OA TUNNEL ", 10) == 0);
	output_require(bar && end && bar < end && !strchr(bar + 1, '|'));
	output_require(!strstr(end, "\nOA "));
}

static inline void output_check_json(const char *text)
{
	json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

	output_check_clean(text);
	output_require(json_is_object(json));
	json_decref(json);
}

/* Passes over `name="text",...}' behind the brace; NULL if that is broken. */
static inline const char *output_skip_labels(const char *at)
{
	while (*at != '}') {
		at += strspn(at, "abcdefghijklmnopqrstuvwxyz_");
		if (strncmp(at, "=\"", 2) != 0)
			return NULL;
		for (at += 2; *at && *at != '"'; at++)
			if (*at == '\n' || (*at == '\\' && !strchr("\\\"n", *++at)))
				return NULL;
		if (*at++ != '"')
			return NULL;
		at += *at == ',' ? 1 : 0;
	}
	return at + 1;
}

/* Every line is a comment or one sample of ours. */
static inline void output_check_samples(const char *text)
{
	output_check_clean(text);
	for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
		const char *at = line + strspn(line, "abcdefghijklmnopqrstuvwxyz_");
		char *end;

		output_require(strchr(line, '\n') != NULL);
		if (*line == '#')
			continue;
		output_require(strncmp(line, "oa_", 3) == 0);
		if (*at == '{')
			at = output_skip_labels(at + 1);
		output_require(at && *at == ' ');
		(void)strtod(at + 1, &end);
		output_require(end > at + 1 && *end == '\n');
	}
}

static inline bool output_is_word(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("-_.@", c));
}

static inline size_t output_label_len(const char *name, size_t len)
{
	const char *dot = memchr(name, '.', len);

	return memchr(name, '@', len) || !dot ? len : (size_t)(dot - name);
}

/* The word of len bytes is no internal name, nor a longer or shorter form of one. */
static inline void output_check_word(
	const struct oa_seen *seen, const char *public, const char *word, size_t len)
{
	size_t label = output_label_len(word, len);

	if (strncmp(word, "node-", 5) == 0 ||
		(len == strlen(public) && strncasecmp(word, public, len) == 0))
		return;
	for (size_t i = 0; i < seen->name_count; i++) {
		const char *name = seen->names[i];

		output_require(strcasecmp(name, public) == 0 ||
			       output_label_len(name, strlen(name)) != label ||
			       strncasecmp(name, word, label) != 0);
	}
}

/* No word in a text of the report is an internal name. */
static inline void output_check_hidden(
	const struct oa_report *report, const char *public)
{
	for (size_t i = 0; i < report->step_count; i++) {
		const char *at = report->steps[i].text;

		while (*at) {
			size_t len = 0;

			while (output_is_word(at[len]))
				len++;
			/* a text that was cut may end in any part of a name */
			if (!at[len])
				break;
			if (len && !strchr(".-", at[len - 1]))
				output_check_word(&report->seen, public, at, len);
			at += len ? len : 1;
		}
	}
}

#endif
