/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/call.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"
#include "tests/unit/vectors.h"

#define HANDLE "000000000403020106050807090a0b0c0d0e0f10"

static const struct request_case {
	struct oa_call call;
	const char *stub;
	const char *pdu;
} requests[] = {
	{{.call_id = 2, .opnum = 2}, "", VECTOR_REQUEST_LISTENING},
	{{.call_id = 2, .opnum = 6}, "", VECTOR_REQUEST_DUMMY},
	{{.call_id = 2, .opnum = 1}, HANDLE, VECTOR_REQUEST_DISCONNECT},
	{{.call_id = 9, .context_id = 1, .opnum = 2}, "",
		"050000031000000018000000090000000000000001000200"},
};

START_TEST(request_is_the_vector)
{
	for (size_t i = 0; i < OA_LENGTH(requests); i++) {
		struct hex stub = hex(requests[i].stub);
		struct oa_call call = requests[i].call;
		uint8_t buffer[128];
		struct oa_writer out = oa_writer(buffer, sizeof(buffer));

		call.stub = stub.bytes;
		call.stub_len = stub.len;
		oa_call_write(&out, &call);
		ck_assert_hex(buffer, out.len, requests[i].pdu);
	}
}
END_TEST

START_TEST(request_longer_than_a_pdu_is_refused)
{
	static uint8_t stub[OA_PDU_LEN_MAX];
	static uint8_t buffer[2 * OA_PDU_LEN_MAX];
	struct oa_call call = {.call_id = 1, .stub = stub, .stub_len = sizeof(stub)};
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	oa_call_write(&out, &call);
	ck_assert(out.bad);
}
END_TEST

static int add(struct oa_reply *reply, const char *text, struct oa_error *err)
{
	struct hex bytes = hex(text);
	struct oa_pdu pdu;

	ck_assert_int_eq(oa_pdu_parse(bytes.bytes, bytes.len, &pdu, NULL), 0);
	return oa_reply_add(reply, &pdu, err);
}

START_TEST(response_of_one_fragment_is_complete)
{
	struct oa_reply reply;

	oa_reply_init(&reply, 2);
	ck_assert_int_eq(add(&reply, VECTOR_RESPONSE_LISTENING, NULL), 0);
	ck_assert(reply.is_complete);
	ck_assert_hex(reply.stub, reply.len, "0000000001000000");
	oa_reply_init(&reply, 2);
	ck_assert_int_eq(add(&reply, VECTOR_RESPONSE_DUMMY, NULL), 0);
	ck_assert_hex(reply.stub, reply.len, "00000000");
}
END_TEST

/* Fragments of call 2 with two bytes of stub each, by their flags. */
#define FRAGMENT(flags, stub)                                                          \
	"050002" flags "100000001a000000020000000200000000000000" stub

START_TEST(fragments_are_put_together)
{
	struct oa_reply reply;

	oa_reply_init(&reply, 2);
	ck_assert_int_eq(add(&reply, FRAGMENT("01", "aabb"), NULL), 0);
	ck_assert(!reply.is_complete);
	ck_assert_int_eq(add(&reply, FRAGMENT("00", "ccdd"), NULL), 0);
	ck_assert(!reply.is_complete);
	ck_assert_int_eq(add(&reply, FRAGMENT("02", "eeff"), NULL), 0);
	ck_assert(reply.is_complete);
	ck_assert_hex(reply.stub, reply.len, "aabbccddeeff");
}
END_TEST

static const struct refused_case {
	const char *first; /* accepted before, may be NULL */
	const char *pdu;
	const char *text;
} refused[] = {
	{NULL, FRAGMENT("02", "aabb"), "response fragments out of order"},
	{FRAGMENT("01", "aabb"), FRAGMENT("01", "aabb"),
		"response fragments out of order"},
	{FRAGMENT("03", "aabb"), FRAGMENT("03", "aabb"),
		"response after the last fragment"},
	{NULL, VECTOR_FAULT, "fault where a response should be"},
	{NULL, "05000203100000001800000003000000 0000000000000000",
		"response to call 3, not 2"},
	{NULL, "05000203100000001000000002000000", "response ends inside its header"},
	{NULL, "05000203100000001700000002000000 00000000000000",
		"response ends inside its header"},
	{FRAGMENT("01", "aabb"), "05000200100000001800000002000000 0000000000000000",
		"empty response fragment"},
};

