/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_BASE64_H
#define OA_NET_BASE64_H

/*
 * Base64 (RFC 4648, 4) by nettle, with lengths in hand.
 */

#include <stddef.h>
#include <stdint.h>

/* Returns the characters that len bytes become, with padding, without a NUL. */
size_t oa_base64_encoded_len(size_t len);

/* Writes the base64 of len bytes at bytes to ret_text, which has room for
 * oa_base64_encoded_len(len) characters; no NUL is added. */
void oa_base64_encode(const void *bytes, size_t len, char *ret_text);

/* Decodes len characters, padded and without white space, into buffer of size
 * bytes and puts the number of bytes into ret_len.  Returns 0, or -1 when it is
 * not base64 or does not fit. */
int oa_base64_decode(
	const char *text, size_t len, void *buffer, size_t size, size_t *ret_len);

#endif
