/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_NTLM_H
#define OA_NET_NTLM_H

/*
 * The client's side of NTLM ([MS-NLMP]), for HTTP and for RPC: NTLMv2 only,
 * Unicode, with extended session security, key exchange, message integrity code
 * (to servers that send their time, [MS-NLMP] 3.1.5.1.2) and channel bindings.
 * Time and randomness are parameters.
 *
 *   oa_ntlm_negotiate(use, negotiate);          send, receive the challenge
 *   oa_ntlm_challenge_parse(bytes, len, &challenge, err);
 *   oa_ntlm_fresh_make(&fresh, err);
 *   oa_ntlm_authenticate(&login, &challenge, &fresh, &answer, err);
 *   ...                                         send answer.bytes
 *   oa_ntlm_answer_free(&answer);
 */

#include "common/base/error.h"
#include "common/net/ntlmchallenge.h"
#include "common/net/ntlmlogin.h"
#include "common/net/ntlmseal.h"

/* Bytes of a NEGOTIATE message with its version field: some servers refuse the
 * shorter form. */
#define OA_NTLM_NEGOTIATE_LEN 40

/* An AUTHENTICATE message and what it established. */
struct oa_ntlm_answer {
	uint8_t *bytes;                   /* the message, owned */
	size_t len;                       /* its bytes */
	uint32_t flags;                   /* what both sides have agreed to */
	uint8_t exported_session_key[16]; /* for oa_ntlm_seal_init */
	bool can_sign; /* the server granted all that signing needs */
	bool can_seal; /* the server granted all that sealing needs */
};

/* Builds the NEGOTIATE message ([MS-NLMP] 2.2.1.1). */
void oa_ntlm_negotiate(
	enum oa_ntlm_use use, uint8_t ret_message[OA_NTLM_NEGOTIATE_LEN]);

/* Fills ret_fresh from the system's random numbers and clock; returns 0, or -1
 * (OA_LAYER_SYSTEM). */
int oa_ntlm_fresh_make(struct oa_ntlm_fresh *ret_fresh, struct oa_error *err);

/* Answers a challenge ([MS-NLMP] 2.2.1.3, 3.1.5.1.2).  The caller gives
 * ret_answer to oa_ntlm_answer_free and wipes fresh.  Returns 0, or -1:
 * OA_LAYER_USAGE when a name or the password is not UTF-8 or too long,
 * OA_LAYER_AUTH when the server does not speak Unicode, OA_LAYER_SYSTEM without
 * memory.  What else the server has not granted shows in ret_answer. */
int oa_ntlm_authenticate(const struct oa_ntlm_login *login,
	const struct oa_ntlm_challenge *challenge, const struct oa_ntlm_fresh *fresh,
	struct oa_ntlm_answer *ret_answer, struct oa_error *err);

/* Wipes and releases the message and the key. */
void oa_ntlm_answer_free(struct oa_ntlm_answer *answer);

#endif
