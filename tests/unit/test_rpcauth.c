/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/rpcauth.h"
#include "common/rpc/call.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"
#include "tests/unit/vectors.h"

#define HANDLE "000000000403020106050807090a0b0c0d0e0f10"

static void init(struct oa_rpcauth *auth, enum oa_rpcauth_level level)
{
	uint8_t key[16];

	memset(key, 0x55, sizeof(key));
	oa_rpcauth_init_ntlm(auth, level, 0, key);
}

/* Writes and protects a request; returns what oa_rpcauth_protect() does. */
static int request(struct oa_rpcauth *auth, uint32_t call_id, uint16_t opnum,
	const char *stub, struct oa_writer *out)
{
	struct hex bytes = hex(stub);
	struct oa_call call = {.call_id = call_id,
		.opnum = opnum,
		.stub = bytes.bytes,
		.stub_len = bytes.len};

	oa_call_write(out, &call);
	return oa_rpcauth_protect(auth, out, NULL);
}

START_TEST(sealed_requests_are_the_vectors)
{
	struct oa_rpcauth auth;
	uint8_t buffer[256];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	init(&auth, OA_RPCAUTH_LEVEL_PRIVACY);
	ck_assert_int_eq(request(&auth, 2, 1, HANDLE, &out), 0);
	ck_assert_hex(buffer, out.len, VECTOR_DISCONNECT_SEALED);
	out = oa_writer(buffer, sizeof(buffer));
	ck_assert_int_eq(request(&auth, 3, 6, "", &out), 0);
	ck_assert_hex(buffer, out.len, VECTOR_DUMMY_SEALED);
	oa_rpcauth_free(&auth);
}
END_TEST

START_TEST(signed_request_is_the_vector)
{
	struct oa_rpcauth auth;
	uint8_t buffer[256];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	init(&auth, OA_RPCAUTH_LEVEL_INTEGRITY);
	ck_assert_int_eq(request(&auth, 2, 1, HANDLE, &out), 0);
	ck_assert_hex(buffer, out.len, VECTOR_DISCONNECT_SIGNED);
	oa_rpcauth_free(&auth);
}
END_TEST

START_TEST(bare_levels_change_nothing)
{
	struct oa_rpcauth auth;
	uint8_t buffer[256];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));
	struct hex response = hex(VECTOR_RESPONSE_DUMMY);

	init(&auth, OA_RPCAUTH_LEVEL_CONNECT);
	ck_assert(!oa_rpcauth_protects(&auth));
	ck_assert_int_eq(request(&auth, 2, 6, "", &out), 0);
	ck_assert_hex(buffer, out.len, VECTOR_REQUEST_DUMMY);
	ck_assert_int_eq(
		oa_rpcauth_unprotect(&auth, response.bytes, response.len, NULL), 0);
	oa_rpcauth_free(&auth);
	ck_assert(!oa_rpcauth_protects(&auth));
	out = oa_writer(buffer, sizeof(buffer));
	ck_assert_int_eq(request(&auth, 2, 6, "", &out), 0);
	ck_assert_hex(buffer, out.len, VECTOR_REQUEST_DUMMY);
}
END_TEST

START_TEST(padding_is_whole)
{
	for (size_t len = 0; len < 40; len++) {
		static const uint8_t stub[40];
		struct oa_call call = {.stub = stub, .stub_len = len};
		uint8_t buffer[512];
		struct oa_rpcauth auth;
		struct oa_writer out;

		init(&auth, OA_RPCAUTH_LEVEL_PRIVACY);
		out = oa_writer(buffer, sizeof(buffer));
		oa_call_write(&out, &call);
		ck_assert_int_eq(oa_rpcauth_protect(&auth, &out, NULL), 0);
		ck_assert_uint_eq((out.len - 24 - 16 - 8) % 16, 0);
		oa_rpcauth_free(&auth);
	}
}
END_TEST

START_TEST(no_room_for_the_signature_is_an_error)
{
	struct oa_rpcauth auth;
	uint8_t buffer[47];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	init(&auth, OA_RPCAUTH_LEVEL_PRIVACY);
	ck_assert_int_eq(request(&auth, 2, 6, "", &out), -1);
	oa_rpcauth_free(&auth);
}
END_TEST

/*
 * A server's two replies to call 2 under the same session key, made with
 * impacket: EcDummyRpc with return value 0x970 (stub 70090000, 12 bytes of
 * padding), sealed and signed.
 */
