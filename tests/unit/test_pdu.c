/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/pdu.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"
#include "tests/unit/vectors.h"

static const struct peek_case {
	const char *pdu;
	uint8_t type;
	uint8_t flags;
	uint16_t frag_len;
	uint16_t auth_len;
	uint32_t call_id;
} peeks[] = {
	{VECTOR_CONN_A1, OA_PDU_RTS, 0x03, 76, 0, 0},
	{VECTOR_BIND_EMSMDB, OA_PDU_BIND, 0x03, 72, 0, 1},
	{VECTOR_BIND_ACK, OA_PDU_BIND_ACK, 0x03, 60, 0, 1},
	{VECTOR_BIND_NAK, OA_PDU_BIND_NAK, 0x03, 24, 0, 1},
	{VECTOR_REQUEST_LISTENING, OA_PDU_REQUEST, 0x03, 24, 0, 2},
	{VECTOR_RESPONSE_LISTENING, OA_PDU_RESPONSE, 0x03, 32, 0, 2},
	{VECTOR_FAULT, OA_PDU_FAULT, 0x23, 32, 0, 2},
	{VECTOR_DISCONNECT_SEALED, OA_PDU_REQUEST, 0x03, 80, 16, 2},
	{VECTOR_DUMMY_SEALED, OA_PDU_REQUEST, 0x03, 48, 16, 3},
};

START_TEST(header_gives_the_frame)
{
	for (size_t i = 0; i < OA_LENGTH(peeks); i++) {
		const struct peek_case *test = &peeks[i];
		struct hex pdu = hex(test->pdu);
		struct oa_pdu_header header;

		ck_assert_int_eq(
			oa_pdu_peek(pdu.bytes, OA_PDU_HEADER_LEN, &header, NULL), 0);
		ck_assert_uint_eq(header.type, test->type);
		ck_assert_uint_eq(header.flags, test->flags);
		ck_assert_uint_eq(header.frag_len, test->frag_len);
		ck_assert_uint_eq(header.auth_len, test->auth_len);
		ck_assert_uint_eq(header.call_id, test->call_id);
	}
}
END_TEST

static const struct refused_case {
	const char *pdu;
	const char *text;
} refused[] = {
	{"05000203100000001800000002", "PDU header cut off after 13 bytes"},
	{"485454502f312e312035303320525043",
		"not a DCE/RPC PDU: begins with 48 54 54 50"},
	{"05010203100000001800000002000000",
		"not a DCE/RPC PDU: begins with 05 01 02 03"},
	{"05000203000000000018000000000002", "response in big-endian order"},
	{"05000203110000000018000000000002",
		"response with an unknown data representation (0x00000011)"},
	{"05000203100100000018000000000002",
		"response with an unknown data representation (0x00000110)"},
	{"05000203100000000f00000002000000", "response says it is 15 bytes long"},
	{"05000203100000001800100002000000",
		"response of 24 bytes says its verifier has 16"},
	{"0500020310000000ffffffff02000000",
		"response of 65535 bytes says its verifier has 65535"},
};

START_TEST(broken_header_is_refused)
{
	for (size_t i = 0; i < OA_LENGTH(refused); i++) {
		struct hex pdu = hex(refused[i].pdu);
		struct oa_pdu_header header;
		struct oa_error err = {0};

		ck_assert_int_eq(oa_pdu_peek(pdu.bytes, pdu.len, &header, &err), -1);
		ck_assert_int_eq(err.layer, OA_LAYER_RPC);
		ck_assert_str_eq(err.text, refused[i].text);
	}
}
END_TEST

START_TEST(length_must_be_that_of_the_bytes)
{
	struct hex pdu = hex(VECTOR_FAULT);
	struct oa_pdu parsed;

	ck_assert_int_eq(oa_pdu_parse(pdu.bytes, pdu.len, &parsed, NULL), 0);
	ck_assert_int_eq(oa_pdu_parse(pdu.bytes, pdu.len - 1, &parsed, NULL), -1);
	ck_assert_int_eq(oa_pdu_parse(pdu.bytes, pdu.len + 1, &parsed, NULL), -1);
}
END_TEST

