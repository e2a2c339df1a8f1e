/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/help.h"

#include "common/base/text.h"
#include "plugins/front/options.h"
#include "plugins/front/version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH       80
#define TEXT_COLUMN 28

/* Returns the length of what must stay on one line: a word, or in a command line
 * an option with its argument. */
static size_t unit_len(const char *text, bool is_command)
{
	size_t len = strcspn(text, " ");

	while (is_command && text[len] && text[len + 1] != '-')
		len += 1 + strcspn(text + len + 1, " ");
	return len;
}

/* Prints text from column `at` on, broken at blanks; further lines begin at column
 * `indent`.  Broken lines of a command end with a backslash. */
static void print_wrapped(
	FILE *out, const char *text, size_t at, size_t indent, bool is_command)
{
	const char *breaker = is_command ? " \\" : "";
	size_t room = WIDTH - strlen(breaker);
	bool is_first = true;

	for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
		size_t len = unit_len(text, is_command);

		if (!is_first && at + 1 + len > room) {
			fprintf(out, "%s\n%*s", breaker, (int)indent, "");
			at = indent;
			is_first = true;
		}
		at += (size_t)fprintf(
			out, "%s%.*s", is_first ? "" : " ", (int)len, text);
		is_first = false;
		text += len;
	}
	fputc('\n', out);
}

/* The notes that follow the sentence: what may be given, what else is so. */
static void append_notes(char *text, size_t size, const struct oa_option *option)
{
	const char *separator = "";

	if (option->choices) {
		oa_append(text, size, ": ");
		for (size_t i = 0; option->choices[i]; i++, separator = ", ")
			oa_append(text, size, "%s%s", separator, option->choices[i]);
	}
	if (option->is_required)
		oa_append(text, size, " (required)");
	if (option->fallback)
		oa_append(text, size, " (default %s)", option->fallback);
	if (oa_option_is_repeatable(option->type))
		oa_append(text, size, " (may be repeated)");
}

static void print_option(FILE *out, const struct oa_option *option)
{
	char left[80] = "  ", text[640] = "";
	size_t at;

	if (option->letter)
		oa_append(left, sizeof(left), "-%c, ", option->letter);
	oa_append(left, sizeof(left), "--%s", option->name);
	if (option->argument)
		oa_append(left, sizeof(left),
			option->may_stand_alone ? "%s%s" : " %s%s",
			option->may_stand_alone ? "=" : option->argument,
			option->may_stand_alone ? option->argument : "");
	at = strlen(left);
	fputs(left, out);
	if (at + 2 > TEXT_COLUMN) {
		fputc('\n', out);
		at = 0;
	}
	fprintf(out, "%*s", (int)(TEXT_COLUMN - at), "");
	oa_append(text, sizeof(text), "%s", option->help);
	append_notes(text, sizeof(text), option);
	print_wrapped(out, text, TEXT_COLUMN, TEXT_COLUMN, false);
}

static bool has_visible(const struct oa_option_group *group)
{
	const struct oa_option *option = group->options;

	while (option->name && option->is_hidden)
		option++;
	return option->name;
}

static void print_groups(FILE *out, const struct oa_option_group *groups)
{
	for (; groups->title; groups++) {
		if (!has_visible(groups))
			continue;
		fprintf(out, "\n%s:\n", groups->title);
		for (const struct oa_option *o = groups->options; o->name; o++)
			if (!o->is_hidden)
				print_option(out, o);
	}
}

static void print_perf(FILE *out, const struct oa_program *program)
{
	fprintf(out, "\nPerformance data (-w and -c judge %s):\n", program->main_label);
	for (const struct oa_perf *perf = program->perf; perf->label; perf++) {
		char text[320] = "";

		fprintf(out, "  %-*s", TEXT_COLUMN - 2, perf->label);
		oa_append(text, sizeof(text), "%s", perf->meaning);
		if (perf->unit[0])
			oa_append(text, sizeof(text), " [%s]", perf->unit);
		print_wrapped(out, text, TEXT_COLUMN, TEXT_COLUMN, false);
	}
}

static void print_examples(FILE *out, const struct oa_program *program)
{
	fprintf(out, "\nExamples:\n");
	for (size_t i = 0; program->examples[i]; i++) {
		int at = fprintf(out, "  %s ", program->name);

		print_wrapped(out, program->examples[i], (size_t)at, 6, true);
	}
}

char *oa_help_text(const struct oa_program *program)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	bool is_whole;

	if (!out)
		return NULL;
	fprintf(out, "Usage: %s %s\n\n", program->name,
		program->usage ? program->usage : "-H NAME [OPTION]...");
	print_wrapped(out, program->summary, 0, 0, false);
	print_groups(out, program->groups);
	if (program->main_label)
		print_perf(out, program);
	print_examples(out, program);
	fprintf(out, "\nExit codes: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.\n");
	is_whole = !ferror(out);
	if (fclose(out) == 0 && is_whole)
		return text;
	free(text);
	return NULL;
}

char *oa_version_text(const struct oa_program *program)
{
	char line[128] = "";

	oa_append(
		line, sizeof(line), "%s (oa-plugins) %s\n", program->name, OA_VERSION);
	return strdup(line);
}
