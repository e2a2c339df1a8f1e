/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/build.h"
#include "common/base/array.h"
#include "common/base/text.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers of a build have at most this many digits. */
#define DIGITS_MAX 5

/* Extended Protection is switched on by setup from here on. */
#define PROTECTED_BUILD 1544

/* One release; build 0 stands for all builds of its minor number. */
struct release {
	unsigned major, minor, build;
	int year;
	const char *name;
};

#define OA_BUILD(major, minor, build, year, name) {major, minor, build, year, name},
static const struct release releases[] = {
#include "common/probe/build.def"
};
#undef OA_BUILD

static bool read_number(const char **text, unsigned *ret_number)
{
	unsigned number = 0;
	int digits = 0;

	for (; isdigit((unsigned char)**text) && digits <= DIGITS_MAX; ++*text) {
		number = number * 10 + (unsigned)(**text - '0');
		digits++;
	}
	*ret_number = number;
	return digits && digits <= DIGITS_MAX;
}

static bool read_parts(const char *text, unsigned parts[4])
{
	for (int i = 0; i < 4; i++) {
		if (!read_number(&text, &parts[i]))
			return false;
		if (!*text)
			return i > 0;
		if (*text++ != '.')
			return false;
	}
	return false;
}

/* 0 if there is no such generation. */
static int year_of(const unsigned part[4])
{
	static const int years_of_15[] = {2013, 2016, 2019};

	if (part[0] == 8)
		return 2007;
	if (part[0] == 14)
		return 2010;
	if (part[0] != 15 || part[1] > 2)
		return 0;
	if (part[1] == 2 && part[2] >= 2562)
		return OA_BUILD_SE_YEAR;
	return years_of_15[part[1]];
}

static const char *release_of(const unsigned part[4])
{
	for (size_t i = 0; i < OA_LENGTH(releases); i++) {
		const struct release *row = &releases[i];

		if (row->major == part[0] && row->minor == part[1] &&
			(!row->build || row->build == part[2]))
			return row->name;
	}
	return NULL;
}

bool oa_build_parse(const char *text, struct oa_build *ret_build)
{
	struct oa_build build = {0};

	*ret_build = build;
	if (!read_parts(text, build.part))
		return false;
	build.first_year = build.last_year = year_of(build.part);
	if (!build.first_year)
		return false;
	build.release = release_of(build.part);
	*ret_build = build;
	return true;
}

struct oa_build oa_build_of_front_end(void)
{
	return (struct oa_build){.first_year = 2013, .last_year = INT_MAX};
}

void oa_build_name(const struct oa_build *build, char *buffer, size_t size)
{
	const char *space = build->release ? " " : "";
	const char *release = build->release ? build->release : "";

	buffer[0] = '\0';
	if (!build->first_year)
		return;
	if (build->first_year != build->last_year)
		snprintf(buffer, size, "Exchange %d or later", build->first_year);
	else if (build->first_year == OA_BUILD_SE_YEAR)
		snprintf(buffer, size, "Exchange SE%s%s", space, release);
	else
		snprintf(buffer, size, "Exchange %d%s%s", build->first_year, space,
			release);
}

/* Numbers between those of two releases belong to pre-releases of the later one. */
static bool is_protected(const struct oa_build *build)
{
	return build->first_year > 2019 ||
	       (build->first_year == 2019 && build->part[2] >= PROTECTED_BUILD);
}

void oa_build_meaning(const struct oa_build *build, char *buffer, size_t size)
{
	buffer[0] = '\0';
	if (!build->first_year)
		return;
	if (build->first_year < 2013) {
		oa_append(buffer, size,
			"the target is the internal name of a server, which must be in "
			"ValidPorts");
		return;
	}
	oa_append(buffer, size, "the target is a mailbox, guid@domain");
	if (is_protected(build))
		oa_append(buffer, size,
			"; setup has switched Extended Protection on, unless told not "
			"to");
}

/* Reads "2007", "2010 SP3", "2013+" with what stands between them and the next
 * separator; returns where that is, or NULL. */
static const char *read_year(const char *text, int *ret_first, int *ret_last)
{
	unsigned year;

	if (!read_number(&text, &year) || year < OA_BUILD_FIRST_YEAR || year > 2100)
		return NULL;
	if (!strncmp(text, " SP", 3) && isdigit((unsigned char)text[3]))
		text += 4;
	*ret_first = (int)year;
	*ret_last = *text == '+' ? INT_MAX : (int)year;
	return *text == '+' ? text + 1 : text;
}

/* Returns the length of the label at the beginning of a clause, 0 if it has none;
 * *ret_holds then says whether one of its generations can be the build's. */
static size_t read_label(
	const struct oa_build *build, const char *clause, bool *ret_holds)
{
	const char *at = clause;
	int first, last;

	*ret_holds = false;
	for (;;) {
		at = read_year(at, &first, &last);
		if (!at)
			return 0;
		if (first <= build->last_year && last >= build->first_year)
			*ret_holds = true;
		if (*at != '/')
			break;
		at++;
	}
	return at[0] == ':' && at[1] == ' ' ? (size_t)(at + 2 - clause) : 0;
}

void oa_build_narrow(const struct oa_build *build, char *hint)
{
	char *result;
	size_t size = strlen(hint) + 1;

	if (!build->first_year)
		return;
	result = calloc(1, size);
	if (!result)
		return;
	for (const char *clause = hint; *clause;) {
		const char *end = strstr(clause, "; ");
		size_t len = end ? (size_t)(end - clause) : strlen(clause);
		bool holds;
		size_t label = read_label(build, clause, &holds);

		if (!label || holds)
			oa_append(result, size, "%s%.*s", result[0] ? "; " : "",
				(int)(len - label), clause + label);
		clause += end ? len + 2 : len;
	}
	if (result[0])
		memcpy(hint, result, strlen(result) + 1);
	free(result);
}