START_TEST(verifier_is_found)
{
	struct hex pdu = hex(VECTOR_DISCONNECT_SIGNED);
	struct oa_pdu parsed;
	struct oa_reader body;

	ck_assert_int_eq(oa_pdu_parse(pdu.bytes, pdu.len, &parsed, NULL), 0);
	ck_assert_uint_eq(parsed.verifier.type, 10);
	ck_assert_uint_eq(parsed.verifier.level, 5);
	ck_assert_uint_eq(parsed.verifier.pad_len, 12);
	ck_assert_uint_eq(parsed.verifier.context_id, 0);
	ck_assert_hex(parsed.verifier.value, parsed.verifier.value_len,
		"01000000fdec898024b07c2900000000");
	ck_assert_uint_eq(parsed.body_end, 44);
	body = oa_pdu_body(&parsed);
	ck_assert_uint_eq(body.pos, 16);
	ck_assert_uint_eq(oa_read_left(&body), 28);
}
END_TEST

START_TEST(padding_longer_than_the_body_is_refused)
{
	struct hex pdu = hex(VECTOR_DISCONNECT_SIGNED);
	struct oa_pdu parsed;

	pdu.bytes[58] = 40; /* all there is behind the header */
	ck_assert_int_eq(oa_pdu_parse(pdu.bytes, pdu.len, &parsed, NULL), 0);
	ck_assert_uint_eq(parsed.body_end, 16);
	pdu.bytes[58] = 41;
	ck_assert_int_eq(oa_pdu_parse(pdu.bytes, pdu.len, &parsed, NULL), -1);
}
END_TEST

START_TEST(without_verifier_there_is_no_value)
{
	struct hex pdu = hex(VECTOR_RESPONSE_DUMMY);
	struct oa_pdu parsed;

	ck_assert_int_eq(oa_pdu_parse(pdu.bytes, pdu.len, &parsed, NULL), 0);
	ck_assert_ptr_null(parsed.verifier.value);
	ck_assert_uint_eq(parsed.body_end, pdu.len);
}
END_TEST

START_TEST(verifier_is_padded_and_appended)
{
	static const uint8_t token[] = {0xaa, 0xbb, 0xcc};
	struct oa_verifier verifier = {.type = 10,
		.level = 6,
		.context_id = 7,
		.value = token,
		.value_len = sizeof(token)};
	uint8_t buffer[64];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	oa_pdu_begin(&out, OA_PDU_AUTH3, 3, 1);
	oa_write_u8(&out, 0xff);
	oa_pdu_end_verified(&out, 0, 4, &verifier);
	ck_assert(!out.bad);
	ck_assert_hex(buffer, out.len,
		"05001003100000001f00030001000000"
		"ff000000 0a060300 07000000 aabbcc");
}
END_TEST

START_TEST(lack_of_room_shows_in_the_writer)
{
	static const uint8_t token[40];
	struct oa_verifier verifier = {.value = token, .value_len = sizeof(token)};
	uint8_t buffer[64];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	oa_pdu_begin(&out, OA_PDU_BIND, 3, 1);
	oa_pdu_end_verified(&out, 0, 4, &verifier);
	ck_assert(!out.bad);
	out = oa_writer(buffer, sizeof(buffer) - 1);
	oa_pdu_begin(&out, OA_PDU_BIND, 3, 1);
	oa_pdu_end_verified(&out, 0, 4, &verifier);
	ck_assert(out.bad);
}
END_TEST

START_TEST(every_type_has_a_name)
{
	ck_assert_str_eq(oa_pdu_name(OA_PDU_REQUEST), "request");
	ck_assert_str_eq(oa_pdu_name(OA_PDU_ALTER_ACK), "alter_context_resp");
	ck_assert_str_eq(oa_pdu_name(OA_PDU_RTS), "RTS");
	ck_assert_str_eq(oa_pdu_name(1), "unknown PDU");
	ck_assert_str_eq(oa_pdu_name(255), "unknown PDU");
}
END_TEST

OA_TEST_MAIN("pdu", header_gives_the_frame, broken_header_is_refused,
	length_must_be_that_of_the_bytes, verifier_is_found,
	padding_longer_than_the_body_is_refused, without_verifier_there_is_no_value,
	verifier_is_padded_and_appended, lack_of_room_shows_in_the_writer,
	every_type_has_a_name)
