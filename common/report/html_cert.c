/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/report/markup.h"

#include <ctype.h>
#include <string.h>

/* One line of evidence, "name: value". */
struct line {
	const char *name;
	size_t name_len;
	const char *value;
	size_t value_len;
};

/* Reads the line at *text and moves behind it; false at the end.  A line without a
 * colon has no name. */
static bool next_line(const char **text, struct line *ret_line)
{
	const char *start = *text;
	size_t len = start ? strcspn(start, "\n") : 0;
	const char *colon = len ? memchr(start, ':', len) : NULL;

	if (!start || !*start)
		return false;
	*ret_line = (struct line){.name = start, .value = start, .value_len = len};
	if (colon && colon[1] == ' ') {
		ret_line->name_len = (size_t)(colon - start);
		ret_line->value = colon + 2;
		ret_line->value_len = len - ret_line->name_len - 2;
	}
	*text = start + len + (start[len] == '\n');
	return true;
}

/* Elements of the path are called "path 0" for the leaf and so on. */
static bool is_element(const struct line *line)
{
	return line->name_len > 5 && strncmp(line->name, "path ", 5) == 0 &&
	       isdigit((unsigned char)line->name[5]);
}

static bool has_path(const struct oa_step *step)
{
	const char *text = step->details;
	struct line line;

	if (step->hop != OA_HOP_TLS)
		return false;
	while (next_line(&text, &line))
		if (is_element(&line))
			return true;
	return false;
}

static void put_path(FILE *out, const struct oa_step *step)
{
	const char *text = step->details;
	struct line line;

	fputs("<ol class=\"path\">\n", out);
	while (next_line(&text, &line)) {
		if (!is_element(&line))
			continue;
		fputs("<li>", out);
		oa_markup_text_len(out, line.value, line.value_len);
		fputs("</li>\n", out);
	}
	fputs("</ol>\n", out);
}

static void put_facts(FILE *out, const struct oa_step *step)
{
	const char *text = step->details;
	struct line line;

	fputs("<dl>\n", out);
	while (next_line(&text, &line)) {
		if (!line.name_len || is_element(&line))
			continue;
		fputs("<dt>", out);
		oa_markup_text_len(out, line.name, line.name_len);
		fputs("</dt><dd>", out);
		oa_markup_text_len(out, line.value, line.value_len);
		fputs("</dd>\n", out);
	}
	fputs("</dl>\n", out);
}

void oa_markup_certificate(FILE *out, const struct oa_report *report)
{
	size_t i = 0;

	while (i < report->step_count && !has_path(&report->steps[i]))
		i++;
	if (i == report->step_count)
		return;
	fputs("<section>\n<h2>Certificate</h2>\n", out);
	put_path(out, &report->steps[i]);
	put_facts(out, &report->steps[i]);
	fputs("</section>\n", out);
}
