/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_PLACES_H
#define OA_PLUGINS_FRONT_PLACES_H

/*
 * The places after --backend; apart from settle.h, because only some programs have any.
 */

#include "plugins/front/program.h"

/* Returns 0 if each place after --backend is HOST, HOST:PORT or [ADDR]:PORT, else -1
 * with OA_LAYER_USAGE. */
int oa_check_places(const struct oa_strings *places, struct oa_error *err);

#endif
