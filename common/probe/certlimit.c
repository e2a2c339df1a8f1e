/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/certlimit.h"
#include "common/base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_SECONDS 86400.0

/* Longest text of one end. */
#define SPAN_MAX 31

static bool unit_of(char letter, double *ret_seconds)
{
	switch (letter) {
	case 'h':
		*ret_seconds = 3600;
		return true;
	case 'd':
		*ret_seconds = DAY_SECONDS;
		return true;
	case 'w':
		*ret_seconds = 7 * DAY_SECONDS;
		return true;
	default:
		return false;
	}
}

/* Reads "14", "14d", "12h", "2w" or "25%". */
static bool read_span(const char *text, size_t len, struct oa_certspan *ret_span)
{
	char number[SPAN_MAX + 1];
	double unit = DAY_SECONDS;
	char last = len ? text[len - 1] : '\0';
	struct oa_certspan span = {.is_share = last == '%'};

	if (len == 0 || len > SPAN_MAX)
		return false;
	if (span.is_share || unit_of(last, &unit))
		len--;
	memcpy(number, text, len);
	number[len] = '\0';
	if (!oa_parse_double(number, &span.amount))
		return false;
	if (span.is_share && (span.amount < 0 || span.amount > 100))
		return false;
	span.amount *= span.is_share ? 0.01 : unit;
	*ret_span = span;
	return true;
}

static bool read_range(const char *text, const char *colon, struct oa_certlimit *limit)
{
	size_t len = (size_t)(colon - text);

	if (len == 1 && text[0] == '~')
		limit->start = (struct oa_certspan){.is_open = true};
	else if (len == 0)
		limit->start = (struct oa_certspan){.amount = 0};
	else if (!read_span(text, len, &limit->start))
		return false;
	if (!colon[1])
		return len > 0;
	return read_span(colon + 1, strlen(colon + 1), &limit->end);
}

static bool read_limit(const char *text, struct oa_certlimit *limit)
{
	const char *colon = strchr(text, ':');
	const char *comma = strchr(text, ',');

	if (colon)
		return !comma && read_range(text, colon, limit);
	if (!comma)
		return read_span(text, strlen(text), &limit->start);
	return read_span(text, (size_t)(comma - text), &limit->start) &&
	       read_span(comma + 1, strlen(comma + 1), &limit->cap);
}

int oa_certlimit_parse(
	const char *text, struct oa_certlimit *ret_limit, struct oa_error *err)
{
	struct oa_certlimit limit = {.cap.is_open = true,
		.end.is_open = true,
		.alerts_inside = text[0] == '@'};

	if (!read_limit(text + limit.alerts_inside, &limit))
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"'%.40s' is no limit: 14, 12h, 25%%, 25%%,30 or a range wanted",
			text);
	*ret_limit = limit;
	return 0;
}

static double seconds_of(const struct oa_certspan *span, int64_t lifetime, double open)
{
	if (span->is_open)
		return open;
	return span->is_share ? span->amount * (double)lifetime : span->amount;
}

static double start_of(const struct oa_certlimit *limit, int64_t lifetime)
{
	return fmin(seconds_of(&limit->start, lifetime, -INFINITY),
		seconds_of(&limit->cap, lifetime, INFINITY));
}

bool oa_certlimit_alerts(
	const struct oa_certlimit *limit, int64_t left, int64_t lifetime)
{
	bool is_inside = (double)left >= start_of(limit, lifetime) &&
			 (double)left <= seconds_of(&limit->end, lifetime, INFINITY);

	return is_inside == limit->alerts_inside;
}

static void add_days(char *buffer, size_t size, double seconds)
{
	double hundredths = round(seconds / DAY_SECONDS * 100);
	long whole = (long)(hundredths / 100);
	long rest = labs((long)hundredths % 100);

	if (rest % 10)
		oa_append(buffer, size, "%ld.%02ld", whole, rest);
	else if (rest)
		oa_append(buffer, size, "%ld.%ld", whole, rest / 10);
	else
		oa_append(buffer, size, "%ld", whole);
}

void oa_certlimit_text(
	const struct oa_certlimit *limit, int64_t lifetime, char *buffer, size_t size)
{
	double start = start_of(limit, lifetime);
	double end = seconds_of(&limit->end, lifetime, INFINITY);

	snprintf(buffer, size, "%s", limit->alerts_inside ? "@" : "");
	if (isfinite(start))
		add_days(buffer, size, start);
	else
		oa_append(buffer, size, "~");
	oa_append(buffer, size, ":");
	if (isfinite(end))
		add_days(buffer, size, end);
}
