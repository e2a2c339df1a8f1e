/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/nspi.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

/*
 * Stubs are those of impacket's structures, with our own referent identifiers.
 */

#define HANDLE "000000000403020106050807090a0b0c0d0e0f10"

/* clang-format off */

#define BIND \
	"00000000000000000000000000000000000000000000000000000000e4040000" \
	"090400000904000000000000"

#define UNBIND \
	"000000000403020106050807090a0b0c0d0e0f1000000000"

#define UPDATE \
	"000000000403020106050807090a0b0c0d0e0f10000000000000000000000000" \
	"00000000000000000000000000000000e4040000090400000904000000000000"

#define RESOLVE_ALICE \
	"000000000403020106050807090a0b0c0d0e0f10000000000000000000000000" \
	"00000000000000000000000000000000e4040000090400000904000000000200" \
	"020000000100000000000000010000001f000130010000000100000004000200" \
	"06000000000000000600000061006c006900630065000000"

/* One entry, and its row. */
#define RESOLVED \
	"e32a000002000000010000000000000001000000020000006353000001000000" \
	"010000000000000001000000b9ea0000010000001f000130000000001f000000" \
	"40be000006000000000000000600000041006c00690063006500000000000000"

#define UPDATED \
	"00000000000000000000000000000000000000002a000000e404000009040000" \
	"090400000000000000000000"

/* With the GUID of the server. */
#define BOUND \
	"47490000000102030405060708090a0b0c0d0e0f000000000403020106050807" \
	"090a0b0c0d0e0f1000000000"

/* clang-format on */

static struct oa_ndr_handle handle(void)
{
	struct hex bytes = hex(HANDLE);
	struct oa_reader in = oa_reader(bytes.bytes, bytes.len);

	return oa_ndr_read_handle(&in);
}

START_TEST(requests_are_written_byte_for_byte)
{
	struct oa_ndr_handle session = handle();
	uint8_t buffer[512];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	oa_nspi_write_bind(&out);
	ck_assert_hex(buffer, out.len, BIND);
	out = oa_writer(buffer, sizeof(buffer));
	oa_nspi_write_unbind(&out, &session);
	ck_assert_hex(buffer, out.len, UNBIND);
	out = oa_writer(buffer, sizeof(buffer));
	oa_nspi_write_update(&out, &session);
	ck_assert_hex(buffer, out.len, UPDATE);
	out = oa_writer(buffer, sizeof(buffer));
	ck_assert_int_eq(oa_nspi_write_resolve(&out, &session, "alice", NULL), 0);
	ck_assert_hex(buffer, out.len, RESOLVE_ALICE);
}
END_TEST

static const struct name_case {
	const char *name;
	int result;
	enum oa_layer layer;
} names[] = {
	{"J\xc3\xbcrgen", 0, OA_LAYER_NONE},
	{"", 0, OA_LAYER_NONE},
	{"\xff", -1, OA_LAYER_USAGE},
};

START_TEST(names_are_utf8)
{
	struct oa_ndr_handle session = handle();

	for (size_t i = 0; i < OA_LENGTH(names); i++) {
		uint8_t buffer[512];
		struct oa_writer out = oa_writer(buffer, sizeof(buffer));
		struct oa_error err = {0};

		ck_assert_int_eq(
			oa_nspi_write_resolve(&out, &session, names[i].name, &err),
			names[i].result);
		ck_assert_int_eq(err.layer, names[i].layer);
	}
}
END_TEST

