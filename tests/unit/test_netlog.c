/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/netlog.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>

struct lines {
	unsigned count;
	int priority;
	char last[600];
};

static void take(void *context, int priority, const char *line)
{
	struct lines *lines = context;

	lines->count++;
	lines->priority = priority;
	snprintf(lines->last, sizeof(lines->last), "%s", line);
}

START_TEST(a_line_comes_once)
{
	struct lines lines = {.count = 0};
	struct oa_netlog log = {.sink = take, .context = &lines};

	oa_netlog_line(&log, 4, "it broke\n", 1);
	ck_assert_str_eq(lines.last, "libnetsnmp: it broke");
	ck_assert_int_eq(lines.priority, 4);
	for (int i = 0; i < 1000; i++)
		oa_netlog_line(&log, 4, i % 2 ? "it broke\n" : "and again\n", i);
	ck_assert_uint_eq(lines.count, 2);
	oa_netlog_line(&log, 4, "\n", 1);
	ck_assert_uint_eq(lines.count, 2);
}
END_TEST

START_TEST(a_minute_has_few)
{
	struct lines lines = {.count = 0};
	struct oa_netlog log = {.sink = take, .context = &lines};
	char text[32];

	for (int i = 0; i < 1000; i++) {
		snprintf(text, sizeof(text), "line %d\n", i);
		oa_netlog_line(&log, 4, text, i);
	}
	ck_assert_uint_eq(lines.count, OA_NETLOG_PER_MINUTE);
	oa_netlog_line(&log, 4, "a minute later", 60000001);
	ck_assert_uint_eq(lines.count, OA_NETLOG_PER_MINUTE + 1);
}
END_TEST

START_TEST(ours_always_comes_and_starts_anew)
{
	struct lines lines = {.count = 0};
	struct oa_netlog log = {.sink = take, .context = &lines};

	oa_netlog_line(&log, 4, "it broke", 1);
	oa_netlog_say(&log, 5, "connected to %s", "unix:/x");
	ck_assert_str_eq(lines.last, "connected to unix:/x");
	oa_netlog_line(&log, 4, "it broke", 2);
	ck_assert_uint_eq(lines.count, 3);
}
END_TEST

START_TEST(nobody_need_listen)
{
	struct oa_netlog log = {.sink = NULL};

	oa_netlog_line(&log, 4, "it broke", 1);
	oa_netlog_say(&log, 4, "it broke");
}
END_TEST

OA_TEST_MAIN("netlog", a_line_comes_once, a_minute_has_few,
	ours_always_comes_and_starts_anew, nobody_need_listen)
