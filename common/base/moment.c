/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/moment.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

static bool parse_epoch(const char *text, int64_t *ret_seconds)
{
	char *end;
	long long value;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	value = strtoll(text, &end, 10);
	if (errno || *end)
		return false;
	*ret_seconds = value;
	return true;
}

static bool is_number(const char *text, int max, int *ret)
{
	if (!isdigit((unsigned char)text[0]) || !isdigit((unsigned char)text[1]))
		return false;
	*ret = (text[0] - '0') * 10 + (text[1] - '0');
	return *ret <= max;
}

/* Seconds east of Greenwich: "", "Z", "+01:00". */
static bool parse_zone(const char *text, int64_t *ret_seconds)
{
	int hours, minutes;

	*ret_seconds = 0;
	if (!text[0])
		return true;
	if (text[0] == 'Z')
		return !text[1];
	if ((text[0] != '+' && text[0] != '-') || !is_number(text + 1, 14, &hours) ||
		text[3] != ':' || !is_number(text + 4, 59, &minutes) || text[6])
		return false;
	*ret_seconds = hours * 3600 + minutes * 60;
	if (text[0] == '-')
		*ret_seconds = -*ret_seconds;
	return true;
}

bool oa_parse_moment(const char *text, int64_t *ret_seconds)
{
	struct tm tm = {0};
	const char *rest;
	int64_t zone;
	int seconds;

	if (text[0] == '@')
		return parse_epoch(text + 1, ret_seconds);
	rest = strptime(text, "%Y-%m-%dT%H:%M", &tm);
	if (rest && rest[0] == ':' && is_number(rest + 1, 60, &seconds)) {
		tm.tm_sec = seconds;
		rest += 3;
	}
	if (!rest || !parse_zone(rest, &zone))
		return false;
	*ret_seconds = (int64_t)timegm(&tm) - zone;
	return true;
}
