/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/ntlmseal.h"

#include "common/base/bytes.h"
#include "common/base/secret.h"
#include "common/net/ntlmcrypt.h"

#include <nettle/memops.h>

#include <string.h>

/* The texts that tell the four keys apart, each hashed with its NUL. */
static const char client_signing[] =
	"session key to client-to-server signing key magic constant";
static const char client_sealing[] =
	"session key to client-to-server sealing key magic constant";
static const char server_signing[] =
	"session key to server-to-client signing key magic constant";
static const char server_sealing[] =
	"session key to server-to-client sealing key magic constant";

static void init_direction(struct oa_ntlm_direction *direction, const uint8_t key[16],
	const char *signing, const char *sealing)
{
	const struct oa_ntlm_piece sign[] = {{key, 16}, {signing, strlen(signing) + 1}};
	const struct oa_ntlm_piece seal[] = {{key, 16}, {sealing, strlen(sealing) + 1}};
	uint8_t seal_key[16];

	oa_ntlm_md5(sign, 2, direction->sign_key);
	oa_ntlm_md5(seal, 2, seal_key);
	arcfour128_set_key(&direction->rc4, seal_key);
	direction->sequence = 0;
	oa_wipe(seal_key, sizeof(seal_key));
}

void oa_ntlm_seal_init(
	struct oa_ntlm_seal *seal, const uint8_t exported_session_key[16])
{
	init_direction(
		&seal->client, exported_session_key, client_signing, client_sealing);
	init_direction(
		&seal->server, exported_session_key, server_signing, server_sealing);
}

/* Computes the MAC over a PDU in clear, not yet encrypted. */
static void compute_mac(const struct oa_ntlm_direction *direction, const void *pdu,
	size_t pdu_len, uint8_t ret_mac[8])
{
	uint8_t sequence[4], mac[16];
	struct oa_writer out = oa_writer(sequence, sizeof(sequence));
	const struct oa_ntlm_piece pieces[] = {{sequence, 4}, {pdu, pdu_len}};

	oa_write_u32(&out, direction->sequence);
	oa_ntlm_hmac(direction->sign_key, pieces, 2, mac);
	memcpy(ret_mac, mac, 8);
}

/* Puts the signature together and goes on to the next PDU. */
static void finish(
	struct oa_ntlm_direction *direction, uint8_t mac[8], uint8_t ret_signature[16])
{
	struct oa_writer out = oa_writer(ret_signature, 16);

	arcfour_crypt(&direction->rc4, 8, mac, mac);
	oa_write_u32(&out, 1); /* version, [MS-NLMP] 2.2.2.9.2 */
	oa_write_bytes(&out, mac, 8);
	oa_write_u32(&out, direction->sequence++);
}

void oa_ntlm_sign(struct oa_ntlm_seal *seal, const void *pdu, size_t pdu_len,
	void *seal_part, size_t seal_len, uint8_t ret_signature[16])
{
	uint8_t mac[8];

	compute_mac(&seal->client, pdu, pdu_len, mac);
	if (seal_part)
		arcfour_crypt(&seal->client.rc4, seal_len, seal_part, seal_part);
	finish(&seal->client, mac, ret_signature);
}

bool oa_ntlm_verify(struct oa_ntlm_seal *seal, void *pdu, size_t pdu_len,
	void *seal_part, size_t seal_len, const uint8_t signature[16])
{
	uint8_t mac[8], expected[16];

	if (seal_part)
		arcfour_crypt(&seal->server.rc4, seal_len, seal_part, seal_part);
	compute_mac(&seal->server, pdu, pdu_len, mac);
	finish(&seal->server, mac, expected);
	return memeql_sec(expected, signature, sizeof(expected));
}

void oa_ntlm_seal_wipe(struct oa_ntlm_seal *seal)
{
	oa_wipe(seal, sizeof(*seal));
}
