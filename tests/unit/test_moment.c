/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/base/moment.h"
#include "tests/unit/runner.h"

static const struct moment_case {
	const char *text;
	bool is_good;
	int64_t seconds;
} cases[] = {
	{"1970-01-01T00:00Z", true, 0},
	{"2026-11-21T08:30", true, 1795249800},
	{"2026-11-21T08:30:15Z", true, 1795249815},
	{"2026-11-21T09:30+01:00", true, 1795249800},
	{"2026-11-21T03:00-05:30", true, 1795249800},
	{"@1795249800", true, 1795249800},
	{"@0", true, 0},
	{"", false, 0},
	{"@", false, 0},
	{"@-5", false, 0},
	{"@12x", false, 0},
	{"@99999999999999999999", false, 0},
	{"2026-11-21", false, 0},
	{"2026-11-21T08", false, 0},
	{"2026-13-21T08:30", false, 0},
	{"2026-11-21T08:30:", false, 0},
	{"2026-11-21T08:30Zulu", false, 0},
	{"2026-11-21T08:30+1", false, 0},
	{"2026-11-21T08:30+15:00", false, 0},
	{"yesterday", false, 0},
};

START_TEST(reads_moments)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		int64_t seconds = -1;

		ck_assert_msg(
			oa_parse_moment(cases[i].text, &seconds) == cases[i].is_good,
			"'%s'", cases[i].text);
		if (cases[i].is_good)
			ck_assert_int_eq(seconds, cases[i].seconds);
		else
			ck_assert_int_eq(seconds, -1);
	}
}
END_TEST

OA_TEST_MAIN("moment", reads_moments)
