/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_TESTS_UNIT_HEX_H
#define OA_TESTS_UNIT_HEX_H

/*
 * Wire bytes in tests are written as hex strings, as the specifications print
 * them; blanks between bytes are for the reader.
 */

#include <check.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Rows of a table. */
/* Bytes that a hex string stands for. */
struct hex {
	uint8_t bytes[1024]; /* the bytes */
	size_t len;          /* how many of them */
};

static inline unsigned hex_digit(char digit)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = memchr(digits, digit, 16);

	ck_assert_msg(found != NULL, "not a hex digit: %c", digit);
	return (unsigned)(found - digits);
}

/* Returns the bytes of lower-case hex digits; fails the test on anything else. */
static inline struct hex hex(const char *text)
{
	struct hex out = {.len = 0};

	while (*text) {
		if (*text == ' ') {
			text++;
			continue;
		}
		ck_assert_uint_lt(out.len, sizeof(out.bytes));
		out.bytes[out.len++] = (uint8_t)(hex_digit(text[0]) << 4 |
						 hex_digit(text[1]));
		text += 2;
	}
	return out;
}

/* Fails the test unless the len bytes are those of the hex string. */
static inline void ck_assert_hex(const void *bytes, size_t len, const char *text)
{
	struct hex want = hex(text);

	ck_assert_uint_eq(len, want.len);
	ck_assert_mem_eq(bytes, want.bytes, want.len);
}

#endif
