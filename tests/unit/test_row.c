/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/row.h"
#include "tests/unit/runner.h"

#include <string.h>

START_TEST(texts_are_cut_before_a_broken_character)
{
	static const struct {
		const char *text;
		const char *cut; /* in six bytes */
	} cases[] = {
		{NULL, ""},
		{"", ""},
		{"short", "short"},
		{"abcdefgh", "abcde"},
		{"f\xc3\xbcr\xc3\xbc", "f\xc3\xbcr"},
		{"abc\xe2\x82\xac", "abc"},
		{"ab\xe2\x82\xac", "ab\xe2\x82\xac"},
		{"\xf0\x9f\x98\x80\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
	};
	char buffer[6];

	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		oa_row_text(buffer, sizeof(buffer), cases[i].text);
		ck_assert_str_eq(buffer, cases[i].cut);
	}
}
END_TEST

START_TEST(seconds)
{
	ck_assert_uint_eq(oa_row_seconds(100, 90), 10);
	ck_assert_uint_eq(oa_row_seconds(100, 100), 0);
	ck_assert_uint_eq(oa_row_seconds(100, 101), 0);
	ck_assert_uint_eq(oa_row_seconds(INT64_MAX, 0), UINT32_MAX);
}
END_TEST

START_TEST(descriptions_fit)
{
	char descr[OA_ROW_DESCR], name[OA_ROW_NAME];

	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	for (int kind = 1; kind < OA_KINDS; kind++) {
		const char *label = oa_kind_label((enum oa_kind)kind);

		oa_row_descr(descr, name, label);
		ck_assert_str_eq(descr + sizeof(name), label);
	}
}
END_TEST

START_TEST(codes)
{
	struct oa_row_code code;

	for (int i = 0; i < OA_CODES; i++) {
		oa_row_code(&code, (enum oa_code)i);
		ck_assert_uint_eq(code.code, (uint32_t)i);
		ck_assert_str_eq(code.name, oa_diagnosis((enum oa_code)i)->name);
	}
}
END_TEST

OA_TEST_MAIN("row", texts_are_cut_before_a_broken_character, seconds, descriptions_fit,
	codes)
