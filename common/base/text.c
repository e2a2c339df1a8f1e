/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/text.h"
#include "common/base/array.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool oa_append(char *buffer, size_t size, const char *format, ...)
{
	size_t len = strnlen(buffer, size);
	va_list args;
	int added;

	if (len >= size)
		return false;
	va_start(args, format);
	added = vsnprintf(buffer + len, size - len, format, args);
	va_end(args);
	return added >= 0 && (size_t)added < size - len;
}

/* Returns the length of the well-formed UTF-8 sequence at text, 0 if there is
 * none; overlong forms and surrogates are refused (RFC 3629, section 4). */
static size_t sequence_len(const uint8_t *text, size_t left)
{
	uint8_t first = text[0];
	uint8_t low = 0x80, high = 0xbf;
	size_t len;

	if (first < 0x80)
		return 1;
	len = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	if (first < 0xc2 || first > 0xf4 || left < len)
		return 0;
	if (first == 0xe0)
		low = 0xa0;
	else if (first == 0xf0)
		low = 0x90;
	else if (first == 0xed)
		high = 0x9f;
	else if (first == 0xf4)
		high = 0x8f;
	if (text[1] < low || text[1] > high)
		return 0;
	for (size_t i = 2; i < len; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

static uint32_t code_point(const uint8_t *text, size_t len)
{
	uint32_t code = text[0] & (0x7fu >> len);

	for (size_t i = 1; i < len; i++)
		code = code << 6 | (text[i] & 0x3fu);
	return code;
}

/* What shows as nothing and changes how the rest reads: controls, joiners, marks and
 * overrides of direction, separators of lines, tags. */
static bool is_unseen(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {{0x80, 0x9f}, {0xad, 0xad}, {0x61c, 0x61c}, {0x180e, 0x180e},
		{0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f}, {0xfeff, 0xfeff},
		{0xfff9, 0xfffb}, {0xe0000, 0xe007f}};

	for (size_t i = 0; i < OA_LENGTH(ranges); i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

static bool is_harmless(const uint8_t *text, size_t len)
{
	if (len == 1)
		return text[0] >= 0x20 && text[0] != 0x7f && text[0] != '|';
	return !is_unseen(code_point(text, len));
}

void oa_clean(char *buffer, size_t size, const char *text, size_t len)
{
	const uint8_t *in = (const uint8_t *)text;
	size_t out = 0;

	for (size_t i = 0; i < len;) {
		size_t step = sequence_len(in + i, len - i);
		bool keep = step && is_harmless(in + i, step);
		size_t need = keep ? step : 1;

		if (out + need >= size)
			break;
		if (keep)
			memcpy(buffer + out, in + i, step);
		else
			buffer[out] = '?';
		out += need;
		i += step ? step : 1;
	}
	if (size)
		buffer[out] = '\0';
}

void oa_utc(char buffer[OA_UTC_SIZE], int64_t moment)
{
	struct tm parts = {0};
	time_t when = (time_t)moment;

	buffer[0] = '\0';
	if (gmtime_r(&when, &parts))
		strftime(buffer, OA_UTC_SIZE, "%Y-%m-%d %H:%M UTC", &parts);
}

bool oa_parse_long(const char *text, long min, long max, long *ret_value)
{
	char *end;
	long value;

	if (!isdigit((unsigned char)text[0]) && text[0] != '-')
		return false;
	errno = 0;
	value = strtol(text, &end, 10);
	if (errno || end == text || *end || value < min || value > max)
		return false;
	*ret_value = value;
	return true;
}

bool oa_parse_double(const char *text, double *ret_value)
{
	size_t sign = text[0] == '-' || text[0] == '+';
	size_t whole = strspn(text + sign, "0123456789");
	const char *rest = text + sign + whole;
	size_t part = 0;

	if (*rest == '.') {
		part = strspn(rest + 1, "0123456789");
		rest += 1 + part;
	}
	if (*rest || whole + part == 0 || whole > 15)
		return false;
	*ret_value = strtod(text, NULL);
	return true;
}
