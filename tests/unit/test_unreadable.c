/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/report/unreadable.h"
#include "tests/unit/runner.h"

#include <errno.h>

static const struct unreadable_case {
	const char *name;
	struct oa_error error;
	enum oa_code code;
	const char *text;
} cases[] = {
	{"--crl", {OA_LAYER_FILE, ENOENT, "a.pem: No such file or directory"},
		OA_CODE_MONITOR_FILE_UNREADABLE,
		"cannot read --crl: a.pem: No such file or directory"},
	{NULL, {OA_LAYER_FILE, 0, "a.ini: line 3: no section"},
		OA_CODE_MONITOR_FILE_UNREADABLE,
		"cannot read a.ini: line 3: no section"},
	{NULL, {OA_LAYER_FILE, 0, "no colon"}, OA_CODE_MONITOR_FILE_UNREADABLE,
		"cannot read file: no colon"},
	{"--crl", {OA_LAYER_TIMEOUT, 0, "a: another run keeps it locked"},
		OA_CODE_MONITOR_FILE_UNREADABLE,
		"cannot read --crl: a: another run keeps it locked"},
	{"--crl", {OA_LAYER_FILE, ENOMEM, "a.pem: Cannot allocate memory"},
		OA_CODE_INTERNAL_ERROR,
		"internal error in reading --crl: a.pem: Cannot allocate memory"},
	{NULL, {OA_LAYER_SYSTEM, ENOMEM, "out of memory"}, OA_CODE_INTERNAL_ERROR,
		"internal error in reading a file: out of memory"},
};

START_TEST(file_is_blamed_unless_memory_is_wanting)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_report report = {0};

		oa_report_find_unreadable(
			&report, "memory", cases[i].name, &cases[i].error);
		ck_assert_uint_eq(report.step_count, 1);
		ck_assert_int_eq(report.steps[0].code, cases[i].code);
		ck_assert_str_eq(report.steps[0].text, cases[i].text);
		ck_assert_str_eq(report.steps[0].subject, "memory");
		oa_report_free(&report);
	}
}
END_TEST

OA_TEST_MAIN("unreadable", file_is_blamed_unless_memory_is_wanting)
