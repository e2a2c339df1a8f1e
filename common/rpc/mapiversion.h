/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_MAPIVERSION_H
#define OA_RPC_MAPIVERSION_H

/*
 * Versions of clients and servers as the store's interface carries them: four
 * numbers packed into three words ([MS-OXCRPC] 3.1.4.1.3).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that hold any version as text, with the NUL. */
#define OA_MAPI_VERSION_TEXT_LEN 24

/* A version; all zero means that none was given. */
struct oa_mapi_version {
	uint16_t word[3]; /* as on the wire */
};

/* Reads "16.0.17928.20156" from all of text: product 0..255 twice, build 0..32767,
 * revision 0..65535.  Returns false and leaves ret_version alone otherwise. */
bool oa_mapi_version_parse(const char *text, struct oa_mapi_version *ret_version);

/* Puts the version as four numbers into buffer (size bytes, see
 * OA_MAPI_VERSION_TEXT_LEN); words of the old form, in which word 1 has no top bit
 * and a product has one number, give a product that ends with .0. */
void oa_mapi_version_format(
	const struct oa_mapi_version *version, char *buffer, size_t size);

#endif
