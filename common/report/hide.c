/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/hide.h"
#include "common/base/array.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Longest placeholder against the shortest name, with room for the rest of a line. */
#define GROWTH OA_HIDE_SIZE

/* What stands in the way of a name at its ends. */
static bool is_word(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("-_.@", c));
}

/* A mailbox at a domain counts as a whole, a host by its first label. */
static size_t label_len(const char *name, size_t len)
{
	const char *dot = memchr(name, '.', len);

	if (memchr(name, '@', len) || !dot)
		return len;
	return (size_t)(dot - name);
}

/* FNV-1a: the same in every run, and four digits of it say nothing of the name. */
static uint32_t digest(const char *text, size_t len)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (uint8_t)tolower((unsigned char)text[i])) * 16777619u;
	return hash;
}

void oa_hide_placeholder(const char *name, char ret_text[OA_HIDE_SIZE])
{
	uint32_t hash = digest(name, label_len(name, strlen(name)));

	snprintf(ret_text, OA_HIDE_SIZE, "node-%04x", (hash ^ hash >> 16) & 0xffffu);
}

static bool is_equal(const char *word, size_t len, const char *name)
{
	return strlen(name) == len && strncasecmp(word, name, len) == 0;
}

/* The name behind a word, or NULL: the same first label is the same computer, in
 * whatever domain, unless the word is the public name. */
static const char *name_of(
	const struct oa_seen *seen, const char *public, const char *word, size_t len)
{
	size_t label = label_len(word, len);

	if (public && is_equal(word, len, public))
		return NULL;
	for (size_t i = 0; i < seen->name_count; i++) {
		const char *name = seen->names[i];

		if (public && strcasecmp(name, public) == 0)
			continue;
		if (label_len(name, strlen(name)) == label &&
			strncasecmp(word, name, label) == 0)
			return name;
	}
	return NULL;
}

/* A word ends where no name goes on; a full stop behind it is none of it. */
static size_t word_len(const char *text)
{
	size_t len = 0;

	while (is_word(text[len]))
		len++;
	while (len && strchr(".-", text[len - 1]))
		len--;
	return len;
}

/* Appends what stands for one word, or the word itself; returns its length. */
static size_t copy_word(
	const struct oa_seen *seen, const char *public, const char *text, FILE *out)
{
	size_t len = word_len(text);
	const char *name = len ? name_of(seen, public, text, len) : NULL;
	char placeholder[OA_HIDE_SIZE];

	if (!name) {
		len = len ? len : 1;
		fwrite(text, 1, len, out);
		return len;
	}
	oa_hide_placeholder(name, placeholder);
	fputs(placeholder, out);
	return len;
}

/* Headers, and the tail of a status line, whose values hold names in base64 or
 * UTF-16. */
static const char *secret_value(const char *line, size_t len)
{
	static const char *const marks[] = {"X-FailureContext: ",
		"WWW-Authenticate: NTLM ", "WWW-Authenticate: Negotiate ", "EEInfo:"};

	for (size_t i = 0; i < OA_LENGTH(marks); i++) {
		const char *at = strcasestr(line, marks[i]);

		if (at && at < line + len)
			return at + strlen(marks[i]);
	}
	return NULL;
}

static void copy_line(const struct oa_seen *seen, const char *public, const char *line,
	size_t len, FILE *out)
{
	const char *value = secret_value(line, len);
	const char *end = value ? value : line + len;

	while (line < end)
		line += copy_word(seen, public, line, out);
	if (value)
		fputs(value[-1] == ' ' ? "(left out)" : " (left out)", out);
}

/* Returns a text with all names replaced, for the caller to free, or NULL. */
static char *hidden(const struct oa_seen *seen, const char *public, const char *text)
{
	char *result = NULL;
	size_t size;
	FILE *out = open_memstream(&result, &size);
	bool is_whole;

	if (!out)
		return NULL;
	while (*text) {
		size_t len = strcspn(text, "\n");

		copy_line(seen, public, text, len, out);
		text += len;
		if (*text)
			fputc(*text++, out);
	}
	is_whole = !ferror(out);
	if (fclose(out) == 0 && is_whole)
		return result;
	free(result);
	return NULL;
}

/* Without memory the text is lost, and not a name. */
static void hide_in(
	const struct oa_seen *seen, const char *public, char *text, size_t size)
{
	char *result = hidden(seen, public, text);

	snprintf(text, size, "%s", result ? result : "(left out)");
	free(result);
}

static void hide_in_owned(const struct oa_seen *seen, const char *public, char **text)
{
	char *result = *text ? hidden(seen, public, *text) : NULL;

	free(*text);
	*text = result;
}

static void hide_in_cert(
	const struct oa_seen *seen, const char *public, struct oa_seen_cert *cert)
{
	hide_in(seen, public, cert->place, sizeof(cert->place));
	hide_in(seen, public, cert->subject, sizeof(cert->subject));
	hide_in(seen, public, cert->issuer, sizeof(cert->issuer));
	hide_in(seen, public, cert->names, sizeof(cert->names));
}

void oa_hide_names(struct oa_report *report, const char *public)
{
	const struct oa_seen *seen = &report->seen;

	for (size_t i = 0; i < report->step_count; i++) {
		struct oa_step *step = &report->steps[i];

		hide_in(seen, public, step->subject, sizeof(step->subject));
		hide_in(seen, public, step->text, sizeof(step->text));
		hide_in(seen, public, step->hint, sizeof(step->hint));
		hide_in_owned(seen, public, &step->details);
	}
	for (size_t i = 0; i < report->facts.count; i++)
		hide_in(seen, public, report->facts.item[i].value,
			sizeof(report->facts.item[i].value));
	for (size_t i = 0; i < OA_SEEN_CERTS; i++)
		hide_in_cert(seen, public, &report->seen.ends.cert[i]);
	hide_in_owned(seen, public, &report->transcript);
}
