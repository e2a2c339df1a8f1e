/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/bind.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"
#include "tests/unit/vectors.h"

/* Bytes 32..51 of a bind, by interface. */
static const struct bind_case {
	enum oa_iface_key key;
	const char *syntax;
} binds[] = {
	{OA_IFACE_EMSMDB, "00dbf1a447ca6710b31f00dd010662da00005100"},
	{OA_IFACE_ASYNC_EMSMDB, "4a57615272456e20b2686b199213b4e400000100"},
	{OA_IFACE_RFR, "e0f544153c61d11193df00c04fd7bd0901000000"},
	{OA_IFACE_NSPI, "185accf564421a108c5908002b2f842638000000"},
	{OA_IFACE_MGMT, "80bda8af8a7dc911bef408002b10298901000000"},
};

START_TEST(bind_is_the_vector)
{
	for (size_t i = 0; i < OA_LENGTH(binds); i++) {
		struct oa_bind bind = {
			.call_id = 1, .syntax = oa_iface_get(binds[i].key)->syntax};
		uint8_t buffer[128];
		struct oa_writer out = oa_writer(buffer, sizeof(buffer));
		struct hex want = hex(VECTOR_BIND_EMSMDB);

		memcpy(want.bytes + 32, hex(binds[i].syntax).bytes, 20);
		oa_bind_write(&out, &bind, NULL);
		ck_assert_uint_eq(out.len, want.len);
		ck_assert_mem_eq(buffer, want.bytes, want.len);
	}
}
END_TEST

START_TEST(token_becomes_a_verifier)
{
	struct hex ntlm = hex("4e544c4d53535000 01");
	struct oa_verifier token = {.type = 10,
		.level = 6,
		.context_id = 1,
		.value = ntlm.bytes,
		.value_len = ntlm.len};
	struct oa_bind bind = {.call_id = 1,
		.syntax = oa_iface_get(OA_IFACE_EMSMDB)->syntax,
		.offers_header_sign = true};
	uint8_t buffer[128];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	oa_bind_write(&out, &bind, &token);
	ck_assert_hex(buffer, 16, "05000b07100000005900090001000000");
	ck_assert_hex(buffer + 72, out.len - 72, "0a06000001000000 4e544c4d5353500001");
}
END_TEST

START_TEST(alter_context_takes_the_next_context)
{
	struct oa_bind bind = {.call_id = 3,
		.context_id = 1,
		.assoc_group = 0x12345678,
		.syntax = oa_iface_get(OA_IFACE_MGMT)->syntax};
	uint8_t buffer[128];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	oa_bind_write_alter(&out, &bind, NULL);
	ck_assert_hex(buffer, 52,
		"05000e03100000004800000003000000 f80ff80f78563412 01000000"
		"01000100 80bda8af8a7dc911bef408002b10298901000000");
}
END_TEST

START_TEST(auth3_carries_only_the_token)
{
	static const uint8_t value[] = {1, 2, 3, 4};
	struct oa_verifier token = {
		.type = 10, .level = 5, .value = value, .value_len = sizeof(value)};
	uint8_t buffer[64];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	oa_bind_write_auth3(&out, 1, &token);
	ck_assert_hex(buffer, out.len,
		"05001003100000002000040001000000 00000000"
		"0a05000000000000 01020304");
}
END_TEST

static const struct ack_case {
	const char *pdu;
	bool is_accepted;
	const char *address;
	size_t count;
	struct oa_bind_result first;
	struct oa_bind_result second;
} acks[] = {
	{VECTOR_BIND_ACK, true, "6001", 1, {0, 0, true}, {0}},
	{VECTOR_BIND_ACK_FEATURES, true, "6001", 2, {0, 0, true}, {3, 3, false}},
	{VECTOR_BIND_ACK_NO_INTERFACE, false, "", 1, {2, 1, false}, {0}},
	{VECTOR_BIND_ACK_NO_ADDRESS, true, "", 1, {0, 0, true}, {0}},
};

static int parse_ack(const struct hex *bytes, struct oa_bind_ack *ret_ack)
{
	struct oa_pdu pdu;

	if (oa_pdu_parse(bytes->bytes, bytes->len, &pdu, NULL))
		return -1;
	return oa_bind_ack_parse(&pdu, ret_ack, NULL);
}

static void check_result(
	const struct oa_bind_result *result, const struct oa_bind_result *wanted)
{
	ck_assert_uint_eq(result->result, wanted->result);
	ck_assert_uint_eq(result->reason, wanted->reason);
	ck_assert_int_eq(result->is_ndr, wanted->is_ndr);
}

