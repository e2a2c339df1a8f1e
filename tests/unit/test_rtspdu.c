/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/rtspdu.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"
#include "tests/unit/vectors.h"

static const struct meaning_case {
	const char *pdu;
	enum oa_rts_kind kind;
	const char *name;
} meanings[] = {
	{VECTOR_CONN_A1, OA_RTS_KIND_OTHER, "CONN/A1"},
	{VECTOR_CONN_B1, OA_RTS_KIND_OTHER, "CONN/B1"},
	{VECTOR_CONN_A3, OA_RTS_KIND_CONN_A3, "CONN/A3"},
	{VECTOR_CONN_C2, OA_RTS_KIND_CONN_C2, "CONN/C2"},
	{VECTOR_ECHO, OA_RTS_KIND_ECHO, "Echo"},
	{VECTOR_PING, OA_RTS_KIND_PING, "Ping"},
	{VECTOR_KEEP_ALIVE, OA_RTS_KIND_KEEP_ALIVE, "Keep-Alive"},
	{VECTOR_FLOW_ACK_TO_PROXY, OA_RTS_KIND_FLOW_ACK,
		"FlowControlAckWithDestination"},
	{VECTOR_FLOW_ACK_TO_CLIENT, OA_RTS_KIND_FLOW_ACK,
		"FlowControlAckWithDestination"},
	{VECTOR_FLOW_ACK, OA_RTS_KIND_FLOW_ACK, "FlowControlAck"},
	{VECTOR_PING_TRAFFIC, OA_RTS_KIND_OTHER, "PingTrafficSentNotify"},
	{VECTOR_OUT_R1_A2, OA_RTS_KIND_OUT_RECYCLE, "OUT_R1/A2"},
	{VECTOR_OUT_R1_A3, OA_RTS_KIND_OTHER, "OUT_R1/A3"},
	{VECTOR_OUT_R1_A6, OA_RTS_KIND_OTHER, "OUT_R1/A6"},
	{VECTOR_OUT_R1_A7, OA_RTS_KIND_OTHER, "OUT_R1/A7"},
	{VECTOR_OUT_R1_A10, OA_RTS_KIND_OTHER, "OUT_R1/A10"},
	{VECTOR_OUT_R2_A6, OA_RTS_KIND_OTHER, "OUT_R2/A6"},
	{VECTOR_OUT_R2_A7, OA_RTS_KIND_OTHER, "OUT_R2/A7"},
	{VECTOR_OUT_R2_B3, OA_RTS_KIND_OTHER, "OUT_R2/B3"},
	{VECTOR_OUT_R2_C1, OA_RTS_KIND_PING, "OUT_R2/C1"},
	{VECTOR_IN_R1_A1, OA_RTS_KIND_OTHER, "IN_R1/A1"},
	{VECTOR_IN_R1_A4, OA_RTS_KIND_OTHER, "IN_R1/A4"},
	{VECTOR_IN_R1_A5, OA_RTS_KIND_OTHER, "IN_R1/A5"},
	{VECTOR_IN_R2_A4, OA_RTS_KIND_OTHER, "IN_R2/A4"},
	{VECTOR_RTS_ALL_COMMANDS, OA_RTS_KIND_OTHER, "RTS PDU"},
};

START_TEST(vectors_mean_what_they_should)
{
	for (size_t i = 0; i < OA_LENGTH(meanings); i++) {
		struct hex pdu = hex(meanings[i].pdu);
		struct oa_rts rts;

		ck_assert_int_eq(oa_rts_parse(pdu.bytes, pdu.len, &rts, NULL), 0);
		ck_assert_int_eq(oa_rts_kind(&rts), meanings[i].kind);
		ck_assert_str_eq(oa_rts_name(&rts), meanings[i].name);
	}
}
END_TEST

