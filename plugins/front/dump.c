/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/dump.h"

#include "plugins/front/options.h"
#include "plugins/front/version.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *const type_names[] = {
	[OA_OPTION_FLAG] = "flag",
	[OA_OPTION_COUNT] = "count",
	[OA_OPTION_TEXT] = "text",
	[OA_OPTION_LIST] = "list",
	[OA_OPTION_INTEGER] = "integer",
	[OA_OPTION_SECONDS] = "seconds",
	[OA_OPTION_RANGE] = "range",
	[OA_OPTION_CHOICE] = "choice",
	[OA_OPTION_PORTS] = "ports",
	[OA_OPTION_SECRET] = "secret",
};

static json_t *dump_strings(const char *const *strings)
{
	json_t *array = json_array();

	for (; strings && *strings; strings++)
		json_array_append_new(array, json_string(*strings));
	return array;
}

/* Keys without a meaning for the option are null. */
static json_t *dump_option(const struct oa_option *option,
	const struct oa_dump_part *part, const char *group)
{
	bool is_hidden = option->is_hidden &&
			 (!part->shown || strcmp(part->shown, group) != 0);
	char letter[2] = {option->letter, '\0'};
	bool has_limits = option->type == OA_OPTION_INTEGER;

	return json_pack("{s:s, s:s?, s:s, s:s?, s:b, s:s?, s:o, s:o, s:o, s:b, s:b, "
			 "s:b, s:b, s:s, s:s, s:s}",
		"long", option->name, "short", option->letter ? letter : NULL, "type",
		type_names[option->type], "argument", option->argument,
		"argument_optional", option->may_stand_alone, "default",
		option->fallback, "choices",
		option->choices ? dump_strings(option->choices) : json_null(), "min",
		has_limits ? json_integer(option->min) : json_null(), "max",
		option->max && (has_limits || option->type == OA_OPTION_SECONDS)
			? json_integer(option->max)
			: json_null(),
		"repeatable", oa_option_is_repeatable(option->type), "required",
		option->is_required, "secret", option->type == OA_OPTION_SECRET,
		"hidden", is_hidden, "section", part->section, "group", group, "help",
		option->help);
}

static void dump_part(json_t *array, const struct oa_dump_part *part)
{
	const struct oa_option_group *groups = part->groups;

	for (; groups->title; groups++)
		for (const struct oa_option *o = groups->options; o->name; o++)
			json_array_append_new(
				array, dump_option(o, part, groups->title));
}

static json_t *dump_options(const struct oa_dump_part *part, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		dump_part(array, &part[i]);
	return array;
}

static json_t *dump_perf(const struct oa_perf *perf)
{
	json_t *array = json_array();

	for (; perf->label; perf++)
		json_array_append_new(
			array, json_pack("{s:s, s:s, s:s}", "label", perf->label,
				       "unit", perf->unit, "meaning", perf->meaning));
	return array;
}

char *oa_dump_parts(
	const struct oa_program *program, const struct oa_dump_part *part, size_t count)
{
	json_t *root = json_pack("{s:i, s:s, s:s, s:s, s:s, s:o, s:o, s:s?, s:o}",
		"schema", 1, "program", program->name, "concern", program->concern,
		"version", OA_VERSION, "summary", program->summary, "options",
		dump_options(part, count), "perfdata", dump_perf(program->perf),
		"main_label", program->main_label, "examples",
		dump_strings(program->examples));
	char *text = root ? json_dumps(root, JSON_INDENT(1) | JSON_ENSURE_ASCII) : NULL;
	size_t len = text ? strlen(text) : 0;
	char *line = text ? realloc(text, len + 2) : NULL;

	json_decref(root);
	if (line)
		memcpy(line + len, "\n", 2);
	else
		free(text);
	return line;
}

char *oa_dump_text(const struct oa_program *program)
{
	const struct oa_dump_part part = {"command line", program->groups, NULL};

	return oa_dump_parts(program, &part, 1);
}
