/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/dump.h"
#include "plugins/front/help.h"
#include "tests/unit/runner.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const struct oa_option_group groups[] = {
	{.title = "Target", .options = oa_options_target},
	{.title = "TLS", .options = oa_options_tls},
	{.title = "Logon", .options = oa_options_credentials},
	{.title = "Run", .options = oa_options_run},
	{.title = NULL},
};

static const struct oa_perf perf[] = {
	{.label = "time", .unit = "s", .meaning = "duration of the run"},
	{.label = NULL},
};

static const char *const examples[] = {
	"-H mail.lab.test",
	"-H mail.lab.test --credentials-file /etc/monitoring/outlook-anywhere.conf "
	"--ca-file /etc/ssl/lab.pem --output json",
	NULL,
};

static const struct oa_program program = {
	.name = "check_oa_test",
	.concern = "TEST",
	.summary = "Checks nothing at all, in a sentence that is long enough to need a "
		   "second line in the help.",
	.examples = examples,
	.groups = groups,
	.settings_size = sizeof(struct oa_common_settings),
	.perf = perf,
	.main_label = "time",
};

START_TEST(help_fits_80_columns)
{
	char *text = oa_help_text(&program);

	ck_assert_ptr_nonnull(text);
	for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
		size_t len = strcspn(line, "\n");

		ck_assert_msg(len <= 80, "%.*s", (int)len, line);
		ck_assert_msg(len == 0 || line[len - 1] != ' ',
			"blank at the end of: %.*s", (int)len, line);
	}
	free(text);
}
END_TEST

START_TEST(help_names_every_option_but_the_hidden)
{
	char *text = oa_help_text(&program);

	for (size_t g = 0; groups[g].title; g++)
		for (const struct oa_option *o = groups[g].options; o->name; o++) {
			char name[64];
			const char *at;

			snprintf(name, sizeof(name), "--%s", o->name);
			at = strstr(text, name);
			if (o->is_hidden)
				ck_assert_msg(!at, "%s is shown", name);
			else
				ck_assert_msg(at, "%s is not shown", name);
		}
	free(text);
}
END_TEST

START_TEST(long_examples_are_continued)
{
	char *text = oa_help_text(&program);
	const char *at = strstr(text, " \\\n      --credentials-file /etc/");

	ck_assert_ptr_nonnull(at);
	free(text);
}
END_TEST

START_TEST(table_keeps_the_house_rules)
{
	char letters[64] = "";

	for (size_t g = 0; groups[g].title; g++)
		for (const struct oa_option *o = groups[g].options; o->name; o++) {
			size_t len = strlen(o->help);

			ck_assert_msg(
				o->help[len - 1] != '.', "--%s: full stop", o->name);
			ck_assert_msg(len < 400, "--%s: long help", o->name);
			ck_assert_msg(!isupper((unsigned char)o->help[0]) ||
					      isupper((unsigned char)o->help[1]),
				"--%s: capital", o->name);
			ck_assert_msg(!o->letter || !strchr(letters, o->letter),
				"-%c is there twice", o->letter);
			if (o->letter)
				strncat(letters, &o->letter, 1);
		}
}
END_TEST

START_TEST(descriptor_is_json)
{
	char *text = oa_dump_text(&program);
	json_t *root = json_loads(text, 0, NULL);
	json_t *options = json_object_get(root, "options");
	json_t *host = json_array_get(options, 0);
	size_t count = 0;

	ck_assert_ptr_nonnull(root);
	for (size_t g = 0; groups[g].title; g++)
		for (const struct oa_option *o = groups[g].options; o->name; o++)
			count++;
	ck_assert_uint_eq(json_array_size(options), count);
	ck_assert_str_eq(json_string_value(json_object_get(host, "long")), "hostname");
	ck_assert_str_eq(json_string_value(json_object_get(host, "short")), "H");
	ck_assert(json_is_true(json_object_get(host, "required")));
	ck_assert(json_is_null(json_object_get(host, "default")));
	ck_assert_uint_eq(json_array_size(json_object_get(root, "examples")), 2);
	ck_assert_uint_eq(json_array_size(json_object_get(root, "perfdata")), 1);
	json_decref(root);
	free(text);
}
END_TEST

OA_TEST_MAIN("help", help_fits_80_columns, help_names_every_option_but_the_hidden,
	long_examples_are_continued, table_keeps_the_house_rules, descriptor_is_json)
