/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/utf16.h"

#include "common/base/array.h"
#include "common/base/secret.h"
#include "common/base/text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define BAD_SEQUENCE UINT32_MAX

/* Takes one character off UTF-8 (RFC 3629, 4). */
static uint32_t take_utf8(const uint8_t **text, size_t *left)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	uint8_t first = **text;
	size_t len = first < 0x80   ? 1
		     : first < 0xc0 ? 0
		     : first < 0xe0 ? 2
		     : first < 0xf0 ? 3
				    : 4;
	uint32_t value = len == 1 ? first : first & (0x7fU >> len);

	if (!len || len > *left || first > 0xf4)
		return BAD_SEQUENCE;
	for (size_t i = 1; i < len; i++) {
		if (((*text)[i] & 0xc0) != 0x80)
			return BAD_SEQUENCE;
		value = value << 6 | ((*text)[i] & 0x3f);
	}
	if (value < smallest[len] || value > 0x10ffff ||
		(value >= 0xd800 && value <= 0xdfff))
		return BAD_SEQUENCE;
	*text += len;
	*left -= len;
	return value;
}

static void put_unit(struct oa_utf16 *utf16, uint32_t unit)
{
	utf16->bytes[utf16->len++] = unit & 0xff;
	utf16->bytes[utf16->len++] = unit >> 8 & 0xff;
}

/* Converts into bytes that have room for two per byte of the text, which is
 * never too little. */
static bool convert(const uint8_t *text, size_t left, struct oa_utf16 *utf16)
{
	while (left) {
		uint32_t value = take_utf8(&text, &left);

		if (value == BAD_SEQUENCE)
			return false;
		if (value >= 0x10000) {
			put_unit(utf16, 0xd800 + ((value - 0x10000) >> 10));
			value = 0xdc00 + (value & 0x3ff);
		}
		put_unit(utf16, value);
	}
	return true;
}

int oa_utf16_from_utf8(
	const char *text, size_t len, struct oa_utf16 *ret_utf16, struct oa_error *err)
{
	struct oa_utf16 utf16 = {0};

	if (len > OA_UTF16_MAX)
		return oa_fail(
			err, OA_LAYER_USAGE, 0, "text of %zu bytes, too long", len);
	if (len) {
		utf16.bytes = malloc(2 * len);
		if (!utf16.bytes)
			return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
		if (!convert((const uint8_t *)text, len, &utf16)) {
			oa_utf16_free(&utf16);
			return oa_fail(err, OA_LAYER_USAGE, 0, "text is not UTF-8");
		}
	}
	*ret_utf16 = utf16;
	return 0;
}

/*
 * The one-to-one upper case of the letters that names are made of.  Neither
 * towupper nor a Unicode library will do: the first depends on the locale, both
 * map letters that Windows leaves alone (micro sign, dotless i, long s).
 */
