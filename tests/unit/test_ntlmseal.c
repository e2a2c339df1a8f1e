/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/ntlmseal.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"
#include "tests/unit/vectors.h"

/* Bytes in front of the stub of a request, and behind it with the trailer. */
#define STUB_AT     24
#define TRAILER_LEN 8

static struct oa_ntlm_seal fresh_seal(void)
{
	uint8_t key[16];
	struct oa_ntlm_seal seal;

	memset(key, 0x55, sizeof(key));
	oa_ntlm_seal_init(&seal, key);
	return seal;
}

/* Returns the other side of a connection: what it sends, we receive. */
static struct oa_ntlm_seal other_side(const struct oa_ntlm_seal *seal)
{
	return (struct oa_ntlm_seal){.client = seal->server, .server = seal->client};
}

/* [MS-NLMP] 4.2.4.4 */
START_TEST(seals_the_published_example)
{
	struct oa_ntlm_seal seal = fresh_seal();
	struct hex text = hex("50006c00610069006e007400650078007400");
	uint8_t signature[16];

	ck_assert_hex(seal.client.sign_key, 16, "4788dc861b4782f35d43fd98fe1a2d39");
	ck_assert_hex(seal.server.sign_key, 16, "d04d6f10741041d1d246d64188d7a8ad");
	oa_ntlm_sign(&seal, text.bytes, text.len, text.bytes, text.len, signature);
	ck_assert_hex(text.bytes, text.len, "54e50165bf1936dc996020c1811b0f06fb5f");
	ck_assert_hex(signature, 16, "010000007fb38ec5c55d497600000000");
}
END_TEST

/* Calls in the order in which they are sent under one set of keys. */
static const struct pdu_case {
	const char *clear; /* without signature */
	const char *wire;
	bool starts_afresh;
	bool is_sealed;
} pdus[] = {
	{"0500000310000000500010000200000014000000000001000000000004030201"
	 "06050807090a0b0c0d0e0f100000000000000000000000000a060c0000000000",
		VECTOR_DISCONNECT_SEALED, true, true},
	{"0500000310000000300010000300000000000000000006000a06000000000000",
		VECTOR_DUMMY_SEALED, false, true},
	{"0500000310000000500010000200000014000000000001000000000004030201"
	 "06050807090a0b0c0d0e0f100000000000000000000000000a050c0000000000",
		VECTOR_DISCONNECT_SIGNED, true, false},
};

START_TEST(protects_and_verifies_requests)
{
	struct oa_ntlm_seal seal = {0}, other = {0};

	for (size_t i = 0; i < OA_LENGTH(pdus); i++) {
		const struct pdu_case *test = &pdus[i];
		struct hex pdu = hex(test->clear);
		uint8_t *part = test->is_sealed ? pdu.bytes + STUB_AT : NULL;
		size_t part_len = pdu.len - STUB_AT - TRAILER_LEN;

		if (test->starts_afresh) {
			seal = fresh_seal();
			other = other_side(&seal);
		}
		oa_ntlm_sign(
			&seal, pdu.bytes, pdu.len, part, part_len, pdu.bytes + pdu.len);
		ck_assert_hex(pdu.bytes, pdu.len + 16, test->wire);
		ck_assert(oa_ntlm_verify(&other, pdu.bytes, pdu.len, part, part_len,
			pdu.bytes + pdu.len));
		ck_assert_hex(pdu.bytes, pdu.len, test->clear);
	}
}
END_TEST

START_TEST(notices_every_changed_byte)
{
	struct hex wire = hex(VECTOR_DISCONNECT_SEALED);

	for (size_t i = 0; i < wire.len; i++) {
		struct oa_ntlm_seal seal = fresh_seal();
		struct oa_ntlm_seal other = other_side(&seal);
		struct hex pdu = wire;
		size_t len = pdu.len - 16;

		pdu.bytes[i] ^= 0x10;
		ck_assert(!oa_ntlm_verify(&other, pdu.bytes, len, pdu.bytes + STUB_AT,
			len - STUB_AT - TRAILER_LEN, pdu.bytes + len));
	}
}
END_TEST

START_TEST(notices_a_repeated_pdu)
{
	struct oa_ntlm_seal seal = fresh_seal();
	struct oa_ntlm_seal other = other_side(&seal);
	struct hex pdu = hex(VECTOR_DISCONNECT_SIGNED);
	size_t len = pdu.len - 16;

	ck_assert(oa_ntlm_verify(&other, pdu.bytes, len, NULL, 0, pdu.bytes + len));
	ck_assert(!oa_ntlm_verify(&other, pdu.bytes, len, NULL, 0, pdu.bytes + len));
}
END_TEST

START_TEST(wiping_leaves_nothing)
{
	struct oa_ntlm_seal seal = fresh_seal();
	static const struct oa_ntlm_seal nothing;

	oa_ntlm_seal_wipe(&seal);
	ck_assert_mem_eq(&seal, &nothing, sizeof(seal));
}
END_TEST

OA_TEST_MAIN("ntlmseal", seals_the_published_example, protects_and_verifies_requests,
	notices_every_changed_byte, notices_a_repeated_pdu, wiping_leaves_nothing)
