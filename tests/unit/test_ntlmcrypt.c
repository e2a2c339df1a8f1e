/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/ntlmcrypt.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

/* The worked example of [MS-NLMP] 4.2.1 and 4.2.4. */
static const uint8_t server_challenge[8] = {
	1, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef};
static const uint8_t client_challenge[8] = {
	0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa};

static struct oa_utf16 utf16(const char *text)
{
	struct oa_utf16 result;

	ck_assert_int_eq(oa_utf16_from_utf8(text, strlen(text), &result, NULL), 0);
	return result;
}

START_TEST(computes_the_published_example)
{
	struct oa_utf16 password = utf16("Password");
	struct oa_utf16 user = utf16("USER");
	struct oa_utf16 domain = utf16("Domain");
	struct hex temp = hex("0101000000000000 0000000000000000 aaaaaaaaaaaaaaaa"
			      "00000000 02000c0044006f006d00610069006e00"
			      "01000c00530065007200760065007200 00000000 00000000");
	const struct oa_ntlm_piece blob = {temp.bytes, temp.len};
	uint8_t hash[16], key[16], proof[16], base_key[16], lm[24], session_key[16];

	oa_ntlm_nt_hash(&password, hash);
	ck_assert_hex(hash, 16, "a4f49c406510bdcab6824ee7c30fd852");
	oa_ntlm_v2_key(hash, &user, &domain, key);
	ck_assert_hex(key, 16, "0c868a403bfd7a93a3001ef22ef02e3f");
	oa_ntlm_v2_proof(key, server_challenge, &blob, proof, base_key);
	ck_assert_hex(proof, 16, "68cd0ab851e51c96aabc927bebef6a1c");
	ck_assert_hex(base_key, 16, "8de40ccadbc14a82f15cb0ad0de95ca3");
	oa_ntlm_lm_response(key, server_challenge, client_challenge, lm);
	ck_assert_hex(lm, 24, "86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa");
	memset(session_key, 0x55, sizeof(session_key));
	oa_ntlm_rc4_once(base_key, session_key, session_key);
	ck_assert_hex(session_key, 16, "c5dad2544fc9799094ce1ce90bc9d03e");
	oa_utf16_free(&password);
	oa_utf16_free(&user);
	oa_utf16_free(&domain);
}
END_TEST

OA_TEST_MAIN("ntlmcrypt", computes_the_published_example)
