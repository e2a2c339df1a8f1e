/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/rts.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"
#include "tests/unit/vectors.h"

/* Every RTS vector; each must survive reading and writing. */
static const struct vector_case {
	const char *pdu;
	uint16_t flags;
	size_t count;
	uint32_t types[6]; /* of the first commands */
} vectors[] = {
	{VECTOR_CONN_A1, 0, 4, {6, 3, 3, 0}},
	{VECTOR_CONN_A1_256K, 0, 4, {6, 3, 3, 0}},
	{VECTOR_CONN_B1, 0, 6, {6, 3, 3, 4, 5, 12}},
	{VECTOR_CONN_A3, 0, 1, {2}},
	{VECTOR_CONN_C2, 0, 3, {6, 0, 2}},
	{VECTOR_ECHO, 0x40, 0, {0}},
	{VECTOR_PING, 1, 0, {0}},
	{VECTOR_KEEP_ALIVE, 2, 1, {5}},
	{VECTOR_FLOW_ACK_TO_PROXY, 2, 2, {13, 1}},
	{VECTOR_FLOW_ACK_TO_CLIENT, 2, 2, {13, 1}},
	{VECTOR_FLOW_ACK, 2, 1, {1}},
	{VECTOR_PING_TRAFFIC, 2, 1, {14}},
	{VECTOR_OUT_R1_A2, 4, 1, {13}},
	{VECTOR_OUT_R1_A3, 4, 5, {6, 3, 3, 3, 0}},
	{VECTOR_OUT_R1_A6, 0x10, 3, {13, 6, 2}},
	{VECTOR_OUT_R1_A7, 0x10, 2, {13, 3}},
	{VECTOR_OUT_R1_A10, 0, 1, {10}},
	{VECTOR_OUT_R2_A6, 0, 2, {13, 10}},
	{VECTOR_OUT_R2_A7, 0x10, 3, {13, 3, 6}},
	{VECTOR_OUT_R2_B3, 0x20, 1, {10}},
	{VECTOR_OUT_R2_C1, 1, 1, {7}},
	{VECTOR_IN_R1_A1, 4, 4, {6, 3, 3, 3}},
	{VECTOR_IN_R1_A4, 0, 4, {13, 6, 0, 2}},
	{VECTOR_IN_R1_A5, 0, 1, {3}},
	{VECTOR_IN_R2_A4, 0, 1, {13}},
	{VECTOR_RTS_ALL_COMMANDS, 2, 15, {0, 1, 2, 3, 4, 5}},
	{VECTOR_RTS_IPV6_PADDING, 2, 3, {11, 8, 8}},
};

static struct oa_rts parse(const char *text)
{
	struct hex pdu = hex(text);
	struct oa_rts rts;

	ck_assert_int_eq(oa_rts_parse(pdu.bytes, pdu.len, &rts, NULL), 0);
	return rts;
}

START_TEST(vectors_survive_both_directions)
{
	for (size_t i = 0; i < OA_LENGTH(vectors); i++) {
		struct oa_rts rts = parse(vectors[i].pdu);
		uint8_t buffer[256];
		struct oa_writer out = oa_writer(buffer, sizeof(buffer));

		ck_assert_uint_eq(rts.flags, vectors[i].flags);
		ck_assert_uint_eq(rts.count, vectors[i].count);
		for (size_t j = 0; j < rts.count && j < 6; j++)
			ck_assert_uint_eq(rts.commands[j].type, vectors[i].types[j]);
		oa_rts_write(&out, &rts);
		ck_assert(!out.bad);
		ck_assert_hex(buffer, out.len, vectors[i].pdu);
	}
}
END_TEST

START_TEST(every_command_gives_its_values)
{
	struct oa_rts rts = parse(VECTOR_RTS_ALL_COMMANDS);
	const struct oa_rts_command *command;

	ck_assert_uint_eq(oa_rts_value(&rts, OA_RTS_RECEIVE_WINDOW), 65536);
	command = oa_rts_find(&rts, OA_RTS_FLOW_CONTROL_ACK);
	ck_assert_uint_eq(command->value, 1);
	ck_assert_uint_eq(command->window, 2);
	ck_assert_hex(command->cookie, 16, "b3b2b1b0b5b4b7b6b8b9babbbcbdbebf");
	ck_assert_uint_eq(oa_rts_value(&rts, OA_RTS_CONNECTION_TIMEOUT), 120000);
	ck_assert_hex(oa_rts_find(&rts, OA_RTS_COOKIE)->cookie, 16,
		"443322116655887799aabbccddeeff00");
	ck_assert_uint_eq(oa_rts_value(&rts, OA_RTS_CHANNEL_LIFETIME), 131072);
	ck_assert_uint_eq(oa_rts_value(&rts, OA_RTS_CLIENT_KEEPALIVE), 60000);
	ck_assert_uint_eq(oa_rts_value(&rts, OA_RTS_VERSION), 1);
	ck_assert_uint_eq(oa_rts_value(&rts, OA_RTS_PADDING), 5);
	command = oa_rts_find(&rts, OA_RTS_CLIENT_ADDRESS);
	ck_assert_uint_eq(command->value, 0);
	ck_assert_hex(command->cookie, 16, "7f000001000000000000000000000000");
	ck_assert_hex(oa_rts_find(&rts, OA_RTS_ASSOCIATION_GROUP)->cookie, 16,
		"c3c2c1c0c5c4c7c6c8c9cacbcccdcecf");
	ck_assert_uint_eq(oa_rts_value(&rts, OA_RTS_DESTINATION), 1);
	ck_assert_uint_eq(oa_rts_value(&rts, OA_RTS_PING_TRAFFIC), 7);
}
END_TEST

