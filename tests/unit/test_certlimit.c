/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/certlimit.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#define HOUR INT64_C(3600)
#define DAY  (24 * HOUR)

static const struct limit_case {
	const char *text;
	int64_t left;
	int64_t lifetime;
	bool is_alert;
} limits[] = {
	/* exactly the limit is good, a second less is not */
	{"14", 14 * DAY, 365 * DAY, false},
	{"14", 14 * DAY - 1, 365 * DAY, true},
	{"14d", 14 * DAY, 365 * DAY, false},
	{"14d", 14 * DAY - 1, 365 * DAY, true},
	{"2w", 14 * DAY, 365 * DAY, false},
	{"2w", 14 * DAY - 1, 365 * DAY, true},
	{"12h", 12 * HOUR, 6 * DAY, false},
	{"12h", 12 * HOUR - 1, 6 * DAY, true},
	{"25%", 25 * DAY, 100 * DAY, false},
	{"25%", 25 * DAY - 1, 100 * DAY, true},
	{"14:", 14 * DAY, 365 * DAY, false},
	{"14:", 14 * DAY - 1, 365 * DAY, true},
	{"1.5", 36 * HOUR, 6 * DAY, false},
	{"1.5", 36 * HOUR - 1, 6 * DAY, true},
	/* the smaller one of two: six days, a quarter of a year, two years */
	{"25%,30", 36 * HOUR, 6 * DAY, false},
	{"25%,30", 36 * HOUR - 1, 6 * DAY, true},
	{"25%,30", 22 * DAY + 12 * HOUR, 90 * DAY, false},
	{"25%,30", 22 * DAY + 12 * HOUR - 1, 90 * DAY, true},
	{"25%,30", 30 * DAY, 730 * DAY, false},
	{"25%,30", 30 * DAY - 1, 730 * DAY, true},
	/* ranges */
	{"14:400", 400 * DAY, 800 * DAY, false},
	{"14:400", 400 * DAY + 1, 800 * DAY, true},
	{":10", 11 * DAY, 800 * DAY, true},
	{":10", -1, 800 * DAY, true},
	{"~:10", -1, 800 * DAY, false},
	{"@0:14", 14 * DAY, 365 * DAY, true},
	{"@0:14", 14 * DAY + 1, 365 * DAY, false},
	{"0", -1, 365 * DAY, true},
	{"0", 0, 365 * DAY, false},
};

START_TEST(judges_limits)
{
	for (size_t i = 0; i < OA_LENGTH(limits); i++) {
		struct oa_certlimit limit;

		ck_assert_int_eq(oa_certlimit_parse(limits[i].text, &limit, NULL), 0);
		ck_assert_msg(oa_certlimit_alerts(&limit, limits[i].left,
				      limits[i].lifetime) == limits[i].is_alert,
			"case %zu: %s", i, limits[i].text);
	}
}
END_TEST

static const char *const refused[] = {"", "soon", "%", "14x", "14:x", ":", "@", "-",
	"101%", "-1%", "25%,", ",30", "14:20,3", "1e3", "12 h", "nan", "inf",
	"1111111111111111111111111111111111d"};

START_TEST(refuses_other_texts)
{
	for (size_t i = 0; i < OA_LENGTH(refused); i++) {
		struct oa_certlimit limit;
		struct oa_error error = {0};

		ck_assert_msg(oa_certlimit_parse(refused[i], &limit, &error) < 0, "%s",
			refused[i]);
		ck_assert_int_eq(error.layer, OA_LAYER_USAGE);
	}
}
END_TEST

static const struct text_case {
	const char *text;
	int64_t lifetime;
	const char *days;
} texts[] = {
	{"14", 365 * DAY, "14:"},
	{"12h", 6 * DAY, "0.5:"},
	{"25%,30", 6 * DAY, "1.5:"},
	{"25%,30", 47 * DAY, "11.75:"},
	{"25%,30", 730 * DAY, "30:"},
	{"14:400", 730 * DAY, "14:400"},
	{"~:10", 730 * DAY, "~:10"},
	{"@0:14", 730 * DAY, "@0:14"},
	{"0.05", 730 * DAY, "0.05:"},
};

START_TEST(writes_days)
{
	for (size_t i = 0; i < OA_LENGTH(texts); i++) {
		struct oa_certlimit limit;
		char text[40];

		ck_assert_int_eq(oa_certlimit_parse(texts[i].text, &limit, NULL), 0);
		oa_certlimit_text(&limit, texts[i].lifetime, text, sizeof(text));
		ck_assert_str_eq(text, texts[i].days);
	}
}
END_TEST

OA_TEST_MAIN("certlimit", judges_limits, refuses_other_texts, writes_days)