START_TEST(wrong_fragment_is_refused)
{
	for (size_t i = 0; i < OA_LENGTH(refused); i++) {
		struct oa_reply reply;
		struct oa_error err = {0};

		oa_reply_init(&reply, 2);
		if (refused[i].first)
			ck_assert_int_eq(add(&reply, refused[i].first, NULL), 0);
		ck_assert_int_eq(add(&reply, refused[i].pdu, &err), -1);
		ck_assert_int_eq(err.layer, OA_LAYER_RPC);
		ck_assert_str_eq(err.text, refused[i].text);
	}
}
END_TEST

START_TEST(reply_is_bounded)
{
	static uint8_t buffer[OA_PDU_LEN_MAX];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));
	struct oa_reply reply;
	struct oa_error err = {0};
	struct oa_pdu pdu;

	oa_pdu_begin(&out, OA_PDU_RESPONSE, OA_PFC_FIRST, 2);
	oa_write_zeros(&out, OA_PDU_CALL_LEN + OA_REPLY_LEN_MAX / 2);
	oa_pdu_end(&out);
	oa_reply_init(&reply, 2);
	ck_assert_int_eq(oa_pdu_parse(buffer, out.len, &pdu, NULL), 0);
	ck_assert_int_eq(oa_reply_add(&reply, &pdu, NULL), 0);
	pdu.header.flags = 0;
	ck_assert_int_eq(oa_reply_add(&reply, &pdu, NULL), 0);
	ck_assert_uint_eq(reply.len, OA_REPLY_LEN_MAX);
	ck_assert_int_eq(oa_reply_add(&reply, &pdu, &err), -1);
	ck_assert_str_eq(err.text, "response over 65536 bytes");
}
END_TEST

/* A fault with this length, hint and reserved byte in hex, up to what may follow. */
#define FAULT(length, hint, reserved)                                                  \
	"0500030310000000" length "00000002000000" hint "000000000000" reserved        \
	"0500000000000000"

static const struct fault_case {
	const char *pdu;
	int result;
	uint32_t status;
	bool was_not_executed;
	const char *text;
	size_t extended_len;
} faults[] = {
	{VECTOR_FAULT, 0, 0x1c010002, true, "", 0},
	{"05000303100000002000000002000000 2000000000000000 0500000000000000", 0, 5,
		false, "", 0},
	{"05000303100000001c00000002000000 0000000000000000 f7060000", 0, 0x6f7, false,
		"", 0},
	{"05000303100000001b00000002000000 0000000000000000 f70600", -1, 0, false,
		"fault without a status", 0},
	{"05000303100000001c00000002000000 0000000000000000 00000000", 0, 0, false, "",
		0},
	{"05000303100000001c00000002000000 0000000000000000 050000c0", 0, 0xc0000005,
		false, "", 0},
	{FAULT("23", "23", "01") "aabbcc", 0, 5, false, "", 3},
	{FAULT("23", "23", "00") "aabbcc", 0, 5, false, "", 0},
	{FAULT("23", "22", "ff") "aabbcc", 0, 5, false, "", 2},
	{FAULT("23", "24", "01") "aabbcc", 0, 5, false, "", 0},
	{FAULT("23", "1f", "01") "aabbcc", 0, 5, false, "", 0},
	{FAULT("20", "20", "01"), 0, 5, false, "", 0},
	{VECTOR_RESPONSE_DUMMY, -1, 0, false, "response where a fault should be", 0},
};

START_TEST(fault_gives_its_status)
{
	for (size_t i = 0; i < OA_LENGTH(faults); i++) {
		struct hex bytes = hex(faults[i].pdu);
		struct oa_fault fault = {0};
		struct oa_error err = {0};
		struct oa_pdu pdu;

		ck_assert_int_eq(oa_pdu_parse(bytes.bytes, bytes.len, &pdu, NULL), 0);
		ck_assert_int_eq(oa_fault_parse(&pdu, &fault, &err), faults[i].result);
		ck_assert_uint_eq(fault.status, faults[i].status);
		ck_assert_int_eq(fault.was_not_executed, faults[i].was_not_executed);
		ck_assert_str_eq(err.text, faults[i].text);
		ck_assert_uint_eq(fault.extended_len, faults[i].extended_len);
		if (fault.extended_len)
			ck_assert_mem_eq(
				fault.extended, "\xaa\xbb\xcc", fault.extended_len);
	}
}
END_TEST

OA_TEST_MAIN("call", request_is_the_vector, request_longer_than_a_pdu_is_refused,
	response_of_one_fragment_is_complete, fragments_are_put_together,
	wrong_fragment_is_refused, reply_is_bounded, fault_gives_its_status)
