/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_BASE_MOMENT_H
#define OA_BASE_MOMENT_H

/*
 * Points in time as people type them.
 */

#include <stdbool.h>
#include <stdint.h>

/* Reads "2026-11-21T08:30", with seconds or without, followed by Z, by an offset like
 * +01:00 or by nothing (then it is UTC), or "@SECONDS" since 1970, into seconds since
 * 1970.  Returns false if it is none of them. */
bool oa_parse_moment(const char *text, int64_t *ret_seconds);

#endif
