/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_BASE_SETTINGS_H
#define OA_BASE_SETTINGS_H

/*
 * Reading of ini files: [section] headings, `name = value` or bare `name` lines,
 * comments behind ; or # at the start of a line and behind a ; that follows a
 * blank.  The values may be secrets and are wiped when they go.
 */

#include "common/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* One line of a file. */
struct oa_setting {
	char *section; /* heading above it, "" before the first one; owned */
	char *name;    /* as written; owned */
	char *value;   /* without blanks around it, "" for a bare name; owned */
	int line;      /* where it stands, from 1 */
};

/* All lines of a file, in their order or sorted by section; a name may occur again. */
struct oa_settings {
	struct oa_setting *item; /* owned */
	size_t count;            /* items */
	bool is_sorted;          /* see oa_settings_sort() */
};

/* Reads stream to its end; the caller closes it.  On success the caller releases
 * ret_settings by oa_settings_free().  Returns 0, or -1 with OA_LAYER_FILE (number
 * 0: content, else errno) or OA_LAYER_SYSTEM without memory; the text names the
 * line but not its content. */
int oa_settings_read(
	FILE *stream, struct oa_settings *ret_settings, struct oa_error *err);

/* Puts the lines of each section together, in the order of the file, so that a section
 * among thousands is found quickly. */
void oa_settings_sort(struct oa_settings *settings);

/* Returns the place of the first line of the section, or settings->count. */
size_t oa_settings_first(const struct oa_settings *settings, const char *section);

/* Returns the place of the line of the same section that follows the one at `at', or
 * settings->count. */
size_t oa_settings_next(const struct oa_settings *settings, size_t at);

/* Returns true if a line stands in the section. */
bool oa_settings_has_section(const struct oa_settings *settings, const char *section);

/* Returns the value of the last line of that name in the section, borrowed, or NULL
 * if there is none. */
const char *oa_settings_get(
	const struct oa_settings *settings, const char *section, const char *name);

/* Wipes and releases everything. */
void oa_settings_free(struct oa_settings *settings);

#endif
