/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/sections.h"

#include "plugins/front/section.h"
#include "snmp/watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* As deep as sections may use others, see plugins/front/section.c. */
#define DEPTH_MAX 8

/* "check_oa" is a program, and so is what begins with "check_oa_"; a target may be
 * named "check_oasis". */
static bool is_program(const char *name)
{
	static const char head[] = "check_oa";
	size_t len = sizeof(head) - 1;

	return strncmp(name, head, len) == 0 && (!name[len] || name[len] == '_');
}

static bool is_ours(const char *name)
{
	return strcmp(name, "agent") != 0 && !is_program(name);
}

static bool is_named(
	const struct oa_setting *line, const char *name, const char *letter)
{
	return strcmp(line->name, name) == 0 || strcmp(line->name, letter) == 0;
}

/* What uses too many others counts as a target, so that it is taken and refused. */
static bool has_host(const struct oa_settings *settings, const char *section,
	unsigned depth, unsigned *uses_left)
{
	bool is_found = !*uses_left;

	*uses_left -= is_found ? 0 : 1;
	for (size_t i = oa_settings_first(settings, section);
		i < settings->count && !is_found; i = oa_settings_next(settings, i)) {
		const struct oa_setting *line = &settings->item[i];

		is_found = is_named(line, "hostname", "H") ||
			   (depth && strcmp(line->name, "use") == 0 &&
				   has_host(settings, line->value, depth - 1,
					   uses_left));
	}
	return is_found;
}

static int judge(const struct oa_setting *first, struct oa_error *err)
{
	/* what follows a blank may be a secret, where the = was forgotten */
	if (!first->section[0])
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"line %d: %.*s stands before the first section", first->line,
			(int)strcspn(first->name, " \t"), first->name);
	if (strlen(first->section) > OA_WATCH_NAME_MAX)
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"line %d: the name of the section is longer than %d bytes",
			first->line, OA_WATCH_NAME_MAX);
	return 0;
}

static int add(struct oa_sections *sections, const struct oa_settings *settings,
	size_t first, struct oa_error *err)
{
	const struct oa_setting *line = &settings->item[first];
	struct oa_section *section = &sections->item[sections->count];
	unsigned uses_left = OA_SECTION_USES_MAX + 1, own = 1;

	if (judge(line, err) < 0)
		return -1;
	if (!is_ours(line->section))
		return 0;
	*section = (struct oa_section){.name = line->section,
		.line = line->line,
		.has_own_host = has_host(settings, line->section, 0, &own),
		.has_host = has_host(settings, line->section, DEPTH_MAX, &uses_left)};
	sections->count++;
	return 0;
}

static int compare_lines(const void *a, const void *b)
{
	const struct oa_section *left = a, *right = b;

	return (left->line > right->line) - (left->line < right->line);
}

static int compare_names(const void *key, const void *item)
{
	const struct oa_section *section = item;

	return strcmp(key, section->name);
}

/* The sections are sorted by name here. */
static void mark_used(struct oa_sections *sections, const struct oa_settings *settings)
{
	for (size_t i = 0; i < settings->count; i++) {
		const struct oa_setting *line = &settings->item[i];
		struct oa_section *used = NULL;

		if (strcmp(line->name, "use") == 0)
			used = bsearch(line->value, sections->item, sections->count,
				sizeof(*sections->item), compare_names);
		if (used && is_ours(line->section))
			used->is_used = true;
		else if (used)
			used->is_elsewhere = true;
	}
}

static int fill(struct oa_sections *sections, const struct oa_settings *settings,
	struct oa_error *err)
{
	for (size_t i = 0; i < settings->count; i++)
		if ((!i || strcmp(settings->item[i - 1].section,
				   settings->item[i].section) != 0) &&
			add(sections, settings, i, err) < 0)
			return -1;
	if (!sections->count)
		return 0;
	mark_used(sections, settings);
	qsort(sections->item, sections->count, sizeof(*sections->item), compare_lines);
	return 0;
}

int oa_sections_find(const struct oa_settings *settings,
	struct oa_sections *ret_sections, struct oa_error *err)
{
	struct oa_sections sections = {
		.item = calloc(settings->count + 1, sizeof(*sections.item))};

	if (!sections.item)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	if (fill(&sections, settings, err) < 0) {
		oa_sections_free(&sections);
		return -1;
	}
	*ret_sections = sections;
	return 0;
}

bool oa_section_is_target(const struct oa_section *section)
{
	return section->has_own_host || (section->has_host && !section->is_used);
}

void oa_sections_free(struct oa_sections *sections)
{
	free(sections->item);
	*sections = (struct oa_sections){.item = NULL};
}
