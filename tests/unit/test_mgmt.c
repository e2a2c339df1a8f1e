/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/bytes.h"
#include "common/rpc/mgmt.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#define EMSMDB "00dbf1a447ca6710b31f00dd010662da00005100"
#define MGMT   "80bda8af8a7dc911bef408002b10298901000000"

START_TEST(listening_gives_status_then_boolean)
{
	struct hex stub = hex("00000000 01000000");
	struct oa_mgmt_listening listening;

	ck_assert_int_eq(
		oa_mgmt_parse_listening(stub.bytes, stub.len, &listening, NULL), 0);
	ck_assert_uint_eq(listening.status, 0);
	ck_assert(listening.is_listening);
	stub = hex("05000000 00000000");
	ck_assert_int_eq(
		oa_mgmt_parse_listening(stub.bytes, stub.len, &listening, NULL), 0);
	ck_assert_uint_eq(listening.status, 5);
	ck_assert(!listening.is_listening);
}
END_TEST

START_TEST(short_reply_of_listening_is_refused)
{
	struct hex stub = hex("00000000 010000");
	struct oa_mgmt_listening listening;
	struct oa_error err = {0};

	ck_assert_int_eq(
		oa_mgmt_parse_listening(stub.bytes, stub.len, &listening, &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_RPC);
	ck_assert_str_eq(err.text, "is_server_listening: reply of 7 bytes");
}
END_TEST

static const struct if_ids_case {
	const char *stub;
	int result;
	size_t total;
	uint32_t status;
} replies[] = {
	/* as a live Samba 4.17 answers */
	{"00000200 03000000 03000000 04000200 08000200 0c000200" EMSMDB MGMT EMSMDB
	 "00000000",
		0, 3, 0},
	{"00000000 05000000", 0, 0, 5},
	{"00000200 00000000 00000000 00000000", 0, 0, 0},
	{"00000200 02000000 02000000 00000000 08000200" MGMT "00000000", 0, 1, 0},
	/* no status */
	{"00000200 01000000 01000000 04000200" MGMT, -1, 0, 0},
	/* an identifier too few */
	{"00000200 02000000 02000000 04000200 08000200" MGMT "00000000", -1, 0, 0},
	/* counts that contradict each other or the data */
	{"00000200 02000000 01000000 04000200" MGMT MGMT "00000000", -1, 0, 0},
	{"00000200 ffffffff ffffffff 04000200" MGMT "00000000", -1, 0, 0},
	{"00000200 01000000 ffffff3f 04000200" MGMT "00000000", -1, 0, 0},
	{"", -1, 0, 0},
};

START_TEST(if_ids_are_counted_and_bounded)
{
	for (size_t i = 0; i < COUNT(replies); i++) {
		struct hex stub = hex(replies[i].stub);
		struct oa_mgmt_if_ids if_ids = {0};

		ck_assert_int_eq(
			oa_mgmt_parse_if_ids(stub.bytes, stub.len, &if_ids, NULL),
			replies[i].result);
		ck_assert_uint_eq(if_ids.total, replies[i].total);
		ck_assert_uint_eq(if_ids.count, replies[i].total);
		ck_assert_uint_eq(if_ids.status, replies[i].status);
	}
}
END_TEST

START_TEST(if_ids_name_the_interfaces)
{
	struct hex stub = hex(replies[0].stub);
	struct oa_mgmt_if_ids if_ids;

	ck_assert_int_eq(oa_mgmt_parse_if_ids(stub.bytes, stub.len, &if_ids, NULL), 0);
	ck_assert_ptr_eq(
		oa_iface_by_syntax(&if_ids.ids[0]), oa_iface_get(OA_IFACE_EMSMDB));
	ck_assert_ptr_eq(
		oa_iface_by_syntax(&if_ids.ids[1]), oa_iface_get(OA_IFACE_MGMT));
}
END_TEST

START_TEST(more_if_ids_than_are_kept_are_read)
{
	uint8_t buffer[2048];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));
	struct oa_mgmt_if_ids if_ids;
	uint32_t count = OA_MGMT_IF_IDS_MAX + 3;

	oa_write_u32(&out, 1);
	oa_write_u32(&out, count);
	oa_write_u32(&out, count);
	for (uint32_t i = 0; i < count; i++)
		oa_write_u32(&out, 1 + i);
	oa_write_zeros(&out, count * OA_SYNTAX_LEN);
	oa_write_u32(&out, 7);
	ck_assert(!out.bad);
	ck_assert_int_eq(oa_mgmt_parse_if_ids(buffer, out.len, &if_ids, NULL), 0);
	ck_assert_uint_eq(if_ids.total, count);
	ck_assert_uint_eq(if_ids.count, OA_MGMT_IF_IDS_MAX);
	ck_assert_uint_eq(if_ids.status, 7);
}
END_TEST

OA_TEST_MAIN("mgmt", listening_gives_status_then_boolean,
	short_reply_of_listening_is_refused, if_ids_are_counted_and_bounded,
	if_ids_name_the_interfaces, more_if_ids_than_are_kept_are_read)