START_TEST(bind_ack_gives_its_values)
{
	for (size_t i = 0; i < OA_LENGTH(acks); i++) {
		struct hex bytes = hex(acks[i].pdu);
		struct oa_bind_ack ack;

		ck_assert_int_eq(parse_ack(&bytes, &ack), 0);
		ck_assert_uint_eq(ack.max_xmit_frag, 4088);
		ck_assert_uint_eq(ack.max_recv_frag, 4088);
		ck_assert_uint_eq(ack.assoc_group, 0x12345678);
		ck_assert_str_eq(ack.address, acks[i].address);
		ck_assert_uint_eq(ack.count, acks[i].count);
		ck_assert_int_eq(oa_bind_is_accepted(&ack), acks[i].is_accepted);
		check_result(&ack.results[0], &acks[i].first);
		check_result(&ack.results[1], &acks[i].second);
		ck_assert(!ack.agrees_header_sign);
		ck_assert_ptr_null(ack.verifier.value);
	}
}
END_TEST

START_TEST(bind_ack_gives_the_token)
{
	struct hex bytes = hex("05000c07100000004800040001000000 f80ff80f78563412"
			       "0500363030310000 0100000000000000"
			       "045d888aeb1cc9119fe808002b10486002000000"
			       "0a06000000000000 01020304");
	struct oa_bind_ack ack;

	ck_assert_int_eq(parse_ack(&bytes, &ack), 0);
	ck_assert(ack.agrees_header_sign);
	ck_assert_uint_eq(ack.verifier.type, 10);
	ck_assert_uint_eq(ack.verifier.level, 6);
	ck_assert_hex(ack.verifier.value, ack.verifier.value_len, "01020304");
}
END_TEST

START_TEST(cut_bind_ack_is_refused)
{
	struct hex bytes = hex(VECTOR_BIND_ACK_FEATURES);
	struct oa_bind_ack ack;

	while (bytes.len-- > 0) {
		bytes.bytes[8] = (uint8_t)bytes.len;
		ck_assert_int_eq(parse_ack(&bytes, &ack), -1);
	}
}
END_TEST

START_TEST(bind_ack_needs_a_result)
{
	struct hex bytes = hex(VECTOR_BIND_ACK);
	struct oa_bind_ack ack;

	bytes.bytes[32] = 0;
	ck_assert_int_eq(parse_ack(&bytes, &ack), -1);
	bytes.bytes[32] = 255;
	ck_assert_int_eq(parse_ack(&bytes, &ack), -1);
	bytes.bytes[32] = 1;
	bytes.bytes[2] = OA_PDU_RESPONSE;
	ck_assert_int_eq(parse_ack(&bytes, &ack), -1);
	bytes.bytes[2] = OA_PDU_ALTER_ACK;
	ck_assert_int_eq(parse_ack(&bytes, &ack), 0);
}
END_TEST

START_TEST(more_results_than_are_kept_are_read)
{
	uint8_t buffer[512];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));
	struct hex start = hex(VECTOR_BIND_ACK_NO_ADDRESS);
	struct oa_bind_ack ack;
	struct oa_pdu pdu;

	start.bytes[28] = OA_BIND_RESULTS_MAX + 1;
	oa_write_bytes(&out, start.bytes, 32);
	for (size_t i = 0; i <= OA_BIND_RESULTS_MAX; i++)
		oa_write_bytes(&out, start.bytes + 32, 24);
	oa_pdu_end(&out);
	ck_assert_int_eq(oa_pdu_parse(buffer, out.len, &pdu, NULL), 0);
	ck_assert_int_eq(oa_bind_ack_parse(&pdu, &ack, NULL), 0);
	ck_assert_uint_eq(ack.count, OA_BIND_RESULTS_MAX);
}
END_TEST

/* A bind_nak of this length in hex, up to its signature, and the signature. */
#define NAK(length) "05000d0310000000" length "0000000100000008 00 01 0500 000000"
#define SIGNATURE   "20037490d0fad31182d7009027b130ab"

