/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_NTLMSEAL_H
#define OA_NET_NTLMSEAL_H

/*
 * NTLM message security for RPC: 128 bit keys, extended session security and
 * key exchange ([MS-NLMP] 3.4.4.2, 3.4.5).  One key stream and one sequence
 * number per direction, so PDUs must be handed in exactly in the order in which
 * they are sent and received.
 */

#include <nettle/arcfour.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Keys of one direction. */
struct oa_ntlm_direction {
	uint8_t sign_key[16];   /* for the MAC ([MS-NLMP] 3.4.5.2) */
	struct arcfour_ctx rc4; /* key stream ([MS-NLMP] 3.4.5.3) */
	uint32_t sequence;      /* number of the next PDU */
};

/* Message security of one context; wiped with oa_ntlm_seal_wipe. */
struct oa_ntlm_seal {
	struct oa_ntlm_direction client; /* client to server */
	struct oa_ntlm_direction server; /* server to client */
};

/* Derives all keys from the exported session key; sequences start at 0. */
void oa_ntlm_seal_init(
	struct oa_ntlm_seal *seal, const uint8_t exported_session_key[16]);

/* Signs a PDU of pdu_len bytes that is about to be sent, and encrypts seal_len
 * bytes at seal_part, which lies inside it, in place; with seal_part NULL it
 * only signs.  The MAC covers the PDU in clear up to, not with, the signature,
 * lengths in the header final; the 16 bytes go to ret_signature. */
void oa_ntlm_sign(struct oa_ntlm_seal *seal, const void *pdu, size_t pdu_len,
	void *seal_part, size_t seal_len, uint8_t ret_signature[16]);

/* Decrypts seal_len bytes at seal_part, which lies inside a received PDU of
 * pdu_len bytes (without its signature), in place, unless it is NULL, and
 * returns true if the signature belongs to the result.  Compares in constant
 * time; after false the context is of no further use. */
bool oa_ntlm_verify(struct oa_ntlm_seal *seal, void *pdu, size_t pdu_len,
	void *seal_part, size_t seal_len, const uint8_t signature[16]);

/* Overwrites all keys. */
void oa_ntlm_seal_wipe(struct oa_ntlm_seal *seal);

#endif
