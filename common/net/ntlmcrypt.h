/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_NTLMCRYPT_H
#define OA_NET_NTLMCRYPT_H

/*
 * The computations of NTLMv2 ([MS-NLMP] 3.3.2): pure functions over bytes.  MD4,
 * MD5, HMAC and RC4 come from nettle.  Whatever is a key is wiped in here; what
 * is returned is wiped by the caller.
 */

#include "common/net/utf16.h"

#include <stddef.h>
#include <stdint.h>

/* Some bytes to be hashed one after the other; borrowed. */
struct oa_ntlm_piece {
	const void *bytes; /* first byte */
	size_t len;        /* bytes */
};

/* Computes HMAC-MD5 over the joined pieces. */
void oa_ntlm_hmac(const uint8_t key[16], const struct oa_ntlm_piece *pieces,
	size_t pieces_len, uint8_t ret_mac[16]);

/* Computes MD5 over the joined pieces. */
void oa_ntlm_md5(
	const struct oa_ntlm_piece *pieces, size_t pieces_len, uint8_t ret_digest[16]);

/* Computes the NT hash, MD4 over the password ([MS-NLMP] 3.3.1, NTOWFv1). */
void oa_ntlm_nt_hash(const struct oa_utf16 *password, uint8_t ret_hash[16]);

/* Computes the NTLMv2 key from the NT hash, the user in upper case and the
 * domain as it was given ([MS-NLMP] 3.3.2, NTOWFv2). */
void oa_ntlm_v2_key(const uint8_t nt_hash[16], const struct oa_utf16 *upper_user,
	const struct oa_utf16 *domain, uint8_t ret_key[16]);

/* Computes the NT proof and the session base key from the server's challenge and
 * blob, the client's part of the response ([MS-NLMP] 3.3.2, `temp`). */
void oa_ntlm_v2_proof(const uint8_t key[16], const uint8_t server_challenge[8],
	const struct oa_ntlm_piece *blob, uint8_t ret_proof[16],
	uint8_t ret_session_base_key[16]);

/* Computes the 24 bytes of the LMv2 response ([MS-NLMP] 3.3.2). */
void oa_ntlm_lm_response(const uint8_t key[16], const uint8_t server_challenge[8],
	const uint8_t client_challenge[8], uint8_t ret_response[24]);

/* Encrypts 16 bytes with RC4 under a key that is used only once, for the
 * exchange of the session key ([MS-NLMP] 3.1.5.1.2). */
void oa_ntlm_rc4_once(
	const uint8_t key[16], const uint8_t bytes[16], uint8_t ret_bytes[16]);

#endif