#define SEALED                                                                         \
	"05000203100000004000100002000000040000000000000036011db751ba1de9"             \
	"28c427d7235b2c270a060c000000000001000000c529b4bfa79161ae00000000"
#define SIGNED                                                                         \
	"0500020310000000400010000200000004000000000000007009000000000000"             \
	"00000000000000000a050c0000000000010000006fcd74ac9163cfce00000000"

static const struct reply_case {
	enum oa_rpcauth_level level;
	const char *pdu;
} replies[] = {
	{OA_RPCAUTH_LEVEL_PRIVACY, SEALED},
	{OA_RPCAUTH_LEVEL_INTEGRITY, SIGNED},
};

START_TEST(response_is_verified_and_decrypted)
{
	for (size_t i = 0; i < OA_LENGTH(replies); i++) {
		struct hex bytes = hex(replies[i].pdu);
		struct oa_rpcauth auth;
		struct oa_reply reply;
		struct oa_pdu pdu;

		init(&auth, replies[i].level);
		ck_assert_int_eq(
			oa_rpcauth_unprotect(&auth, bytes.bytes, bytes.len, NULL), 0);
		ck_assert_int_eq(oa_pdu_parse(bytes.bytes, bytes.len, &pdu, NULL), 0);
		oa_reply_init(&reply, 2);
		ck_assert_int_eq(oa_reply_add(&reply, &pdu, NULL), 0);
		ck_assert_hex(reply.stub, reply.len, "70090000");
		oa_rpcauth_free(&auth);
	}
}
END_TEST

/* Any changed byte must be noticed, whether by its length or by the signature. */
START_TEST(changed_response_is_refused)
{
	for (size_t i = 0; i < OA_LENGTH(replies); i++) {
		struct hex good = hex(replies[i].pdu);

		for (size_t at = 0; at < good.len; at++) {
			struct hex bytes = good;
			struct oa_rpcauth auth;
			struct oa_error err = {0};
			int result;

			if (at == 2) /* another type than response is not judged */
				continue;
			init(&auth, replies[i].level);
			bytes.bytes[at] ^= 0x40;
			result = oa_rpcauth_unprotect(
				&auth, bytes.bytes, bytes.len, &err);
			ck_assert_msg(result == -1, "byte %zu", at);
			ck_assert_int_eq(err.layer, OA_LAYER_RPC);
			oa_rpcauth_free(&auth);
		}
	}
}
END_TEST

static const struct refused_case {
	const char *pdu;
	const char *text;
} refused[] = {
	{VECTOR_RESPONSE_DUMMY, "response without a signature"},
	{SIGNED, "response signed with type 10, level 5, context 0"},
	{"05000203100000003400100002000000 0a06000000000000"
	 "00000000000000000000000000000000 000000000000000000000000",
		"response signed with type 0, level 0, context 0"},
	{"05000203100000002800100002000000 0a06000000000000"
	 "00000000000000000000000000000000",
		"response ends inside its header"},
	{"05000203100000002800080002000000 0000000000000000 0a06000000000000"
	 "0000000000000000",
		"NTLM signature of 8 bytes"},
};

START_TEST(wrong_verifier_is_refused)
{
	for (size_t i = 0; i < OA_LENGTH(refused); i++) {
		struct hex bytes = hex(refused[i].pdu);
		struct oa_rpcauth auth;
		struct oa_error err = {0};

		init(&auth, OA_RPCAUTH_LEVEL_PRIVACY);
		ck_assert_int_eq(
			oa_rpcauth_unprotect(&auth, bytes.bytes, bytes.len, &err), -1);
		ck_assert_str_eq(err.text, refused[i].text);
		oa_rpcauth_free(&auth);
	}
}
END_TEST

START_TEST(fault_passes_unsigned)
{
	struct hex bytes = hex(VECTOR_FAULT);
	struct oa_rpcauth auth;

	init(&auth, OA_RPCAUTH_LEVEL_PRIVACY);
	ck_assert_int_eq(oa_rpcauth_unprotect(&auth, bytes.bytes, bytes.len, NULL), 0);
	ck_assert_hex(bytes.bytes, bytes.len, VECTOR_FAULT);
	oa_rpcauth_free(&auth);
}
END_TEST

OA_TEST_MAIN("rpcauth", sealed_requests_are_the_vectors, signed_request_is_the_vector,
	bare_levels_change_nothing, padding_is_whole,
	no_room_for_the_signature_is_an_error, response_is_verified_and_decrypted,
	changed_response_is_refused, wrong_verifier_is_refused, fault_passes_unsigned)
