/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/secret.h"
#include "tests/unit/runner.h"

START_TEST(owns_a_copy)
{
	struct oa_secret secret = {0};
	char bytes[] = "s3cret!";

	ck_assert(!oa_secret_given(&secret));
	ck_assert_int_eq(oa_secret_set(&secret, bytes, 6), 0);
	bytes[0] = 'x';
	ck_assert(oa_secret_given(&secret));
	ck_assert_str_eq(secret.bytes, "s3cret");
	ck_assert_uint_eq(secret.len, 6);
	oa_secret_free(&secret);
	ck_assert(!oa_secret_given(&secret));
	ck_assert_uint_eq(secret.len, 0);
	oa_secret_free(&secret);
}
END_TEST

START_TEST(can_be_replaced_even_by_a_part_of_itself)
{
	struct oa_secret secret = {0};

	ck_assert_int_eq(oa_secret_set(&secret, "domain%pass", 11), 0);
	ck_assert_int_eq(oa_secret_set(&secret, secret.bytes + 7, 4), 0);
	ck_assert_str_eq(secret.bytes, "pass");
	oa_secret_free(&secret);
}
END_TEST

START_TEST(empty_one_counts)
{
	struct oa_secret secret = {0};

	ck_assert_int_eq(oa_secret_set(&secret, "", 0), 0);
	ck_assert(oa_secret_given(&secret));
	ck_assert_str_eq(secret.bytes, "");
	oa_secret_free(&secret);
}
END_TEST

START_TEST(wiping_keeps_to_its_bounds)
{
	char bytes[] = "abcdef";

	oa_wipe(bytes + 1, 3);
	ck_assert_mem_eq(bytes, "a\0\0\0ef", 7);
	oa_wipe(bytes, 0);
	ck_assert_int_eq(bytes[0], 'a');
}
END_TEST

OA_TEST_MAIN("secret", owns_a_copy, can_be_replaced_even_by_a_part_of_itself,
	empty_one_counts, wiping_keeps_to_its_bounds)
