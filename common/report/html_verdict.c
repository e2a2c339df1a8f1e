/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/markup.h"

#include <ctype.h>
#include <string.h>

/* A GUID is 36 characters, of which the first group is enough to know it again. */
#define GUID_LEN  36
#define GUID_KEPT 8

static bool is_guid(const char *text)
{
	for (size_t i = 0; i < GUID_LEN; i++) {
		bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (is_dash ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
			return false;
	}
	return !isalnum((unsigned char)text[GUID_LEN]);
}

/* Returns the first GUID among the first len bytes of text, or NULL. */
static const char *find_guid(const char *text, size_t len)
{
	for (size_t i = 0; i + GUID_LEN <= len; i++)
		if (is_guid(text + i))
			return text + i;
	return NULL;
}

/* Exchange 2013 and later call a mailbox's server GUID@domain, which is longer than
 * the rest of a headline. */
static void put_shortened(FILE *out, const char *text, size_t len)
{
	const char *end = text + len, *guid;

	while ((guid = find_guid(text, (size_t)(end - text)))) {
		oa_markup_text_len(out, text, (size_t)(guid - text) + GUID_KEPT);
		fputs("\xe2\x80\xa6", out); /* ellipsis */
		text = guid + GUID_LEN;
	}
	oa_markup_text_len(out, text, (size_t)(end - text));
}

static void put_headline(FILE *out, const char *text)
{
	const char *more = strstr(text, "; ");
	size_t len = more ? (size_t)(more - text) : strlen(text);
	const char *guid = find_guid(text, len);

	fputs("<h1>", out);
	put_shortened(out, text, len);
	fputs("</h1>\n", out);
	if (more) {
		fputs("<p class=\"more\">", out);
		oa_markup_text(out, more + 2);
		fputs("</p>\n", out);
	}
	if (guid) {
		fputs("<p class=\"more\">In full: <code>", out);
		oa_markup_text_len(out, guid, strcspn(guid, ",;) "));
		fputs("</code></p>\n", out);
	}
}

void oa_markup_verdict(
	FILE *out, const struct oa_report *report, const struct oa_rendering *how)
{
	const struct oa_step *verdict = oa_report_verdict(report);
	enum oa_state state = oa_report_state(report);

	fprintf(out,
		"<section class=\"verdict %s\">\n<p><span class=\"badge\">%s</span> "
		"<code>%s</code></p>\n",
		oa_markup_class(state), oa_state_name(state),
		oa_diagnosis(verdict ? verdict->code : OA_CODE_OK)->name);
	put_headline(out, verdict ? verdict->text : how->ok_text);
	if (verdict && verdict->hint[0])
		oa_markup_remark(out, "Fix", verdict->hint);
	if (how->is_insecure)
		oa_markup_remark(out, "Note", "The certificate was not verified.");
	oa_markup_chain(out, report);
	fputs("</section>\n", out);
}
