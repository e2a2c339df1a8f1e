/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/ntlm.h"

#include "common/base/array.h"
#include "common/base/bytes.h"
#include "common/net/ntlmcrypt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#define AUTHENTICATE_HEAD ((size_t)88) /* fixed part with version and MIC */
#define MIC_AT            ((size_t)72)
#define MIC_PROVIDED      0x2U /* MsvAvFlags: the message has a MIC */

static const uint8_t signature[8] = "NTLMSSP";

/* Windows 10.0.17763, NTLM revision 15 ([MS-NLMP] 2.2.2.10). */
static const uint8_t version[8] = {10, 0, 0x63, 0x45, 0, 0, 0, 15};

/* The session key as it is sent. */
struct exchanged_key {
	uint8_t bytes[16]; /* encrypted */
	size_t len;        /* 16, or 0 when it is not sent */
};

static uint32_t offered_flags(enum oa_ntlm_use use)
{
	uint32_t flags = OA_NTLM_UNICODE | OA_NTLM_REQUEST_TARGET | OA_NTLM_NTLM |
			 OA_NTLM_ALWAYS_SIGN | OA_NTLM_EXTENDED_SECURITY |
			 OA_NTLM_VERSION | OA_NTLM_128;

	if (use != OA_NTLM_FOR_CONNECT)
		flags |= OA_NTLM_FLAG_SIGN | OA_NTLM_KEY_EXCH;
	if (use == OA_NTLM_FOR_SEALING)
		flags |= OA_NTLM_FLAG_SEAL;
	return flags;
}

void oa_ntlm_negotiate(enum oa_ntlm_use use, uint8_t ret_message[OA_NTLM_NEGOTIATE_LEN])
{
	struct oa_writer out = oa_writer(ret_message, OA_NTLM_NEGOTIATE_LEN);

	oa_write_bytes(&out, signature, sizeof(signature));
	oa_write_u32(&out, 1);
	oa_write_u32(&out, offered_flags(use));
	oa_write_zeros(&out, 16); /* no domain, no workstation */
	oa_write_bytes(&out, version, sizeof(version));
}

static int random_bytes(void *buffer, size_t len, struct oa_error *err)
{
	/* requests of up to 256 bytes are never answered in part */
	while (getrandom(buffer, len, 0) != (ssize_t)len)
		if (errno != EINTR)
			return oa_fail(err, OA_LAYER_SYSTEM, errno, "getrandom: %s",
				strerror(errno));
	return 0;
}

int oa_ntlm_fresh_make(struct oa_ntlm_fresh *ret_fresh, struct oa_error *err)
{
	struct oa_ntlm_fresh fresh;
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	fresh.now = oa_filetime_from_unix(now.tv_sec, now.tv_nsec);
	if (random_bytes(fresh.client_challenge, sizeof(fresh.client_challenge), err) <
			0 ||
		random_bytes(fresh.session_key, sizeof(fresh.session_key), err) < 0)
		return -1;
	*ret_fresh = fresh;
	oa_wipe(&fresh, sizeof(fresh));
	return 0;
}

/* Chooses the session key and encrypts it for the server. */
static void exchange_key(const struct oa_ntlm_fresh *fresh,
	const struct oa_ntlm_proof *proof, struct oa_ntlm_answer *answer,
	struct exchanged_key *ret_key)
{
	if (!(answer->flags & OA_NTLM_KEY_EXCH)) {
		memcpy(answer->exported_session_key, proof->base_key, 16);
		return;
	}
	memcpy(answer->exported_session_key, fresh->session_key, 16);
	oa_ntlm_rc4_once(proof->base_key, fresh->session_key, ret_key->bytes);
	ret_key->len = 16;
}

/* Writes length, room and offset of a payload and moves the offset on. */
static void write_payload_head(struct oa_writer *out, size_t len, size_t *offset)
{
	oa_write_u16(out, (uint16_t)len);
	oa_write_u16(out, (uint16_t)len);
	oa_write_u32(out, (uint32_t)*offset);
	*offset += len;
}

