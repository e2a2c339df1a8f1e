/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/ntlmchallenge.h"

#include "common/base/bytes.h"
#include "common/net/utf16.h"

#include <string.h>

/* FILETIME ticks of 100 ns in a second, and from 1601 to 1970. */
#define TICKS_PER_SECOND UINT64_C(10000000)
#define TICKS_TO_1970    UINT64_C(116444736000000000)

static const char signature[8] = "NTLMSSP";

static int broken(struct oa_error *err, const char *rule)
{
	return oa_fail(err, OA_LAYER_AUTH, 0, "NTLM challenge: %s", rule);
}

/* Reads length, room and offset of a payload ([MS-NLMP] 2.2.1.2) and returns a
 * reader over it, bad if it lies outside the message. */
static struct oa_reader read_payload(struct oa_reader *in)
{
	struct oa_reader message = oa_reader(in->data, in->len);
	uint16_t len = oa_read_u16(in);
	uint32_t offset;

	oa_read_skip(in, 2);
	offset = oa_read_u32(in);
	/* the offset of an empty payload means nothing */
	if (len)
		oa_read_skip(&message, offset);
	return oa_read_part(&message, len);
}

static void read_text(struct oa_reader value, char *ret_text, size_t size)
{
	oa_utf16_to_text(value.data, value.len, ret_text, size);
}

/* Returns where the text of an attribute goes; NULL if it is no text. */
static char *text_of(
	struct oa_ntlm_challenge *challenge, unsigned kind, size_t *ret_size)
{
	*ret_size = sizeof(challenge->dns_computer);
	switch (kind) {
	case OA_NTLM_AV_DNS_COMPUTER:
		return challenge->dns_computer;
	case OA_NTLM_AV_DNS_DOMAIN:
		return challenge->dns_domain;
	case OA_NTLM_AV_DNS_FOREST:
		return challenge->dns_forest;
	default:
		break;
	}
	*ret_size = sizeof(challenge->nb_computer);
	if (kind == OA_NTLM_AV_NB_COMPUTER)
		return challenge->nb_computer;
	return kind == OA_NTLM_AV_NB_DOMAIN ? challenge->nb_domain : NULL;
}

static void read_attribute(
	struct oa_ntlm_challenge *challenge, unsigned kind, struct oa_reader value)
{
	size_t size;
	char *text = text_of(challenge, kind, &size);

	if (text) {
		read_text(value, text, size);
	} else if (kind == OA_NTLM_AV_FLAGS) {
		challenge->av_flags = oa_read_u32(&value);
	} else if (kind == OA_NTLM_AV_TIMESTAMP) {
		challenge->timestamp = oa_read_u64(&value);
		challenge->has_timestamp = true;
	}
}

/* Reads the list of attributes ([MS-NLMP] 2.2.2.1). */
static int read_target_info(struct oa_ntlm_challenge *challenge, struct oa_error *err)
{
	struct oa_reader in = oa_reader(
		challenge->target_info, challenge->target_info_len);

	while (oa_read_left(&in)) {
		unsigned kind = oa_read_u16(&in);
		struct oa_reader value = oa_read_part(&in, oa_read_u16(&in));

		if (in.bad)
			return broken(err, "an attribute ends behind the target info");
		if (kind == OA_NTLM_AV_EOL)
			return 0;
		if (kind == OA_NTLM_AV_TIMESTAMP && value.len != 8)
			return broken(err, "a timestamp that has not 8 bytes");
		read_attribute(challenge, kind, value);
	}
	return broken(err, "the target info has no end");
}

static void read_version(struct oa_ntlm_challenge *challenge, struct oa_reader *in)
{
	if (!(challenge->flags & OA_NTLM_VERSION) || oa_read_left(in) < 8)
		return;
	challenge->has_version = true;
	challenge->version_major = oa_read_u8(in);
	challenge->version_minor = oa_read_u8(in);
	challenge->version_build = oa_read_u16(in);
}

/* Reads what stands behind signature and type. */
static int read_fields(
	struct oa_ntlm_challenge *challenge, struct oa_reader *in, struct oa_error *err)
{
	struct oa_reader name = read_payload(in);
	struct oa_reader info = {0};

	challenge->flags = oa_read_u32(in);
	oa_read_copy(in, challenge->challenge, sizeof(challenge->challenge));
	if (in->bad)
		return broken(err, "shorter than 32 bytes");
	/* servers without target info may end the message here */
	if (oa_read_left(in) >= 16) {
		oa_read_skip(in, 8);
		info = read_payload(in);
	}
	if (name.bad || info.bad)
		return broken(err, "a payload lies outside the message");
	if (challenge->flags & OA_NTLM_UNICODE)
		read_text(name, challenge->target_name, sizeof(challenge->target_name));
	read_version(challenge, in);
	if (!(challenge->flags & OA_NTLM_TARGET_INFO) || !info.len)
		return 0;
	challenge->target_info = info.data;
	challenge->target_info_len = info.len;
	return read_target_info(challenge, err);
}

int oa_ntlm_challenge_parse(const void *bytes, size_t len,
	struct oa_ntlm_challenge *ret_challenge, struct oa_error *err)
{
	struct oa_ntlm_challenge challenge = {.bytes = bytes, .len = len};
	struct oa_reader in = oa_reader(bytes, len);
	const uint8_t *start = oa_read_bytes(&in, sizeof(signature));

	if (len > OA_NTLM_CHALLENGE_MAX)
		return broken(err, "over 16 KiB");
	if (!start || memcmp(start, signature, sizeof(signature)) != 0)
		return broken(err, "does not begin with NTLMSSP");
	if (oa_read_u32(&in) != 2)
		return broken(err, "not a message of type 2");
	if (read_fields(&challenge, &in, err) < 0)
		return -1;
	*ret_challenge = challenge;
	return 0;
}

double oa_filetime_to_unix(uint64_t filetime)
{
	return ((double)filetime - (double)TICKS_TO_1970) / (double)TICKS_PER_SECOND;
}

uint64_t oa_filetime_from_unix(int64_t seconds, long nanoseconds)
{
	return (uint64_t)seconds * TICKS_PER_SECOND + (uint64_t)nanoseconds / 100 +
	       TICKS_TO_1970;
}
