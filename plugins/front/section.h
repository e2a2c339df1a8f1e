/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_SECTION_H
#define OA_PLUGINS_FRONT_SECTION_H

/*
 * A section of an ini file as options.  A line `use = OTHER' stands for the lines of
 * that section, which are weaker than those of the section itself wherever it stands.
 */

#include "common/base/settings.h"
#include "plugins/front/options.h"

/* Uses that one section may come to, with those of the sections that it uses. */
#define OA_SECTION_USES_MAX 64

/* Appends the options of a section of the file `origin' to arguments, those of the
 * sections that it uses before its own, and sets ret_has_secret (left alone otherwise)
 * if a secret is among them.  A section without lines is no failure, but one that is
 * used must be there.  Returns 0, or -1 with OA_LAYER_USAGE (an unknown option; a
 * section that is missing, uses itself, or uses too many) or OA_LAYER_SYSTEM. */
int oa_section_take(const struct oa_settings *settings, const char *section,
	const char *origin, const struct oa_option_group *groups,
	struct oa_arguments *arguments, bool *ret_has_secret, struct oa_error *err);

#endif