static void write_message(struct oa_writer *out, uint32_t flags,
	const struct oa_ntlm_names *names, const struct oa_ntlm_proof *proof,
	const struct exchanged_key *key)
{
	const struct oa_ntlm_piece payloads[] = {
		{proof->lm, sizeof(proof->lm)},
		{proof->nt, proof->nt_len},
		{names->domain.bytes, names->domain.len},
		{names->user.bytes, names->user.len},
		{names->workstation.bytes, names->workstation.len},
		{key->bytes, key->len},
	};
	size_t payloads_len = OA_LENGTH(payloads);
	size_t offset = AUTHENTICATE_HEAD;

	oa_write_bytes(out, signature, sizeof(signature));
	oa_write_u32(out, 3);
	for (size_t i = 0; i < payloads_len; i++)
		write_payload_head(out, payloads[i].len, &offset);
	oa_write_u32(out, flags);
	oa_write_bytes(out, version, sizeof(version));
	oa_write_zeros(out, 16); /* room for the MIC */
	for (size_t i = 0; i < payloads_len; i++)
		oa_write_bytes(out, payloads[i].bytes, payloads[i].len);
}

static void write_mic(struct oa_ntlm_answer *answer, const struct oa_ntlm_login *login,
	const struct oa_ntlm_challenge *challenge)
{
	uint8_t negotiate[OA_NTLM_NEGOTIATE_LEN];
	uint8_t mic[16];
	const struct oa_ntlm_piece messages[] = {
		{negotiate, sizeof(negotiate)},
		{challenge->bytes, challenge->len},
		{answer->bytes, answer->len},
	};

	oa_ntlm_negotiate(login->use, negotiate);
	oa_ntlm_hmac(answer->exported_session_key, messages, 3, mic);
	memcpy(answer->bytes + MIC_AT, mic, sizeof(mic));
}

static bool has_all(uint32_t flags, uint32_t wanted)
{
	return (flags & wanted) == wanted;
}

/* Decides what both sides have agreed to. */
static void agree(uint32_t offered, uint32_t granted, struct oa_ntlm_answer *answer)
{
	const uint32_t signing = OA_NTLM_FLAG_SIGN | OA_NTLM_EXTENDED_SECURITY |
				 OA_NTLM_128 | OA_NTLM_KEY_EXCH;

	answer->flags = granted & (offered | OA_NTLM_TARGET_INFO);
	answer->can_sign = has_all(answer->flags, signing);
	answer->can_seal = has_all(answer->flags, signing | OA_NTLM_FLAG_SEAL);
}

/* Puts the message together from the parts. */
static int make_message(const struct oa_ntlm_names *names,
	const struct oa_ntlm_proof *proof, const struct exchanged_key *key,
	struct oa_ntlm_answer *answer, struct oa_error *err)
{
	size_t cap = AUTHENTICATE_HEAD + sizeof(proof->lm) + proof->nt_len +
		     names->domain.len + names->user.len + names->workstation.len +
		     key->len;
	struct oa_writer out;

	answer->bytes = malloc(cap);
	if (!answer->bytes)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	out = oa_writer(answer->bytes, cap);
	write_message(&out, answer->flags, names, proof, key);
	answer->len = out.len;
	return 0;
}

static int answer_with(const struct oa_ntlm_names *names,
	const struct oa_ntlm_login *login, const struct oa_ntlm_challenge *challenge,
	const struct oa_ntlm_fresh *fresh, struct oa_ntlm_answer *answer,
	struct oa_error *err)
{
	struct oa_ntlm_proof proof;
	struct exchanged_key key = {0};
	int result;

	if (oa_ntlm_proof_make(login, names, challenge, fresh, &proof, err) < 0)
		return -1;
	agree(offered_flags(login->use), challenge->flags, answer);
	exchange_key(fresh, &proof, answer, &key);
	result = make_message(names, &proof, &key, answer, err);
	if (result == 0 && challenge->has_timestamp)
		write_mic(answer, login, challenge);
	oa_ntlm_proof_free(&proof);
	return result;
}

int oa_ntlm_authenticate(const struct oa_ntlm_login *login,
	const struct oa_ntlm_challenge *challenge, const struct oa_ntlm_fresh *fresh,
	struct oa_ntlm_answer *ret_answer, struct oa_error *err)
{
	struct oa_ntlm_answer answer = {0};
	struct oa_ntlm_names names;
	int result;

	if (!(challenge->flags & OA_NTLM_UNICODE))
		return oa_fail(err, OA_LAYER_AUTH, 0,
			"NTLM challenge: the server does not speak Unicode");
	if (oa_ntlm_names_make(login, &names, err) < 0)
		return -1;
	result = answer_with(&names, login, challenge, fresh, &answer, err);
	if (result == 0)
		*ret_answer = answer;
	oa_ntlm_names_free(&names);
	oa_wipe(&answer, sizeof(answer));
	return result;
}

void oa_ntlm_answer_free(struct oa_ntlm_answer *answer)
{
	if (answer->bytes)
		oa_wipe(answer->bytes, answer->len);
	free(answer->bytes);
	oa_wipe(answer, sizeof(*answer));
}
