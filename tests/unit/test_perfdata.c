/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/report/perfdata.h"
#include "tests/unit/runner.h"

#include <locale.h>
#include <math.h>

static const struct {
	double value;
	const char *text;
} numbers[] = {
	{0, "0"},
	{-0.0, "0"},
	{1, "1"},
	{10, "10"},
	{0.412, "0.412"},
	{-1.5, "-1.5"},
	{0.1 + 0.2, "0.3"},
	{0.000001, "0.000001"},
	{0.0000004, "0"},
	{-0.0000004, "0"},
	{0.9999996, "1"},
	{1073741824, "1073741824"},
	{8999999999.5, "8999999999.5"},
	{123456789012.7, "123456789013"},
	{-999999999999999, "-999999999999999"},
	{1e15, "U"},
	{-1e300, "U"},
	{NAN, "U"},
	{INFINITY, "U"},
};

static void check_numbers(void)
{
	for (size_t i = 0; i < OA_LENGTH(numbers); i++) {
		char text[OA_NUMBER_SIZE];

		oa_number(text, numbers[i].value);
		ck_assert_str_eq(text, numbers[i].text);
	}
}

START_TEST(numbers_are_plain_decimals)
{
	check_numbers();
}
END_TEST

/* Holds for any locale; a machine has one with a decimal comma or has not. */
START_TEST(numbers_do_not_look_at_the_locale)
{
	if (!setlocale(LC_ALL, "de_DE.UTF-8"))
		setlocale(LC_ALL, "fr_FR.UTF-8");
	check_numbers();
	setlocale(LC_ALL, "C");
}
END_TEST

START_TEST(rounding_agrees_with_the_text)
{
	ck_assert_double_eq(oa_number_round(0.1 + 0.2), 0.3);
	ck_assert_double_eq(oa_number_round(123456789012.7), 123456789013);
	ck_assert_double_eq(oa_number_round(-0.25), -0.25);
}
END_TEST

START_TEST(items_know_their_thresholds_and_bounds)
{
	static const struct oa_perf time = {"time", "s", "all"};
	static const struct oa_perf days = {"days", "", "left"};
	struct oa_range warn = {.text = "5"}, crit = {.text = "@10:20"};
	struct oa_rendering how = {
		.main_label = "time", .warn = &warn, .crit = &crit, .main_max = 10};
	struct oa_report report;
	struct oa_perf_item item;

	oa_report_init(&report);
	oa_report_value(&report, "time", 0.5);
	oa_report_value(&report, "days", NAN);
	item = oa_perf_item(&report, &how, &time);
	ck_assert(item.is_measured && item.has_min);
	ck_assert_double_eq(item.value, 0.5);
	ck_assert_str_eq(item.warn, "5");
	ck_assert_str_eq(item.crit, "@10:20");
	ck_assert_double_eq(item.max, 10);
	item = oa_perf_item(&report, &how, &days);
	ck_assert(!item.is_measured && !item.has_min);
	ck_assert_ptr_null(item.warn);
	ck_assert_double_eq(item.max, 0);
	oa_report_free(&report);
}
END_TEST

OA_TEST_MAIN("perfdata", numbers_are_plain_decimals, numbers_do_not_look_at_the_locale,
	rounding_agrees_with_the_text, items_know_their_thresholds_and_bounds)
