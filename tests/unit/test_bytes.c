/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/bytes.h"
#include "tests/unit/runner.h"

START_TEST(reads_little_and_big_endian)
{
	static const uint8_t data[] = {
		1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
	struct oa_reader in = oa_reader(data, sizeof(data));

	ck_assert_uint_eq(oa_read_u8(&in), 1);
	ck_assert_uint_eq(oa_read_u16(&in), 0x0302);
	ck_assert_uint_eq(oa_read_u16be(&in), 0x0405);
	ck_assert_uint_eq(oa_read_u64(&in), 0x0d0c0b0a09080706);
	ck_assert_uint_eq(oa_read_left(&in), 2);
	ck_assert(!in.bad);
}
END_TEST

START_TEST(error_of_a_reader_sticks)
{
	static const uint8_t data[] = {1, 2, 3};
	struct oa_reader in = oa_reader(data, sizeof(data));
	uint8_t copy[4] = {9, 9, 9, 9};

	ck_assert_uint_eq(oa_read_u32(&in), 0);
	ck_assert(in.bad);
	ck_assert_uint_eq(oa_read_u8(&in), 0);
	ck_assert_uint_eq(oa_read_left(&in), 0);
	oa_read_copy(&in, copy, sizeof(copy));
	ck_assert_uint_eq(copy[3], 0);
	ck_assert_ptr_null(oa_read_bytes(&in, 1));
}
END_TEST

START_TEST(huge_lengths_are_refused)
{
	static const uint8_t data[8] = {0};
	struct oa_reader in = oa_reader(data, sizeof(data));
	struct oa_reader part;

	oa_read_skip(&in, 4);
	part = oa_read_part(&in, SIZE_MAX);
	ck_assert(part.bad);
	ck_assert(in.bad);
}
END_TEST

START_TEST(alignment_counts_from_the_start)
{
	static const uint8_t data[8] = {0};
	struct oa_reader in = oa_reader(data, sizeof(data));

	oa_read_align(&in, 4);
	ck_assert_uint_eq(in.pos, 0);
	oa_read_u8(&in);
	oa_read_align(&in, 4);
	ck_assert_uint_eq(in.pos, 4);
	oa_read_skip(&in, 3);
	oa_read_align(&in, 4);
	ck_assert_uint_eq(in.pos, 8);
	ck_assert(!in.bad);
}
END_TEST

START_TEST(writer_stops_at_its_end)
{
	uint8_t data[6] = {0};
	struct oa_writer out = oa_writer(data, sizeof(data));

	oa_write_u16(&out, 0x0201);
	oa_write_align(&out, 4);
	oa_write_u16_at(&out, 0, 0xbbaa);
	ck_assert_uint_eq(out.len, 4);
	ck_assert_mem_eq(data, "\xaa\xbb\0\0", 4);
	oa_write_u32(&out, 1);
	ck_assert(out.bad);
	ck_assert_uint_eq(out.len, 4);
	oa_write_u8(&out, 1);
	ck_assert_uint_eq(out.len, 4);
}
END_TEST

START_TEST(patch_beyond_the_end_is_refused)
{
	uint8_t data[8] = {0};
	struct oa_writer out = oa_writer(data, sizeof(data));

	oa_write_u32(&out, 0);
	oa_write_u16_at(&out, 3, 1);
	ck_assert(out.bad);
}
END_TEST

OA_TEST_MAIN("bytes", reads_little_and_big_endian, error_of_a_reader_sticks,
	huge_lengths_are_refused, alignment_counts_from_the_start,
	writer_stops_at_its_end, patch_beyond_the_end_is_refused)
