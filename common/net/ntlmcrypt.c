/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/ntlmcrypt.h"

#include "common/base/secret.h"

#include <nettle/arcfour.h>
#include <nettle/hmac.h>
#include <nettle/md4.h>
#include <nettle/md5.h>

#include <string.h>

void oa_ntlm_hmac(const uint8_t key[16], const struct oa_ntlm_piece *pieces,
	size_t pieces_len, uint8_t ret_mac[16])
{
	struct hmac_md5_ctx hmac;

	hmac_md5_set_key(&hmac, 16, key);
	for (size_t i = 0; i < pieces_len; i++)
		hmac_md5_update(&hmac, pieces[i].len, pieces[i].bytes);
	hmac_md5_digest(&hmac, 16, ret_mac);
	oa_wipe(&hmac, sizeof(hmac));
}

void oa_ntlm_md5(
	const struct oa_ntlm_piece *pieces, size_t pieces_len, uint8_t ret_digest[16])
{
	struct md5_ctx md5;

	md5_init(&md5);
	for (size_t i = 0; i < pieces_len; i++)
		md5_update(&md5, pieces[i].len, pieces[i].bytes);
	md5_digest(&md5, 16, ret_digest);
	oa_wipe(&md5, sizeof(md5));
}

void oa_ntlm_nt_hash(const struct oa_utf16 *password, uint8_t ret_hash[16])
{
	struct md4_ctx md4;

	md4_init(&md4);
	md4_update(&md4, password->len, password->bytes);
	md4_digest(&md4, 16, ret_hash);
	oa_wipe(&md4, sizeof(md4));
}

void oa_ntlm_v2_key(const uint8_t nt_hash[16], const struct oa_utf16 *upper_user,
	const struct oa_utf16 *domain, uint8_t ret_key[16])
{
	const struct oa_ntlm_piece names[] = {
		{upper_user->bytes, upper_user->len}, {domain->bytes, domain->len}};

	oa_ntlm_hmac(nt_hash, names, 2, ret_key);
}

void oa_ntlm_v2_proof(const uint8_t key[16], const uint8_t server_challenge[8],
	const struct oa_ntlm_piece *blob, uint8_t ret_proof[16],
	uint8_t ret_session_base_key[16])
{
	const struct oa_ntlm_piece proven[] = {{server_challenge, 8}, *blob};
	const struct oa_ntlm_piece proof = {ret_proof, 16};

	oa_ntlm_hmac(key, proven, 2, ret_proof);
	oa_ntlm_hmac(key, &proof, 1, ret_session_base_key);
}

void oa_ntlm_lm_response(const uint8_t key[16], const uint8_t server_challenge[8],
	const uint8_t client_challenge[8], uint8_t ret_response[24])
{
	const struct oa_ntlm_piece proven[] = {
		{server_challenge, 8}, {client_challenge, 8}};

	oa_ntlm_hmac(key, proven, 2, ret_response);
	memcpy(ret_response + 16, client_challenge, 8);
}

void oa_ntlm_rc4_once(
	const uint8_t key[16], const uint8_t bytes[16], uint8_t ret_bytes[16])
{
	struct arcfour_ctx rc4;

	arcfour128_set_key(&rc4, key);
	arcfour_crypt(&rc4, 16, ret_bytes, bytes);
	oa_wipe(&rc4, sizeof(rc4));
}
