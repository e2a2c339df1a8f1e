/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_HELP_H
#define OA_PLUGINS_FRONT_HELP_H

/*
 * --help and --version, made from the descriptor.
 */

#include "plugins/front/program.h"

/* Returns the help, at most 80 columns wide; the caller frees it.  NULL without
 * memory. */
char *oa_help_text(const struct oa_program *program);

/* Returns the line of --version; the caller frees it.  NULL without memory. */
char *oa_version_text(const struct oa_program *program);

#endif
