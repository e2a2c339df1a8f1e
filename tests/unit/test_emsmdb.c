/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/emsmdb.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

static const struct dummy_case {
	const char *stub;
	int result;
	uint32_t value;
} replies[] = {
	{"00000000", 0, 0},
	{"70090000", 0, 0x970},
	{"", -1, 0},
	{"000000", -1, 0},
	{"0000000000", -1, 0},
};

START_TEST(dummy_rpc_gives_its_return_value)
{
	for (size_t i = 0; i < COUNT(replies); i++) {
		struct hex stub = hex(replies[i].stub);
		struct oa_error err = {0};
		uint32_t value = 0;

		ck_assert_int_eq(
			oa_emsmdb_parse_dummy(stub.bytes, stub.len, &value, &err),
			replies[i].result);
		ck_assert_uint_eq(value, replies[i].value);
		ck_assert_int_eq(
			err.layer, replies[i].result ? OA_LAYER_RPC : OA_LAYER_NONE);
	}
}
END_TEST

OA_TEST_MAIN("emsmdb", dummy_rpc_gives_its_return_value)
