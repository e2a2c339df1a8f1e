/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/cookies.h"
#include "tests/unit/runner.h"

#include <string.h>

/* Values of Set-Cookie, one after the other, and what is sent back. */
static const struct {
	const char *values[4];
	const char *text;
} cases[] = {
	{{"a=1"}, "a=1"},
	{{"a=1; path=/mapi; secure"}, "a=1"},
	{{"a=1", "b=2"}, "a=1; b=2"},
	{{"a=1", "a=2"}, "a=2"},
	{{"a=1", "b=2", "a=3"}, "b=2; a=3"},
	{{"a=1", "b=2", "b=3"}, "a=1; b=3"},
	{{"a=1", "aa=2", "a=3"}, "aa=2; a=3"},
	{{"aa=1", "a=2", "aa=3"}, "a=2; aa=3"},
	{{"a="}, "a="},
	{{"a=b=c"}, "a=b=c"},
	{{"a=1 ; x"}, "a=1"},
	{{"", "novalue", "=1", "; a=1"}, ""},
	{{"a=1 2", "b=\x01", "c=\xc3\xa4", "d=1,2"}, ""},
};

START_TEST(cookies_are_kept_and_replaced)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_cookies cookies = {0};

		for (size_t k = 0; k < 4 && cases[i].values[k]; k++)
			oa_cookies_add(&cookies, cases[i].values[k],
				strlen(cases[i].values[k]));
		ck_assert_msg(!strcmp(cookies.text, cases[i].text), "%zu: %s", i,
			cookies.text);
	}
}
END_TEST

START_TEST(what_has_no_room_is_left_out)
{
	struct oa_cookies cookies = {0};
	char value[OA_COOKIES_MAX];

	memset(value, 'x', sizeof(value));
	value[1] = '=';
	oa_cookies_add(&cookies, value, sizeof(value));
	ck_assert_str_eq(cookies.text, "");
	oa_cookies_add(&cookies, value, sizeof(value) - 3);
	ck_assert_uint_eq(strlen(cookies.text), sizeof(value) - 3);
	oa_cookies_add(&cookies, "a=1", 3);
	ck_assert_uint_eq(strlen(cookies.text), sizeof(value) - 3);
	oa_cookies_add(&cookies, "x=1", 3);
	ck_assert_str_eq(cookies.text, "x=1");
}
END_TEST

START_TEST(all_fields_of_a_head_are_taken)
{
	static const char text[] = "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; secure\r\n"
				   "Other: c=3\r\nset-cookie: b=2\r\n\r\n";
	struct oa_cookies cookies = {0};
	struct oa_http_head head;

	ck_assert_int_eq(oa_http_head_parse(text, strlen(text), &head, NULL), 0);
	oa_cookies_take(&cookies, &head);
	ck_assert_str_eq(cookies.text, "a=1; b=2");
	oa_http_head_free(&head);
}
END_TEST

OA_TEST_MAIN("cookies", cookies_are_kept_and_replaced, what_has_no_room_is_left_out,
	all_fields_of_a_head_are_taken)
