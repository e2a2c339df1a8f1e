/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_EXTRA_OPTS_H
#define OA_PLUGINS_FRONT_EXTRA_OPTS_H

/*
 * --extra-opts[=[SECTION][@FILE]]: options from a section of an ini file, in the
 * places that the Monitoring Plugins have made customary.
 */

#include "plugins/front/options.h"

/* Where to look when no file is named; both come from the environment. */
struct oa_ini_places {
	const char *file; /* MP_CONFIG_FILE, a file, or NULL */
	const char
		*path; /* NAGIOS_CONFIG_PATH, directories with `:' between, or NULL */
};

/* Appends the options of one --extra-opts to arguments; spec is its argument or
 * NULL.  A section that is not named may be missing.  A file that others can read
 * is noted in the report if a password is among the options.  Returns 0, or -1
 * with OA_LAYER_FILE ("NAME: reason"), OA_LAYER_USAGE (unknown option) or
 * OA_LAYER_SYSTEM. */
int oa_extra_opts_read(const char *spec, const struct oa_program *program,
	const struct oa_ini_places *places, struct oa_arguments *arguments,
	struct oa_report *report, struct oa_error *err);

#endif
