/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_DUMP_H
#define OA_PLUGINS_FRONT_DUMP_H

/*
 * --dump-descriptor: the descriptor as JSON, for the generators of manuals,
 * completion and command definitions.
 */

#include "plugins/front/program.h"

/* Returns one JSON object and \n; the caller frees it.  NULL without memory. */
char *oa_dump_text(const struct oa_program *program);

#endif
