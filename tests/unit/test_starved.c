/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/starved.h"
#include "tests/unit/runner.h"

#define S INT64_C(1000000)

static const struct {
	const char *line;
	bool is_good;
	uint64_t waited_ns;
} lines[] = {
	{"1043219 2053 7\n", true, 2053},
	{"0 0 0\n", true, 0},
	{"1 18446744073709551615 1\n", true, UINT64_MAX},
	{"12 34\n", true, 34},
	{"12 34", false, 0},
	{"12\n", false, 0},
	{"12 -34 1\n", false, 0},
	{"12 x 1\n", false, 0},
	{"", false, 0},
};

START_TEST(the_second_number_counts)
{
	for (size_t i = 0; i < OA_LENGTH(lines); i++) {
		uint64_t waited_ns = 0;

		ck_assert_msg(
			oa_waited_parse(lines[i].line, &waited_ns) == lines[i].is_good,
			"line %zu", i);
		ck_assert_msg(waited_ns == lines[i].waited_ns, "line %zu", i);
	}
}
END_TEST

/* What the next readings are; the first one is of the beginning. */
static uint64_t first_ns, second_ns;
static int readings;

static bool read_waited(uint64_t *ret_ns)
{
	*ret_ns = readings++ ? second_ns : first_ns;
	return true;
}

static bool nobody_counts(uint64_t *ret_ns)
{
	(void)ret_ns;
	return false;
}

static const struct {
	int64_t took_us;
	uint64_t first_ms, second_ms;
	bool is_starved;
} runs[] = {
	{10 * S, 5000, 5000, false}, {10 * S, 5000, 8300, false},
	{10 * S, 5000, 8400, true}, {10 * S, 0, 10000, true},
	{S, 0, 400, false}, /* what was waited for is more than that */
	{S, 0, 600, true}, {S / 100, 0, 9, false},
	{10 * S, 5000, 0, false}, /* another thread's */
};

START_TEST(a_third_of_the_time_is_too_much)
{
	for (size_t i = 0; i < OA_LENGTH(runs); i++) {
		struct oa_starved starved;

		readings = 0;
		first_ns = runs[i].first_ms * 1000000;
		second_ns = runs[i].second_ms * 1000000;
		oa_starved_begin(&starved, read_waited, 77 * S);
		ck_assert_msg(oa_starved_end(&starved, 77 * S + runs[i].took_us) ==
				      runs[i].is_starved,
			"run %zu", i);
	}
}
END_TEST

START_TEST(where_nobody_counts_nobody_starves)
{
	struct oa_starved starved;

	oa_starved_begin(&starved, nobody_counts, 0);
	ck_assert(!oa_starved_end(&starved, 100 * S));
}
END_TEST

START_TEST(the_kernel_can_be_read)
{
	uint64_t waited_ns;

	/* some kernels do not count */
	if (oa_waited_of_thread(&waited_ns))
		ck_assert_uint_lt(waited_ns, UINT64_C(3600) * 1000000000);
}
END_TEST

OA_TEST_MAIN("starved", the_second_number_counts, a_third_of_the_time_is_too_much,
	where_nobody_counts_nobody_starves, the_kernel_can_be_read)