static const struct nak_case {
	const char *pdu;
	int result;
	struct oa_bind_nak nak;
} naks[] = {
	{VECTOR_BIND_NAK, 0, {8, 1, 5, 0, NULL, 0}},
	{"05000d0310000000120000000100000004 00", 0, {.reason = 4}},
	{"05000d0310000000140000000100000004 00 01 05", 0, {.reason = 4}},
	{"05000d0310000000110000000100000004", -1, {0}},
	{VECTOR_BIND_ACK, -1, {0}},
	{NAK("2b") SIGNATURE "aabbcc", 0, {8, 1, 5, 0, NULL, 3}},
	{NAK("28") SIGNATURE, 0, {8, 1, 5, 0, NULL, 0}},
	{NAK("27") "20037490d0fad31182d7009027b130", 0, {8, 1, 5, 0, NULL, 0}},
	{NAK("2b") "21037490d0fad31182d7009027b130ab"
		   "aabbcc",
		0, {8, 1, 5, 0, NULL, 0}},
	{"05000d03100000002d0000000100000008 00 02 0500 0501 00" SIGNATURE "aabbccddee",
		0, {8, 2, 5, 0, NULL, 5}},
	{"05000d0310000000150000000100000008 00 ff 0500", 0, {.reason = 8}},
};

START_TEST(bind_nak_needs_only_its_reason)
{
	for (size_t i = 0; i < OA_LENGTH(naks); i++) {
		struct hex bytes = hex(naks[i].pdu);
		struct oa_bind_nak nak = {0};
		struct oa_pdu pdu;

		ck_assert_int_eq(oa_pdu_parse(bytes.bytes, bytes.len, &pdu, NULL), 0);
		ck_assert_int_eq(oa_bind_nak_parse(&pdu, &nak, NULL), naks[i].result);
		ck_assert_uint_eq(nak.reason, naks[i].nak.reason);
		ck_assert_uint_eq(nak.version_count, naks[i].nak.version_count);
		ck_assert_uint_eq(nak.version_major, naks[i].nak.version_major);
		ck_assert_uint_eq(nak.version_minor, naks[i].nak.version_minor);
		ck_assert_uint_eq(nak.extended_len, naks[i].nak.extended_len);
		if (nak.extended_len)
			ck_assert_mem_eq(nak.extended, "\xaa\xbb\xcc", 3);
	}
}
END_TEST

/* A bind_ack of one context with these flags, result and transfer syntax. */
#define ACK(flags, result, syntax)                                                     \
	"05000c" flags "1000000038000000 01000000f80ff80f 785634120000000001000000"    \
	"" result "0000" syntax
#define NDR   "045d888aeb1cc9119fe808002b10486002000000"
#define NDR64 "33057171babe37498319b5dbef9ccc3601000000"

static const struct broken_case {
	const char *pdu;
	const char *text; /* of the error, NULL: there is none */
} broken[] = {
	{ACK("03", "0000", NDR), NULL},
	{ACK("07", "0000", NDR), NULL},
	{ACK("03", "0200", NDR64), NULL},
	{ACK("03", "0000", NDR64), "accepts a transfer syntax that was not offered"},
	{ACK("03", "0000", "0000000000000000000000000000000000000000"), "not offered"},
	{ACK("03", "0000", "045d888aeb1cc9119fe808002b10486001000000"), "not offered"},
	{ACK("03", "0000", "045d888aeb1cc9119fe808002b10486002000100"), "not offered"},
	{ACK("01", "0000", NDR), "bind_ack in fragments"},
	{ACK("02", "0000", NDR), "bind_ack in fragments"},
};

START_TEST(bind_ack_keeps_to_the_offer)
{
	for (size_t i = 0; i < OA_LENGTH(broken); i++) {
		struct hex bytes = hex(broken[i].pdu);
		struct oa_bind_ack ack;
		struct oa_error err = {0};
		struct oa_pdu pdu;
		int wanted = broken[i].text ? -1 : 0;

		ck_assert_int_eq(oa_pdu_parse(bytes.bytes, bytes.len, &pdu, NULL), 0);
		ck_assert_int_eq(oa_bind_ack_parse(&pdu, &ack, &err), wanted);
		if (broken[i].text)
			ck_assert_msg(strstr(err.text, broken[i].text) != NULL, "%s",
				err.text);
	}
}
END_TEST

OA_TEST_MAIN("bind", bind_ack_keeps_to_the_offer, bind_is_the_vector,
	token_becomes_a_verifier, alter_context_takes_the_next_context,
	auth3_carries_only_the_token, bind_ack_gives_its_values,
	bind_ack_gives_the_token, cut_bind_ack_is_refused, bind_ack_needs_a_result,
	more_results_than_are_kept_are_read, bind_nak_needs_only_its_reason)