START_TEST(ipv6_address_and_odd_padding_are_read)
{
	struct oa_rts rts = parse(VECTOR_RTS_IPV6_PADDING);

	ck_assert_uint_eq(rts.commands[0].value, 1);
	ck_assert_hex(rts.commands[0].cookie, 16, "00000000000000000000000000000001");
	ck_assert_uint_eq(rts.commands[1].value, 0);
	ck_assert_uint_eq(rts.commands[2].value, 3);
}
END_TEST

START_TEST(missing_command_is_null_and_zero)
{
	struct oa_rts rts = parse(VECTOR_CONN_A3);

	ck_assert_ptr_null(oa_rts_find(&rts, OA_RTS_VERSION));
	ck_assert_uint_eq(oa_rts_value(&rts, OA_RTS_VERSION), 0);
}
END_TEST

/* CONN/A3 with one byte changed. */
static const struct change_case {
	size_t at;
	uint8_t byte;
	const char *text;
} changes[] = {
	{8, 0x1b, "RTS PDU of 28 bytes says it is 27 bytes long"},
	{8, 0x13, "RTS PDU of 28 bytes says it is 19 bytes long"},
	{8, 0x1d, "RTS PDU of 28 bytes says it is 29 bytes long"},
	{18, 0x00, "RTS PDU with 8 bytes behind its last command"},
	{18, 0x02, "RTS PDU ends inside its command ReceiveWindowSize"},
	{18, 0x11, "RTS PDU with 17 commands"},
	{19, 0xff, "RTS PDU with 65281 commands"},
	{20, 0x0f, "RTS PDU with a command of unknown type 15"},
	{23, 0xff, "RTS PDU with a command of unknown type 4278190082"},
	{20, 0x03, "RTS PDU ends inside its command Cookie"},
	{20, 0x08, "RTS PDU ends inside its command Padding"},
	{20, 0x0b, "RTS PDU with a client address of unknown family 120000"},
	{12, 0x01, "RTS PDU with call id 1"},
	{10, 0x01, "RTS PDU with a verifier"},
	{4, 0x00, "RTS in big-endian order"},
	{3, 0x01, "RTS PDU with flags 0x01 instead of 0x03"},
	{2, 0x0c, "bind_ack where an RTS PDU should be"},
	{0, 0x48, "not a DCE/RPC PDU: begins with 48 00 14 03"},
};

START_TEST(what_cannot_be_parsed_is_refused)
{
	for (size_t i = 0; i < OA_LENGTH(changes); i++) {
		struct hex pdu = hex(VECTOR_CONN_A3);
		struct oa_rts rts;
		struct oa_error err = {0};

		pdu.bytes[changes[i].at] = changes[i].byte;
		ck_assert_int_eq(oa_rts_parse(pdu.bytes, pdu.len, &rts, &err), -1);
		ck_assert_int_eq(err.layer, OA_LAYER_RTS);
		ck_assert_str_eq(err.text, changes[i].text);
	}
}
END_TEST

/* Both the header's length and the bytes end early, as a liar would send it. */
START_TEST(every_cut_is_refused)
{
	for (size_t i = 0; i < OA_LENGTH(vectors); i++) {
		struct hex pdu = hex(vectors[i].pdu);
		struct oa_rts rts;

		for (size_t len = 0; len < pdu.len; len++) {
			struct hex cut = pdu;

			cut.bytes[8] = (uint8_t)len;
			ck_assert_int_eq(oa_rts_parse(cut.bytes, len, &rts, NULL), -1);
		}
	}
}
END_TEST

START_TEST(writer_without_room_turns_bad)
{
	struct oa_rts rts = parse(VECTOR_RTS_ALL_COMMANDS);
	uint8_t buffer[192];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	oa_rts_write(&out, &rts);
	ck_assert(out.bad);
}
END_TEST

OA_TEST_MAIN("rts", vectors_survive_both_directions, every_command_gives_its_values,
	ipv6_address_and_odd_padding_are_read, missing_command_is_null_and_zero,
	what_cannot_be_parsed_is_refused, every_cut_is_refused,
	writer_without_room_turns_bad)
