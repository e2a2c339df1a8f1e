/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
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
	for (size_t i = 0; i < OA_LENGTH(replies); i++) {
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

/* clang-format off */

/* A DN of 83 bytes with its NUL, Outlook 16.0.4266.1003. */
#define CONNECT \
	"5300000000000000530000002f6f3d4f72672f6f753d45786368616e67652041" \
	"646d696e6973747261746976652047726f7570202846594449424f4846323353" \
	"50444c54292f636e3d526563697069656e74732f636e3d6d6f6e69746f720000" \
	"000000000000000000000000e40400000904000009040000ffffffff01000010" \
	"aa90eb0300000000000000000000000008100000"

/* A DN of 42 bytes, Outlook 16.0.17928.20156 in cached mode. */
#define CONNECT_CACHED \
	"2a000000000000002a0000002f6f3d4c41422f6f753d45786368616e67652f63" \
	"6e3d526563697069656e74732f636e3d616c6963650000000000000000000000" \
	"00000000e40400000904000009040000ffffffff0100001008c6bc4e00000000" \
	"2800000000000400200020002000010200000000000000000000000000000000" \
	"0000000000000000020000002800000008100000"

/* Logged on as "Alice" to 15.2.1544.4, with three bytes of auxiliary data. */
#define CONNECTED \
	"000000000100000000000000efcdab896745230160ea00000600000010270000" \
	"00000000000002002500000000000000250000002f6f3d4c41422f6f753d4578" \
	"6368616e67652f636e3d526563697069656e74732f636e3d0000000004000200" \
	"060000000000000006000000416c69636500020f08860400001008c6bc4e0000" \
	"00e1f505030000000000000003000000000000000300000000000000"

/* The same, refused: the session is zero, the return value the last number. */
#define REFUSED \
	"000000000000000000000000000000000000000060ea00000600000010270000" \
	"00000000000002002500000000000000250000002f6f3d4c41422f6f753d4578" \
	"6368616e67652f636e3d526563697069656e74732f636e3d0000000004000200" \
	"060000000000000006000000416c69636500020f08860400001008c6bc4e0000" \
	"00e1f5050300000000000000030000000000000003000000e0040000"

/* clang-format on */

#define ALICE "/o=LAB/ou=Exchange/cn=Recipients/cn=alice"
#define MONITOR                                                                        \
	"/o=Org/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/"     \
	"cn=monitor"

static const struct connect_case {
	struct oa_emsmdb_connect connect;
	const char *stub;
} connects[] = {
	{{MONITOR, {{0x1000, 0x90aa, 0x03eb}}, false}, CONNECT},
	{{ALICE, {{0x1000, 0xc608, 0x4ebc}}, true}, CONNECT_CACHED},
};

START_TEST(connect_is_written_byte_for_byte)
{
	for (size_t i = 0; i < OA_LENGTH(connects); i++) {
		uint8_t buffer[1024];
		struct oa_writer out = oa_writer(buffer, sizeof(buffer));

		oa_emsmdb_write_connect(&out, &connects[i].connect);
		ck_assert(!out.bad);
		ck_assert_hex(buffer, out.len, connects[i].stub);
	}
}
END_TEST

START_TEST(connect_gives_a_session)
{
	struct hex stub = hex(CONNECTED);
	struct oa_emsmdb_session session;
	char version[OA_MAPI_VERSION_TEXT_LEN];

	ck_assert_int_eq(
		oa_emsmdb_parse_connect(stub.bytes, stub.len, &session, NULL), 0);
	ck_assert_uint_eq(session.value, 0);
	ck_assert_str_eq(session.user_name, "Alice");
	ck_assert(!oa_ndr_handle_is_null(&session.handle));
	oa_mapi_version_format(&session.server, version, sizeof(version));
	ck_assert_str_eq(version, "15.2.1544.4");
}
END_TEST

/* However little of the rest is there, the return value is the last number. */
START_TEST(refusal_gives_its_return_value)
{
	static const char *const stubs[] = {REFUSED, "e0040000"};

	for (size_t i = 0; i < OA_LENGTH(stubs); i++) {
		struct hex stub = hex(stubs[i]);
		struct oa_emsmdb_session session;

		ck_assert_int_eq(
			oa_emsmdb_parse_connect(stub.bytes, stub.len, &session, NULL),
			0);
		ck_assert_uint_eq(session.value, 0x4e0);
	}
}
END_TEST

/* A success that is cut, that is followed by more, or that has no session. */
START_TEST(bad_success_is_refused)
{
	struct hex good = hex(CONNECTED);
	struct oa_emsmdb_session session;
	struct oa_error err = {0};
	struct hex bad = good;

	for (size_t len = 0; len < good.len; len++) {
		int result = oa_emsmdb_parse_connect(good.bytes, len, &session, &err);

		/* a cut may leave another number in the place of the last one */
		ck_assert(result < 0 || session.value != 0);
	}
	bad.len += 4;
	memset(bad.bytes + good.len, 0, 4);
	ck_assert_int_eq(
		oa_emsmdb_parse_connect(bad.bytes, bad.len, &session, &err), -1);
	bad = good;
	memset(bad.bytes, 0, OA_NDR_HANDLE_LEN);
	ck_assert_int_eq(
		oa_emsmdb_parse_connect(bad.bytes, bad.len, &session, &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_RPC);
}
END_TEST

#define HANDLE "000000000403020106050807090a0b0c0d0e0f10"

START_TEST(disconnect_goes_both_ways)
{
	struct hex stub = hex(HANDLE), reply = hex("0000000000000000000000000000000000"
						   "0000002e0a0000");
	struct oa_reader in = oa_reader(stub.bytes, stub.len);
	struct oa_ndr_handle handle = oa_ndr_read_handle(&in);
	uint8_t buffer[32];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));
	uint32_t value = 0;

	oa_emsmdb_write_disconnect(&out, &handle);
	ck_assert_hex(buffer, out.len, HANDLE);
	ck_assert_int_eq(
		oa_emsmdb_parse_disconnect(reply.bytes, reply.len, &value, NULL), 0);
	ck_assert_uint_eq(value, 0xa2e);
	ck_assert_int_eq(
		oa_emsmdb_parse_disconnect(reply.bytes, reply.len - 4, &value, NULL),
		-1);
}
END_TEST

OA_TEST_MAIN("emsmdb", dummy_rpc_gives_its_return_value,
	connect_is_written_byte_for_byte, connect_gives_a_session,
	refusal_gives_its_return_value, bad_success_is_refused,
	disconnect_goes_both_ways)
