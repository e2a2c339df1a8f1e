/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/base/settings.h"
#include "tests/unit/runner.h"

#include <string.h>

static int read_text(
	const char *text, struct oa_settings *settings, struct oa_error *err)
{
	FILE *stream = tmpfile();
	int status;

	ck_assert_ptr_nonnull(stream);
	fputs(text, stream);
	rewind(stream);
	status = oa_settings_read(stream, settings, err);
	fclose(stream);
	return status;
}

static const struct {
	const char *text;
	const char *section;
	const char *name;
	const char *value; /* NULL: there must be none */
} cases[] = {
	{"[a]\nx=1\n", "a", "x", "1"},
	{"[a]\nx = 1  \n", "a", "x", "1"},
	{"[a]\r\nx=1\r\n", "a", "x", "1"},
	{"[a]\nx=1", "a", "x", "1"},
	{"x=1\n[a]\n", "", "x", "1"},
	{"[a]\nx=1\n[b]\nx=2\n", "a", "x", "1"},
	{"[a]\nx=1\n[b]\nx=2\n", "b", "x", "2"},
	{"[a]\nx=1\nx=2\n", "a", "x", "2"},
	{"[a]\nx=1\n[b]\ny=1\n[a]\nx=3\n", "a", "x", "3"},
	{"[a]\nbare\n", "a", "bare", ""},
	{"[a]\n  bare  \ny=1\n", "a", "bare", ""},
	{"[a]\nbare", "a", "bare", ""},
	{"[a]\nx=1\n  y=2\n", "a", "y", "2"},
	{"[a]\nx=1\n  y=2\n", "a", "x", "1"},
	{"[a]\n# x=1\n; x=2\n  # x=3\n", "a", "x", NULL},
	{"[a]\nx=a=b\n", "a", "x", "a=b"},
	{"[a]\nx=::1\n", "a", "x", "::1"},
	{"[a]\nx=1 ; why\n", "a", "x", "1"},
	{"[a]\nx=a;b\n", "a", "x", "a;b"},
	{"[a]\nx=#1\n", "a", "x", "#1"},
	{"\xef\xbb\xbf[a]\nx=1\n", "a", "x", "1"},
	{"[a]\n\n\n\t\nx=1\n", "a", "x", "1"},
	{"[a]\nx=1\n", "b", "x", NULL},
	{"[a]\nx=1\n", "a", "X", NULL},
	{"", "", "x", NULL},
};

START_TEST(lines_are_found)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_settings settings;
		struct oa_error err;
		const char *value;

		ck_assert_msg(read_text(cases[i].text, &settings, &err) == 0,
			"case %zu: %s", i, err.text);
		value = oa_settings_get(&settings, cases[i].section, cases[i].name);
		if (cases[i].value)
			ck_assert_msg(value && strcmp(value, cases[i].value) == 0,
				"case %zu: %s", i, value ? value : "none");
		else
			ck_assert_msg(!value, "case %zu: %s", i, value);
		oa_settings_free(&settings);
	}
}
END_TEST

START_TEST(sorting_changes_no_answer)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_settings settings;
		const char *value;

		ck_assert_int_eq(read_text(cases[i].text, &settings, NULL), 0);
		oa_settings_sort(&settings);
		value = oa_settings_get(&settings, cases[i].section, cases[i].name);
		ck_assert_msg(value ? cases[i].value && !strcmp(value, cases[i].value)
				    : !cases[i].value,
			"case %zu: %s", i, value ? value : "none");
		oa_settings_free(&settings);
	}
}
END_TEST

START_TEST(sorting_keeps_the_order_within_a_section)
{
	struct oa_settings settings;
	size_t at;
	int line = 0, count = 0;

	ck_assert_int_eq(
		read_text("[b]\nx=1\n[a]\nx=2\n[b]\nx=3\n[a]\nx=4\n", &settings, NULL),
		0);
	oa_settings_sort(&settings);
	for (at = oa_settings_first(&settings, "b"); at < settings.count;
		at = oa_settings_next(&settings, at), count++) {
		ck_assert_str_eq(settings.item[at].section, "b");
		ck_assert_int_gt(settings.item[at].line, line);
		line = settings.item[at].line;
	}
	ck_assert_int_eq(count, 2);
	ck_assert_int_eq(line, 6);
	oa_settings_free(&settings);
}
END_TEST

START_TEST(sections_are_known_by_their_lines)
{
	struct oa_settings settings;

	ck_assert_int_eq(read_text("[a]\nx\n[empty]\n", &settings, NULL), 0);
	ck_assert(oa_settings_has_section(&settings, "a"));
	ck_assert(!oa_settings_has_section(&settings, "empty"));
	ck_assert(!oa_settings_has_section(&settings, "b"));
	oa_settings_free(&settings);
}
END_TEST

START_TEST(broken_files_are_refused_without_their_content)
{
	static const struct {
		const char *text, *error;
	} bad[] = {
		{"[a\nx=1\n", "line 1 is neither a section nor a setting"},
		{"[a]\nx=1\n[hunter2\n", "line 3 is neither a section nor a setting"},
	};
	struct oa_settings settings;
	struct oa_error err;

	for (size_t i = 0; i < OA_LENGTH(bad); i++) {
		ck_assert_int_eq(read_text(bad[i].text, &settings, &err), -1);
		ck_assert_int_eq(err.layer, OA_LAYER_FILE);
		ck_assert_str_eq(err.text, bad[i].error);
	}
}
END_TEST

START_TEST(long_lines_are_refused)
{
	char text[8192];
	struct oa_settings settings;
	struct oa_error err;

	memset(text, 'x', sizeof(text));
	memcpy(text, "[a]\ny=1\n", 8);
	memcpy(text + sizeof(text) - 7, "\nz=1\n", 6);
	ck_assert_int_eq(read_text(text, &settings, &err), -1);
	ck_assert_str_eq(err.text, "line 3 is too long");
}
END_TEST

START_TEST(bytes_that_would_cut_a_value_are_refused)
{
	static const char text[] = "[a]\nx=1\npassword = one\0two\ny=2\n";
	FILE *stream = fmemopen((void *)(uintptr_t)text, sizeof(text) - 1, "r");
	struct oa_settings settings;
	struct oa_error err;

	ck_assert_ptr_nonnull(stream);
	ck_assert_int_eq(oa_settings_read(stream, &settings, &err), -1);
	ck_assert_str_eq(err.text, "line 3 is no text");
	fclose(stream);
}
END_TEST

START_TEST(endless_files_are_refused)
{
	FILE *stream = tmpfile();
	struct oa_settings settings;
	struct oa_error err;

	for (int i = 0; i < 500001; i++)
		fputs("x=1\n", stream);
	rewind(stream);
	ck_assert_int_eq(oa_settings_read(stream, &settings, &err), -1);
	ck_assert_str_eq(err.text, "more than 500000 settings");
	fclose(stream);
}
END_TEST

OA_TEST_MAIN("settings", lines_are_found, sorting_changes_no_answer,
	sorting_keeps_the_order_within_a_section, sections_are_known_by_their_lines,
	broken_files_are_refused_without_their_content, long_lines_are_refused,
	bytes_that_would_cut_a_value_are_refused, endless_files_are_refused)
