/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/build.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *text;
	const char *name; /* NULL: not a build */
} builds[] = {
	{"8.0.685.25", "Exchange 2007 RTM"},
	{"8.3.83.6", "Exchange 2007 SP3"},
	{"8.3", "Exchange 2007 SP3"},
	{"14.3.123.4", "Exchange 2010 SP3"},
	{"14.03.0123.004", "Exchange 2010 SP3"},
	{"14.4.1.1", "Exchange 2010"},
	{"15.0.516.32", "Exchange 2013 RTM"},
	{"15.0.847.32", "Exchange 2013 SP1"},
	{"15.0.1497.48", "Exchange 2013 CU23"},
	{"15.0.1498.1", "Exchange 2013"},
	{"15.1.225.42", "Exchange 2016 RTM"},
	{"15.1.2507.39", "Exchange 2016 CU23"},
	{"15.2.221.12", "Exchange 2019 RTM"},
	{"15.2.1544.4", "Exchange 2019 CU14"},
	{"15.2.1748.10", "Exchange 2019 CU15"},
	{"15.2.2561.0", "Exchange 2019"},
	{"15.2.2562.17", "Exchange SE RTM"},
	{"15.2.9999.1", "Exchange SE"},
	{"6.5.7638.1", NULL},
	{"15.3.1.1", NULL},
	{"16.0.1.1", NULL},
	{"15.20.7386.12", NULL},
	{"15", NULL},
	{"15.", NULL},
	{"15.2.", NULL},
	{"15.2.1544.4.1", NULL},
	{"15.2.1544.4 ", NULL},
	{"15.2.1544.x", NULL},
	{"-8.0", NULL},
	{"99999999999999999999.0", NULL},
	{"8.000000", NULL},
	{"", NULL},
};

START_TEST(names_builds)
{
	for (size_t i = 0; i < OA_LENGTH(builds); i++) {
		struct oa_build build;
		char name[64];
		bool is_build = oa_build_parse(builds[i].text, &build);

		ck_assert_msg(
			is_build == (builds[i].name != NULL), "%s", builds[i].text);
		oa_build_name(&build, name, sizeof(name));
		ck_assert_str_eq(name, builds[i].name ? builds[i].name : "");
	}
}
END_TEST

static const struct {
	const char *text;
	const char *has; /* in the meaning */
	const char *lacks;
} meanings[] = {
	{"14.3.123.4", "ValidPorts", "guid@domain"},
	{"15.0.1497.48", "guid@domain", "Extended Protection"},
	{"15.2.1543.9", "guid@domain", "Extended Protection"},
	{"15.2.1544.4", "Extended Protection", "ValidPorts"},
	{"15.2.2562.17", "Extended Protection", "ValidPorts"},
};

START_TEST(says_what_builds_mean)
{
	struct oa_build build = {0};
	char text[200];

	for (size_t i = 0; i < OA_LENGTH(meanings); i++) {
		ck_assert(oa_build_parse(meanings[i].text, &build));
		oa_build_meaning(&build, text, sizeof(text));
		ck_assert_ptr_nonnull(strstr(text, meanings[i].has));
		ck_assert_ptr_null(strstr(text, meanings[i].lacks));
	}
	build = (struct oa_build){0};
	oa_build_meaning(&build, text, sizeof(text));
	ck_assert_str_eq(text, "");
	build = oa_build_of_front_end();
	oa_build_name(&build, text, sizeof(text));
	ck_assert_str_eq(text, "Exchange 2013 or later");
}
END_TEST

#define FRONT_END "front end"

static const struct {
	const char *build; /* FRONT_END, or NULL for an unknown one */
	const char *hint;
	const char *narrow;
} hints[] = {
	{NULL, "2007: a; 2013+: b", "2007: a; 2013+: b"},
	{"14.3.123.4", "2007/2010: a; 2013+: b", "a"},
	{"15.1.2507.39", "2007/2010: a; 2013+: b", "b"},
	{"8.3.83.6", "2007: a; 2010 SP3: b; c", "a; c"},
	{"14.3.123.4", "2010 SP3: a; 2007: b", "a"},
	{"14.3.123.4", "2010 SP2+: a; b: c", "a; b: c"},
	{"15.2.2562.17", "2010+: a; 2019: b", "a"},
	{"15.2.1544.4", "2013+ with one address: a; b", "2013+ with one address: a; b"},
	{"15.2.1544.4", "2013+ needs none", "2013+ needs none"},
	{"15.2.1544.4", "2007: a; 2010: b", "2007: a; 2010: b"},
	{"15.2.1544.4", "2007/x: a", "2007/x: a"},
	{"15.2.1544.4", "503: a", "503: a"},
	{"15.2.1544.4", "", ""},
	{FRONT_END, "2007/2010: a; 2013+: b; 2019: c", "b; c"},
};

START_TEST(narrows_hints)
{
	for (size_t i = 0; i < OA_LENGTH(hints); i++) {
		struct oa_build build = {0};
		char hint[100];

		if (hints[i].build && !strcmp(hints[i].build, FRONT_END))
			build = oa_build_of_front_end();
		else if (hints[i].build)
			ck_assert(oa_build_parse(hints[i].build, &build));
		snprintf(hint, sizeof(hint), "%s", hints[i].hint);
		oa_build_narrow(&build, hint);
		ck_assert_str_eq(hint, hints[i].narrow);
	}
}
END_TEST

OA_TEST_MAIN("build", names_builds, says_what_builds_mean, narrows_hints)
