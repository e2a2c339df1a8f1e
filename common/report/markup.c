/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/markup.h"

#include "common/base/text.h"

#include <math.h>
#include <string.h>

/* Cleaned in portions of this many bytes, so that no text is too long. */
#define PORTION 512

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static void put_escaped(FILE *out, const char *text)
{
	for (; *text; text++) {
		const char *name = entity(*text);

		if (name)
			fputs(name, out);
		else
			fputc(*text, out);
	}
}

/* Returns where a portion may end without cutting a character in two. */
static size_t portion_len(const char *text, size_t len)
{
	size_t end = len < PORTION ? len : PORTION;
	size_t back = 0;

	if (end == len)
		return len;
	while (back < 4 && back < end && (text[end - back] & 0xc0) == 0x80)
		back++;
	return back < 4 && back < end ? end - back : end;
}

void oa_markup_text_len(FILE *out, const char *text, size_t len)
{
	char clean[PORTION + 1];

	while (len) {
		size_t portion = portion_len(text, len);

		oa_clean(clean, sizeof(clean), text, portion);
		put_escaped(out, clean);
		text += portion;
		len -= portion;
	}
}

void oa_markup_text(FILE *out, const char *text)
{
	if (text)
		oa_markup_text_len(out, text, strlen(text));
}

void oa_markup_lines(FILE *out, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		oa_markup_text_len(out, text, len);
		fputc('\n', out);
		text += len + (text[len] == '\n');
	}
}

const char *oa_markup_class(enum oa_state state)
{
	static const char *const names[OA_STATES] = {
		[OA_STATE_OK] = "ok",
		[OA_STATE_UNKNOWN] = "unknown",
		[OA_STATE_WARNING] = "warning",
		[OA_STATE_CRITICAL] = "critical",
	};

	return names[state];
}

const char *oa_markup_step_class(const struct oa_step *step)
{
	if (step->code == OA_CODE_NOT_TESTED)
		return "untested";
	return oa_markup_class(step->state);
}

void oa_markup_seconds(FILE *out, double seconds)
{
	if (seconds < 0.9995)
		fprintf(out, "%ld ms", lround(seconds * 1000));
	else
		fprintf(out, "%.*f s",
			seconds < 9.995   ? 2
			: seconds < 99.95 ? 1
					  : 0,
			seconds);
}

void oa_markup_remark(FILE *out, const char *title, const char *text)
{
	fprintf(out, "<p class=\"remark\"><b>%s</b> ", title);
	oa_markup_text(out, text);
	fputs("</p>\n", out);
}
