/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_UTF16_H
#define OA_NET_UTF16_H

/*
 * UTF-16LE as NTLM sends and hashes it.  Nothing here depends on the locale, so
 * that the same name gives the same hash everywhere.
 */

#include "common/base/error.h"

#include <stddef.h>
#include <stdint.h>

/* The longest text that is converted, in 16-bit units. */
#define OA_UTF16_MAX ((size_t)4096)

/* A text; it may be a password, so it is wiped when it goes. */
struct oa_utf16 {
	uint8_t *bytes; /* UTF-16LE without a NUL, owned; NULL when empty */
	size_t len;     /* bytes, a multiple of 2 */
};

/* Converts len bytes of UTF-8 at text (may be NULL with len 0) into ret_utf16,
 * which the caller gives to oa_utf16_free.  Returns 0, or -1: OA_LAYER_USAGE when
 * it is not UTF-8 or longer than OA_UTF16_MAX, OA_LAYER_SYSTEM without memory. */
int oa_utf16_from_utf8(
	const char *text, size_t len, struct oa_utf16 *ret_utf16, struct oa_error *err);

/* Turns every unit to upper case, one unit for one, as Windows does for names of
 * users: Latin, Greek, Cyrillic and Armenian letters; others stay as they are. */
void oa_utf16_upcase(struct oa_utf16 *utf16);

/* Wipes and releases the text. */
void oa_utf16_free(struct oa_utf16 *utf16);

/* Converts len bytes of UTF-16LE to cleaned UTF-8 (see oa_clean) in buffer of
 * size bytes, cut when it does not fit; broken surrogates become `?`. */
void oa_utf16_to_text(const uint8_t *bytes, size_t len, char *buffer, size_t size);

#endif