START_TEST(long_names_are_refused)
{
	struct oa_ndr_handle session = handle();
	char name[OA_NSPI_NAME_MAX + 2];
	uint8_t buffer[1024];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	memset(name, 'a', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	ck_assert_int_eq(oa_nspi_write_resolve(&out, &session, name, NULL), -1);
	ck_assert_int_eq(oa_nspi_write_resolve(&out, &session, name + 1, NULL), 0);
	ck_assert(!out.bad);
}
END_TEST

static const struct bind_case {
	const char *stub;
	int result;
	uint32_t value;
} binds[] = {
	{BOUND, 0, 0},
	{"00000000" HANDLE "00000000", 0, 0},
	{"00000000 0000000000000000000000000000000000000000 1d010480", 0, 0x8004011d},
	{"1d010480", 0, 0x8004011d},
	{"00000000 0000000000000000000000000000000000000000 00000000", -1, 0},
	{"00000000" HANDLE "00000000 00000000", -1, 0},
	{"00000000" HANDLE, 0, 0x100f0e0d},
	{"00000000", -1, 0},
	{"", -1, 0},
};

START_TEST(bind_gives_a_session)
{
	for (size_t i = 0; i < OA_LENGTH(binds); i++) {
		struct hex stub = hex(binds[i].stub);
		struct oa_nspi_session session = {0};
		struct oa_ndr_handle want = handle();

		ck_assert_int_eq(
			oa_nspi_parse_bind(stub.bytes, stub.len, &session, NULL),
			binds[i].result);
		ck_assert_uint_eq(session.value, binds[i].value);
		if (!binds[i].result && !binds[i].value)
			ck_assert_mem_eq(&session.handle, &want, sizeof(want));
	}
}
END_TEST

static const struct resolve_case {
	const char *stub;
	int result;
	uint32_t value;
	enum oa_nspi_match match;
} resolves[] = {
	{RESOLVED, 0, 0, OA_NSPI_ONE},
	{"00000200 02000000 01000000 00000000 01000000 01000000 00000000 00000000", 0,
		0, OA_NSPI_SEVERAL},
	{"00000200 02000000 01000000 00000000 01000000 00000000 00000000 80030400", 0,
		OA_NSPI_ERRORS_RETURNED, OA_NSPI_NOBODY},
	{"00000000 00000000 05400080", 0, 0x80004005, OA_NSPI_NOBODY},
	{"00000000 00000000 00000000", -1, 0, OA_NSPI_NOBODY},
	{"00000200 02000000 01000000 00000000 01000000 03000000 00000000 00000000", -1,
		0, OA_NSPI_NOBODY},
	{"00000200 03000000 02000000 00000000 02000000 02000000 02000000 00000000", -1,
		0, OA_NSPI_NOBODY},
	{"00000200 02000000 01000000 00000000 00000000", -1, 0, OA_NSPI_NOBODY},
	{"0000", -1, 0, OA_NSPI_NOBODY},
};

START_TEST(resolve_says_who)
{
	for (size_t i = 0; i < OA_LENGTH(resolves); i++) {
		const struct resolve_case *want = &resolves[i];
		struct hex stub = hex(want->stub);
		struct oa_nspi_resolved resolved = {0};
		struct oa_error err = {0};

		ck_assert_int_eq(
			oa_nspi_parse_resolve(stub.bytes, stub.len, &resolved, &err),
			want->result);
		ck_assert_uint_eq(resolved.value, want->value);
		ck_assert_uint_eq(resolved.match, want->match);
		ck_assert_int_eq(
			err.layer, want->result ? OA_LAYER_RPC : OA_LAYER_NONE);
	}
}
END_TEST

START_TEST(update_counts)
{
	struct hex stub = hex(UPDATED);
	struct oa_nspi_size size = {0};

	ck_assert_int_eq(oa_nspi_parse_update(stub.bytes, stub.len, &size, NULL), 0);
	ck_assert_uint_eq(size.value, 0);
	ck_assert_uint_eq(size.entries, 42);
	ck_assert_int_eq(
		oa_nspi_parse_update(stub.bytes, stub.len - 4, &size, NULL), -1);
	stub = hex("05400080");
	ck_assert_int_eq(oa_nspi_parse_update(stub.bytes, stub.len, &size, NULL), 0);
	ck_assert_uint_eq(size.value, 0x80004005);
}
END_TEST

START_TEST(unbind_gives_its_return_value)
{
	struct hex stub = hex("0000000000000000000000000000000000000000 01000000");
	uint32_t value = 0;

	ck_assert_int_eq(oa_nspi_parse_unbind(stub.bytes, stub.len, &value, NULL), 0);
	ck_assert_uint_eq(value, OA_NSPI_UNBOUND);
	ck_assert_int_eq(
		oa_nspi_parse_unbind(stub.bytes, stub.len - 4, &value, NULL), -1);
}
END_TEST

OA_TEST_MAIN("nspi", requests_are_written_byte_for_byte, names_are_utf8,
	long_names_are_refused, bind_gives_a_session, resolve_says_who, update_counts,
	unbind_gives_its_return_value)
