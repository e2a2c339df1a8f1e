/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/ndr.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#define HANDLE "000000000403020106050807090a0b0c0d0e0f10"

START_TEST(numbers_are_aligned)
{
	struct hex stub = hex("01ff 0302 ffff ffff 07060504 ff");
	struct oa_reader in = oa_reader(stub.bytes, stub.len);

	ck_assert_uint_eq(oa_read_u8(&in), 1);
	ck_assert_uint_eq(oa_ndr_read_u16(&in), 0x0203);
	ck_assert_uint_eq(oa_read_u8(&in), 0xff);
	ck_assert_uint_eq(oa_ndr_read_u32(&in), 0x04050607);
	ck_assert(!in.bad);
	ck_assert_uint_eq(oa_ndr_read_u32(&in), 0);
	ck_assert(in.bad);
}
END_TEST

START_TEST(numbers_are_written_aligned)
{
	uint8_t buffer[16];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	oa_write_u8(&out, 1);
	oa_ndr_write_u16(&out, 0x0203);
	oa_write_u8(&out, 4);
	oa_ndr_write_u32(&out, 0x05060708);
	ck_assert_hex(buffer, out.len, "01000302 04000000 08070605");
}
END_TEST

/* A null pointer, a pointer to a pointer to a string, and a return value. */
START_TEST(pointers_and_string_of_a_reply)
{
	struct hex stub = hex("00000000 00000200 04000200 0c000000 00000000 0c000000"
			      "4558312e61642e7465737400 70090000");
	struct oa_reader in = oa_reader(stub.bytes, stub.len);
	char name[64];

	ck_assert(!oa_ndr_read_pointer(&in));
	ck_assert(oa_ndr_read_pointer(&in));
	ck_assert(oa_ndr_read_pointer(&in));
	oa_ndr_read_string(&in, name, sizeof(name));
	ck_assert_str_eq(name, "EX1.ad.test");
	ck_assert_uint_eq(oa_ndr_read_u32(&in), 0x970);
	ck_assert(!in.bad);
}
END_TEST

static const struct string_case {
	const char *stub;
	const char *text;
	bool is_bad;
} strings[] = {
	{"01000000 00000000 01000000 00", "", false},
	{"05000000 00000000 03000000 414200", "AB", false},
	{"02000000 00000000 02000000 4142", "AB", false},
	{"05000000 00000000 05000000 4142004344", "AB", false},
	{"04000000 00000000 04000000 410a7c00", "A??", false},
	{"00000000 00000000 00000000", "", false},
	{"0c000000 00000000 0c000000 41424344454647484900", "", true},
	{"0a000000 00000000 0a000000 41424344454647484900", "ABCDEFG", false},
	{"02000000 00000000 03000000 414200", "AB", true},
	{"03000000 01000000 03000000 414200", "AB", true},
	{"03000000 04000000 00000000", "", true},
	{"ffffffff 00000000 ffffffff 414200", "", true},
	{"ffffffff ffffffff 03000000 414200", "", true},
	{"03000000 00000000 0300", "", true},
};

START_TEST(strings_are_bounded_and_clean)
{
	for (size_t i = 0; i < OA_LENGTH(strings); i++) {
		struct hex stub = hex(strings[i].stub);
		struct oa_reader in = oa_reader(stub.bytes, stub.len);
		char text[8];

		oa_ndr_read_string(&in, text, sizeof(text));
		ck_assert_int_eq(in.bad, strings[i].is_bad);
		if (!in.bad)
			ck_assert_str_eq(text, strings[i].text);
	}
}
END_TEST

START_TEST(string_is_written_with_its_nul)
{
	uint8_t buffer[32];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	oa_ndr_write_string(&out, "/o=Org");
	oa_ndr_write_u32(&out, 1);
	ck_assert_hex(buffer, out.len,
		"07000000 00000000 07000000 2f6f3d4f726700 00 01000000");
}
END_TEST

START_TEST(handle_goes_both_ways)
{
	struct hex stub = hex(HANDLE);
	struct oa_reader in = oa_reader(stub.bytes, stub.len);
	struct oa_ndr_handle handle = oa_ndr_read_handle(&in);
	struct oa_ndr_handle null = {{0}};
	uint8_t buffer[32];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	ck_assert(!oa_ndr_handle_is_null(&handle));
	ck_assert(oa_ndr_handle_is_null(&null));
	oa_ndr_write_handle(&out, &handle);
	ck_assert_hex(buffer, out.len, HANDLE);
	handle = oa_ndr_read_handle(&in);
	ck_assert(in.bad);
	ck_assert(oa_ndr_handle_is_null(&handle));
}
END_TEST

START_TEST(pointers_are_numbered)
{
	uint8_t buffer[32];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	oa_ndr_write_pointer(&out, true, 0);
	oa_ndr_write_pointer(&out, false, 0);
	oa_ndr_write_pointer(&out, false, 1);
	ck_assert_hex(buffer, out.len, "00000000 00000200 04000200");
}
END_TEST

static const struct result_case {
	const char *stub;
	int result;
	uint32_t value;
} results[] = {
	{"78040000", 0, 0x478},
	{"ffffffff 05000780", 0, 0x80070005},
	{"ffffff 05000780", -1, 0},
	{"0000", -1, 0},
	{"", -1, 0},
};

START_TEST(result_is_the_last_number)
{
	for (size_t i = 0; i < OA_LENGTH(results); i++) {
		struct hex stub = hex(results[i].stub);
		uint32_t value = 0;

		ck_assert_int_eq(oa_ndr_read_result(stub.bytes, stub.len, &value, NULL),
			results[i].result);
		ck_assert_uint_eq(value, results[i].value);
	}
}
END_TEST

OA_TEST_MAIN("ndr", numbers_are_aligned, numbers_are_written_aligned,
	pointers_and_string_of_a_reply, strings_are_bounded_and_clean,
	string_is_written_with_its_nul, handle_goes_both_ways, pointers_are_numbered,
	result_is_the_last_number)
