/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/utf16.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

static const struct text_case {
	const char *text;  /* UTF-8 */
	const char *utf16; /* hex; NULL: refused */
	const char *upper; /* hex of the upper case */
} texts[] = {
	{"User", "5500730065007200", "5500530045005200"},
	{"az@[`{", "61007a0040005b0060007b00", "41005a0040005b0060007b00"},
	/* e acute, division sign, sharp s, y diaeresis, micro sign */
	{"\xc3\xa9\xc3\xb7\xc3\x9f\xc3\xbf\xc2\xb5", "e900f700df00ff00b500",
		"c900f700df007801b500"},
	/* c caron small and capital, dotless i, l stroke, z caron, long s */
	{"\xc4\x8d\xc4\x8c\xc4\xb1\xc5\x82\xc5\xbe\xc5\xbf", "0d010c01310142017e017f01",
		"0c010c01310141017d017f01"},
	/* alpha tonos, sigma, final sigma, ya, yo */
	{"\xce\xac\xcf\x83\xcf\x82\xd1\x8f\xd1\x91", "ac03c303c2034f045104",
		"8603a303a3032f040104"},
	{"\xf0\x9f\x94\x91", "3dd811dd", "3dd811dd"},
	{"\xc0\x80", NULL, NULL},
	{"\xe0\x80\x80", NULL, NULL},
	{"\xed\xa0\x80", NULL, NULL},
	{"\xf4\x90\x80\x80", NULL, NULL},
	{"\xff", NULL, NULL},
	{"\x80", NULL, NULL},
	{"a\xc3", NULL, NULL},
	{"\xc3"
	 "a",
		NULL, NULL},
};

START_TEST(converts_and_upcases)
{
	for (size_t i = 0; i < OA_LENGTH(texts); i++) {
		const struct text_case *test = &texts[i];
		struct oa_utf16 utf16 = {0};
		struct oa_error err = {0};
		char back[64];
		int result = oa_utf16_from_utf8(
			test->text, strlen(test->text), &utf16, &err);

		ck_assert_int_eq(result, test->utf16 ? 0 : -1);
		ck_assert_int_eq(
			err.layer, test->utf16 ? OA_LAYER_NONE : OA_LAYER_USAGE);
		if (!test->utf16)
			continue;
		ck_assert_hex(utf16.bytes, utf16.len, test->utf16);
		oa_utf16_to_text(utf16.bytes, utf16.len, back, sizeof(back));
		ck_assert_str_eq(back, test->text);
		oa_utf16_upcase(&utf16);
		ck_assert_hex(utf16.bytes, utf16.len, test->upper);
		oa_utf16_free(&utf16);
	}
}
END_TEST

START_TEST(nothing_becomes_nothing)
{
	struct oa_utf16 utf16;

	ck_assert_int_eq(oa_utf16_from_utf8(NULL, 0, &utf16, NULL), 0);
	ck_assert_uint_eq(utf16.len, 0);
	oa_utf16_upcase(&utf16);
	oa_utf16_free(&utf16);
}
END_TEST

START_TEST(refuses_what_is_too_long)
{
	static char text[OA_UTF16_MAX + 1];
	struct oa_utf16 utf16;
	struct oa_error err = {0};

	memset(text, 'a', sizeof(text));
	ck_assert_int_eq(oa_utf16_from_utf8(text, sizeof(text), &utf16, &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_USAGE);
}
END_TEST

static const struct show_case {
	const char *utf16; /* hex */
	size_t size;       /* of the buffer */
	const char *text;
} shows[] = {
	{"4c0041004200", 64, "LAB"}, {"4c0041004200", 3, "LA"}, {"4c0041004200", 1, ""},
	{"4c00410042", 64, "LA"},         /* odd length */
	{"3dd84c00", 64, "?L"},           /* high surrogate alone */
	{"11dd4c00", 64, "?L"},           /* low surrogate alone */
	{"3dd8", 64, "?"},                /* cut pair */
	{"07007c0000004c00", 64, "???L"}, /* control, bar, NUL */
	{"3dd811dd", 4, ""},              /* four bytes and a NUL do not fit */
};

START_TEST(shows_foreign_text)
{
	for (size_t i = 0; i < OA_LENGTH(shows); i++) {
		struct hex bytes = hex(shows[i].utf16);
		char text[64];

		oa_utf16_to_text(bytes.bytes, bytes.len, text, shows[i].size);
		ck_assert_str_eq(text, shows[i].text);
	}
}
END_TEST

OA_TEST_MAIN("utf16", converts_and_upcases, nothing_becomes_nothing,
	refuses_what_is_too_long, shows_foreign_text)
