/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_DUMP_H
#define OA_PLUGINS_FRONT_DUMP_H

/*
 * --dump-descriptor: the descriptor as JSON, for the generators of manuals,
 * completion and command definitions.
 */

#include "plugins/front/program.h"

/* Options that are given in the same place. */
struct oa_dump_part {
	const char *section; /* the place: "command line", or a section of a file */
	const struct oa_option_group *groups; /* the options */
	const char *shown; /* title of the group whose options are hidden elsewhere, but
			    * not here; or NULL */
};

/* Returns one JSON object and \n, in which each option names its place; the caller
 * frees it.  NULL without memory. */
char *oa_dump_parts(const struct oa_program *program, const struct oa_dump_part *part,
	size_t count);

/* The same for a program whose options are all on the command line. */
char *oa_dump_text(const struct oa_program *program);

#endif