static const struct {
	uint16_t first, last; /* small letters from first to last */
	uint8_t step;         /* 2 where small and capital letters take turns */
	int16_t delta;        /* what makes a small letter capital */
} upcase_ranges[] = {
	{0x0061, 0x007a, 1, -32}, /* a to z */
	{0x00e0, 0x00f6, 1, -32}, /* Latin-1 before the division sign */
	{0x00f8, 0x00fe, 1, -32}, /* Latin-1 behind it */
	{0x00ff, 0x00ff, 1, 121}, /* y with diaeresis */
	{0x0101, 0x012f, 2, -1},  /* Latin Extended-A ... */
	{0x0133, 0x0137, 2, -1},  /* ... without dotted and dotless i */
	{0x013a, 0x0148, 2, -1},  /* ... without kra */
	{0x014b, 0x0177, 2, -1},  /* ... without n with apostrophe */
	{0x017a, 0x017e, 2, -1},  /* ... without long s */
	{0x01ce, 0x01dc, 2, -1},  /* pinyin */
	{0x0219, 0x021b, 2, -1},  /* Romanian s and t with comma */
	{0x03ac, 0x03ac, 1, -38}, /* Greek with tonos */
	{0x03ad, 0x03af, 1, -37}, /* ... */
	{0x03b1, 0x03c1, 1, -32}, /* Greek */
	{0x03c2, 0x03c2, 1, -31}, /* final sigma */
	{0x03c3, 0x03cb, 1, -32}, /* Greek */
	{0x03cc, 0x03cc, 1, -64}, /* Greek with tonos */
	{0x03cd, 0x03ce, 1, -63}, /* ... */
	{0x0430, 0x044f, 1, -32}, /* Cyrillic */
	{0x0451, 0x045c, 1, -80}, /* Cyrillic of other languages */
	{0x045e, 0x045f, 1, -80}, /* ... */
	{0x0491, 0x04bf, 2, -1},  /* ... */
	{0x0561, 0x0586, 1, -48}, /* Armenian */
	{0x1e01, 0x1e95, 2, -1},  /* Latin with several marks */
	{0x1ea1, 0x1ef9, 2, -1},  /* Vietnamese */
};

static unsigned upcase(unsigned unit)
{
	for (size_t i = 0; i < OA_LENGTH(upcase_ranges); i++) {
		unsigned first = upcase_ranges[i].first;

		if (unit >= first && unit <= upcase_ranges[i].last)
			return (unit - first) % upcase_ranges[i].step
				       ? unit
				       : unit + (unsigned)upcase_ranges[i].delta;
	}
	return unit;
}

void oa_utf16_upcase(struct oa_utf16 *utf16)
{
	for (size_t i = 0; i + 1 < utf16->len; i += 2) {
		unsigned unit = upcase(
			utf16->bytes[i] | (unsigned)utf16->bytes[i + 1] << 8);

		utf16->bytes[i] = unit & 0xff;
		utf16->bytes[i + 1] = unit >> 8 & 0xff;
	}
}

void oa_utf16_free(struct oa_utf16 *utf16)
{
	if (utf16->bytes)
		oa_wipe(utf16->bytes, utf16->len);
	free(utf16->bytes);
	*utf16 = (struct oa_utf16){0};
}

/* Takes one character off UTF-16LE; a lonely surrogate is `?`. */
static uint32_t take_utf16(const uint8_t *bytes, size_t len, size_t *pos)
{
	uint32_t unit = bytes[*pos] | (uint32_t)bytes[*pos + 1] << 8;
	uint32_t low;

	*pos += 2;
	if (unit < 0xd800 || unit > 0xdfff)
		return unit;
	if (unit > 0xdbff || *pos + 1 >= len)
		return '?';
	low = bytes[*pos] | (uint32_t)bytes[*pos + 1] << 8;
	if (low < 0xdc00 || low > 0xdfff)
		return '?';
	*pos += 2;
	return 0x10000 + ((unit & 0x3ff) << 10 | (low & 0x3ff));
}

/* Writes one character as UTF-8 and returns its bytes. */
static size_t put_utf8(uint32_t value, char ret_bytes[4])
{
	size_t len = value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4;
	static const uint8_t leads[] = {0, 0, 0xc0, 0xe0, 0xf0};

	for (size_t i = len; i-- > 1; value >>= 6)
		ret_bytes[i] = (char)(0x80 | (value & 0x3f));
	ret_bytes[0] = (char)(leads[len] | value);
	return len;
}

void oa_utf16_to_text(const uint8_t *bytes, size_t len, char *buffer, size_t size)
{
	size_t used = 0;

	for (size_t pos = 0; pos + 1 < len && used + 1 < size;) {
		char character[4];
		size_t add = put_utf8(take_utf16(bytes, len, &pos), character);

		if (used + add >= size)
			break;
		oa_clean(buffer + used, size - used, character, add);
		used += strlen(buffer + used);
	}
	if (size)
		buffer[used] = '\0';
}
