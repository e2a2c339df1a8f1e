/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/range.h"

#include "common/base/text.h"

#include <math.h>
#include <string.h>

#define NUMBER_MAX 40

/* Reads the len bytes at text as a number; returns false if they are none. */
static bool read_number(const char *text, size_t len, double *ret_value)
{
	char number[NUMBER_MAX + 1];

	if (len == 0 || len > NUMBER_MAX)
		return false;
	memcpy(number, text, len);
	number[len] = '\0';
	return oa_parse_double(number, ret_value);
}

/* Reads what stands before the colon; nothing there means 0. */
static bool read_start(const char *text, size_t len, double *ret_start)
{
	if (len == 1 && text[0] == '~') {
		*ret_start = -INFINITY;
		return true;
	}
	if (len == 0) {
		*ret_start = 0;
		return true;
	}
	return read_number(text, len, ret_start);
}

static bool read_bounds(const char *text, struct oa_range *range)
{
	const char *colon = strchr(text, ':');
	const char *end = colon ? colon + 1 : text;

	range->start = 0;
	range->end = INFINITY;
	if (colon && !read_start(text, (size_t)(colon - text), &range->start))
		return false;
	/* ":" alone bounds nothing that anybody can have meant. */
	if (colon && !*end)
		return colon != text;
	return read_number(end, strlen(end), &range->end);
}

int oa_range_parse(const char *text, struct oa_range *ret_range, struct oa_error *err)
{
	struct oa_range range = {.alerts_inside = text[0] == '@', .text = text};

	if (!read_bounds(text + range.alerts_inside, &range))
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"'%.60s' is not a range of the form [@][start:][end]", text);
	if (range.start > range.end)
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"the range '%.60s' starts above its end", text);
	*ret_range = range;
	return 0;
}

bool oa_range_alerts(const struct oa_range *range, double value)
{
	bool is_inside = value >= range->start && value <= range->end;

	return is_inside == range->alerts_inside;
}