START_TEST(flags_and_order_matter)
{
	struct oa_rts rts = {.count = 1};

	rts.commands[0].type = OA_RTS_CONNECTION_TIMEOUT;
	ck_assert_int_eq(oa_rts_kind(&rts), OA_RTS_KIND_CONN_A3);
	rts.flags = OA_RTS_FLAG_OTHER_CMD;
	ck_assert_int_eq(oa_rts_kind(&rts), OA_RTS_KIND_OTHER);
	rts.flags = 0;
	rts.count = 3;
	rts.commands[1].type = OA_RTS_RECEIVE_WINDOW;
	rts.commands[2].type = OA_RTS_VERSION;
	ck_assert_int_eq(oa_rts_kind(&rts), OA_RTS_KIND_OTHER);
}
END_TEST

START_TEST(description_names_flags_commands_and_numbers)
{
	struct hex pdu = hex(VECTOR_CONN_C2);
	struct oa_rts rts;
	char text[128];
	char small[16];

	ck_assert_int_eq(oa_rts_parse(pdu.bytes, pdu.len, &rts, NULL), 0);
	oa_rts_describe(&rts, text, sizeof(text));
	ck_assert_str_eq(text, "CONN/C2 (flags 0x0000, Version 1, "
			       "ReceiveWindowSize 65536, ConnectionTimeout 120000)");
	oa_rts_describe(&rts, small, sizeof(small));
	ck_assert_str_eq(small, "CONN/C2 (flags ");
}
END_TEST

static struct oa_rts_cookies test_cookies(void)
{
	struct oa_rts_cookies cookies;

	memcpy(cookies.connection, hex("443322116655887799aabbccddeeff00").bytes, 16);
	memcpy(cookies.out_channel, hex("a3a2a1a0a5a4a7a6a8a9aaabacadaeaf").bytes, 16);
	memcpy(cookies.in_channel, hex("b3b2b1b0b5b4b7b6b8b9babbbcbdbebf").bytes, 16);
	memcpy(cookies.association, hex("c3c2c1c0c5c4c7c6c8c9cacbcccdcecf").bytes, 16);
	return cookies;
}

START_TEST(a1_is_the_vector)
{
	struct oa_rts_cookies cookies = test_cookies();
	uint8_t buffer[OA_RTS_LEN_MAX];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	oa_rts_write_conn_a1(&out, &cookies, OA_RTS_WINDOW_BYTES);
	ck_assert_uint_eq(out.len, OA_RTS_CONN_A1_LEN);
	ck_assert_hex(buffer, out.len, VECTOR_CONN_A1);
	out = oa_writer(buffer, sizeof(buffer));
	oa_rts_write_conn_a1(&out, &cookies, 262144);
	ck_assert_hex(buffer, out.len, VECTOR_CONN_A1_256K);
}
END_TEST

START_TEST(b1_is_the_vector)
{
	struct oa_rts_cookies cookies = test_cookies();
	uint8_t buffer[OA_RTS_LEN_MAX];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	oa_rts_write_conn_b1(
		&out, &cookies, OA_RTS_LIFETIME_BYTES, OA_RTS_KEEPALIVE_MS);
	ck_assert_hex(buffer, out.len, VECTOR_CONN_B1);
}
END_TEST

START_TEST(later_pdus_are_the_vectors)
{
	struct oa_rts_cookies cookies = test_cookies();
	uint8_t buffer[OA_RTS_LEN_MAX];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	oa_rts_write_ping(&out);
	ck_assert_hex(buffer, out.len, VECTOR_PING);
	out = oa_writer(buffer, sizeof(buffer));
	oa_rts_write_flow_ack(&out, &cookies, 36864, 65536);
	ck_assert_hex(buffer, out.len, VECTOR_FLOW_ACK_TO_PROXY);
}
END_TEST

OA_TEST_MAIN("rtspdu", vectors_mean_what_they_should, flags_and_order_matter,
	description_names_flags_commands_and_numbers, a1_is_the_vector,
	b1_is_the_vector, later_pdus_are_the_vectors)
