/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/base/range.h"
#include "tests/unit/runner.h"

#include <math.h>

static const struct {
	const char *text;
	double value;
	bool alerts;
} judged[] = {
	{"10", -0.1, true},
	{"10", 0, false},
	{"10", 10, false},
	{"10", 10.1, true},
	{"10:", 9.9, true},
	{"10:", 10, false},
	{"10:", 1e300, false},
	{"~:10", -1e300, false},
	{"~:10", 10.5, true},
	{":10", -1, true},
	{":10", 0, false},
	{"10:20", 9, true},
	{"10:20", 20, false},
	{"@10:20", 9, false},
	{"@10:20", 10, true},
	{"@10:20", 20, true},
	{"@10:20", 21, false},
	{"@5", 0, true},
	{"@5", 6, false},
	{"-5:-1", -3, false},
	{"-5:-1", 0, true},
	{"0.5", 0.4, false},
	{"0.5", 0.6, true},
	{".5:+1.5", 1.5, false},
	{"~:", 1e9, false},
	{"@~:0", -1, true},
	{"7:7", 7, false},
	{"7:7", 7.01, true},
	{"10", NAN, true},
	{"@10", NAN, false},
};

static const char *const refused[] = {
	"",
	"@",
	":",
	"@:",
	"~",
	"~10",
	"10:~",
	"1:2:3",
	"10 ",
	" 10",
	"5x",
	"x",
	"1e3",
	"inf",
	"nan",
	"0x10",
	"1,5",
	"20:10",
	"@@1",
	"-",
	".",
	"--1",
	"1:2@",
	"12345678901234567890",
	"0.00000000000000000000000000000000000000000001",
};

START_TEST(judges_values)
{
	for (size_t i = 0; i < OA_LENGTH(judged); i++) {
		struct oa_range range;
		struct oa_error err = {0};

		ck_assert_msg(oa_range_parse(judged[i].text, &range, &err) == 0,
			"%s: %s", judged[i].text, err.text);
		ck_assert_msg(
			oa_range_alerts(&range, judged[i].value) == judged[i].alerts,
			"%s of %g", judged[i].text, judged[i].value);
		ck_assert_ptr_eq(range.text, judged[i].text);
	}
}
END_TEST

START_TEST(refuses_what_is_no_range)
{
	for (size_t i = 0; i < OA_LENGTH(refused); i++) {
		struct oa_range range = {.start = 42};
		struct oa_error err = {0};

		ck_assert_msg(oa_range_parse(refused[i], &range, &err) == -1, "'%s'",
			refused[i]);
		ck_assert_int_eq(err.layer, OA_LAYER_USAGE);
		ck_assert_str_ne(err.text, "");
		ck_assert_double_eq(range.start, 42);
	}
}
END_TEST

OA_TEST_MAIN("range", judges_values, refuses_what_is_no_range)
