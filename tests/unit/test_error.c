/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/error.h"
#include "tests/unit/runner.h"

#include <string.h>

START_TEST(failure_is_a_value)
{
	struct oa_error err = {0};

	ck_assert_int_eq(
		oa_fail(&err, OA_LAYER_TCP, 111, "connect to %s", "127.0.0.1"), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_TCP);
	ck_assert_int_eq(err.number, 111);
	ck_assert_str_eq(err.text, "connect to 127.0.0.1");
}
END_TEST

START_TEST(context_comes_first)
{
	struct oa_error err = {0};

	oa_fail(&err, OA_LAYER_TLS, 70, "alert");
	ck_assert_int_eq(oa_fail_context(&err, "%s port %d", "EX1", 443), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_TLS);
	ck_assert_int_eq(err.number, 70);
	ck_assert_str_eq(err.text, "EX1 port 443: alert");
}
END_TEST

START_TEST(nobody_has_to_listen)
{
	ck_assert_int_eq(oa_fail(NULL, OA_LAYER_FILE, 2, "x"), -1);
	ck_assert_int_eq(oa_fail_context(NULL, "x"), -1);
}
END_TEST

START_TEST(long_texts_are_cut)
{
	struct oa_error err = {0};
	char text[600];

	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	oa_fail(&err, OA_LAYER_HTTP, 0, "%s", text);
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
	oa_fail_context(&err, "%s", "context");
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
	ck_assert_int_eq(strncmp(err.text, "context: aaa", 12), 0);
	oa_fail_context(&err, "%s", text);
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
}
END_TEST

OA_TEST_MAIN("error", failure_is_a_value, context_comes_first, nobody_has_to_listen,
	long_texts_are_cut)
