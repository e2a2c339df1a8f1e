/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/mgmt.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

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

OA_TEST_MAIN("mgmt", listening_gives_status_then_boolean,
	short_reply_of_listening_is_refused)
