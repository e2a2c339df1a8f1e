/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/base/text.h"
#include "tests/unit/runner.h"

#include <string.h>

static const struct {
	const char *text;
	const char *clean;
} foreign[] = {
	{"", ""},
	{"plain text <b>", "plain text <b>"},
	{"a|b", "a?b"},
	{"a\tb\r\nc\x1b[0m\x7f", "a?b??c?[0m?"},
	{"Gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x93\xa7",
		"Gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x93\xa7"},
	{"C1 \xc2\x85 and \xc2\x9f, no-break \xc2\xa0",
		"C1 ? and ?, no-break \xc2\xa0"},
	{"left \xe2\x80\xae\xe2\x81\xa6\xd8\x9c right \xe2\x80\x8f",
		"left ??? right ?"},
	{"line\xe2\x80\xa8"
	 "break\xef\xbb\xbf\xc2\xad",
		"line?break??"},
	{"tag \xf3\xa0\x81\xa1, dash \xe2\x80\x94, plane 16 \xf4\x8f\xbf\xbd",
		"tag ?, dash \xe2\x80\x94, plane 16 \xf4\x8f\xbf\xbd"},
	{"overlong \xc0\xaf \xe0\x80\xaf", "overlong ?? ???"},
	{"surrogate \xed\xa0\x80", "surrogate ???"},
	{"above \xf4\x90\x80\x80 \xff\xfe", "above ???? ??"},
	{"cut \xe2\x82", "cut ??"},
	{"lone \x80 \xbf", "lone ? ?"},
	{"broken \xe2(\xac", "broken ?(?"},
};

static const struct {
	const char *text;
	bool is_number;
	long value;
} longs[] = {
	{"0", true, 0},
	{"443", true, 443},
	{"-1", true, -1},
	{"1000", true, 1000},
	{"-100", true, -100},
	{"1001", false, 0},
	{"-101", false, 0},
	{"", false, 0},
	{"-", false, 0},
	{"+1", false, 0},
	{" 1", false, 0},
	{"1 ", false, 0},
	{"1x", false, 0},
	{"0x10", false, 0},
	{"99999999999999999999", false, 0},
};

static const struct {
	const char *text;
	bool is_number;
	double value;
} doubles[] = {
	{"0", true, 0},
	{"1.5", true, 1.5},
	{"-1.5", true, -1.5},
	{"+2", true, 2},
	{".5", true, 0.5},
	{"5.", true, 5},
	{"123456789012345", true, 123456789012345},
	{"1234567890123456", false, 0},
	{"", false, 0},
	{".", false, 0},
	{"-", false, 0},
	{"1e3", false, 0},
	{"1,5", false, 0},
	{"1.5.5", false, 0},
	{"inf", false, 0},
	{"nan", false, 0},
	{"0x1", false, 0},
	{" 1", false, 0},
};

START_TEST(cleans_foreign_text)
{
	for (size_t i = 0; i < OA_LENGTH(foreign); i++) {
		char buffer[80];

		oa_clean(buffer, sizeof(buffer), foreign[i].text,
			strlen(foreign[i].text));
		ck_assert_str_eq(buffer, foreign[i].clean);
	}
}
END_TEST

START_TEST(cleaning_keeps_to_the_buffer)
{
	static const char text[] = "ab\xe2\x82\xac";
	char buffer[8];

	memset(buffer, 'x', sizeof(buffer));
	oa_clean(buffer, 5, text, strlen(text));
	ck_assert_str_eq(buffer, "ab");
	ck_assert_int_eq(buffer[5], 'x');
	oa_clean(buffer, 6, text, strlen(text));
	ck_assert_str_eq(buffer, text);
	oa_clean(buffer, 1, text, strlen(text));
	ck_assert_str_eq(buffer, "");
	oa_clean(buffer, sizeof(buffer), "a\0b", 3);
	ck_assert_str_eq(buffer, "a?b");
	buffer[0] = 'x';
	oa_clean(buffer, 0, text, strlen(text));
	ck_assert_int_eq(buffer[0], 'x');
}
END_TEST

START_TEST(appends_until_full)
{
	char buffer[8] = "ab";

	ck_assert(oa_append(buffer, sizeof(buffer), "%d", 123));
	ck_assert_str_eq(buffer, "ab123");
	ck_assert(!oa_append(buffer, sizeof(buffer), "%s", "xyz"));
	ck_assert_str_eq(buffer, "ab123xy");
	ck_assert(!oa_append(buffer, sizeof(buffer), "z"));
	ck_assert_str_eq(buffer, "ab123xy");
}
END_TEST

START_TEST(reads_whole_numbers_only)
{
	for (size_t i = 0; i < OA_LENGTH(longs); i++) {
		long value = 42;
		bool is_number = oa_parse_long(longs[i].text, -100, 1000, &value);

		ck_assert_msg(is_number == longs[i].is_number, "'%s'", longs[i].text);
		ck_assert_int_eq(value, is_number ? longs[i].value : 42);
	}
}
END_TEST

START_TEST(reads_plain_decimals_only)
{
	for (size_t i = 0; i < OA_LENGTH(doubles); i++) {
		double value = 42;
		bool is_number = oa_parse_double(doubles[i].text, &value);

		ck_assert_msg(
			is_number == doubles[i].is_number, "'%s'", doubles[i].text);
		ck_assert_double_eq(value, is_number ? doubles[i].value : 42);
	}
}
END_TEST

OA_TEST_MAIN("text", cleans_foreign_text, cleaning_keeps_to_the_buffer,
	appends_until_full, reads_whole_numbers_only, reads_plain_decimals_only)
