/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_OPTIONS_H
#define OA_PLUGINS_FRONT_OPTIONS_H

/*
 * From words to settings, in two steps: words of the command line or lines of a
 * file become a list of arguments, then lists are stored into the settings, the
 * weaker list first.  A list owns its values; text in the settings is borrowed
 * from it, so the list must live as long as they do.
 */

#include "plugins/front/program.h"

/* One option as it was given. */
struct oa_argument {
	const struct oa_option *option; /* which */
	char *value;                    /* owned; NULL if none was given */
	char *origin;                   /* owned name of a file; NULL for argv */
};

/* Options in the order in which they were given. */
struct oa_arguments {
	struct oa_argument *item; /* owned */
	size_t count;             /* items */
};

/* Appends everything in argv[1..argc-1] to arguments.  Goes on behind a mistake,
 * so that every secret is copied and then wiped from argv in any case.  Returns
 * 0, or -1 with the first mistake: OA_LAYER_USAGE, or OA_LAYER_SYSTEM without
 * memory. */
int oa_arguments_scan(struct oa_arguments *arguments,
	const struct oa_option_group *groups, int argc, char **argv,
	struct oa_error *err);

/* Appends the option `name` (a long name, or one letter) with the given value, ""
 * for none, as a line of the file `origin` says it.  Returns 0, or -1 with
 * OA_LAYER_USAGE or OA_LAYER_SYSTEM. */
int oa_arguments_add(struct oa_arguments *arguments,
	const struct oa_option_group *groups, const char *name, const char *value,
	const char *origin, struct oa_error *err);

/* Returns the last argument of the long name, or NULL if there is none. */
const struct oa_argument *oa_arguments_find(
	const struct oa_arguments *arguments, const char *name);

/* Releases the list and wipes its secrets. */
void oa_arguments_free(struct oa_arguments *arguments);

/* Stores the default of every option that has one into the zeroed settings;
 * returns 0, or -1 with OA_LAYER_USAGE (a mistake in the table). */
int oa_options_defaults(
	void *settings, const struct oa_option_group *groups, struct oa_error *err);

/* Stores the arguments into the settings; of an option given twice the last one
 * counts, repeatable ones add up.  Returns 0, or -1 with OA_LAYER_USAGE or
 * OA_LAYER_SYSTEM. */
int oa_options_store(
	void *settings, const struct oa_arguments *arguments, struct oa_error *err);

/* Checks that each required option is in one of the two lists; returns 0, or -1
 * with OA_LAYER_USAGE. */
int oa_options_require(const struct oa_option_group *groups,
	const struct oa_arguments *from_files, const struct oa_arguments *from_argv,
	struct oa_error *err);

/* Releases what oa_options_store() allocated in the settings: lists, secrets. */
void oa_options_free(void *settings, const struct oa_option_group *groups);

/* Returns true if the type may be given more than once with a meaning. */
bool oa_option_is_repeatable(enum oa_option_type type);

#endif
