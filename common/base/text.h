/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_BASE_TEXT_H
#define OA_BASE_TEXT_H

/*
 * Small things around text: bounded appending, cleaning of text that strangers
 * chose, strict numbers.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OA_UTC_SIZE 32

/* Appends formatted text to the NUL-terminated string in buffer (size bytes in
 * all) and returns false if it had to be cut. */
bool oa_append(char *buffer, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Copies len bytes of foreign text to buffer (size bytes in all), with control
 * characters, those that show as nothing or change the direction of writing, `|` and
 * broken UTF-8 replaced by `?`, and a NUL at the end. */
void oa_clean(char *buffer, size_t size, const char *text, size_t len);

/* Writes a moment, seconds since 1970, as "2026-06-01 12:00 UTC". */
void oa_utc(char buffer[OA_UTC_SIZE], int64_t moment);

/* Reads a decimal number from all of text; returns false and leaves ret_value
 * alone if there is anything else in it or it lies outside min..max. */
bool oa_parse_long(const char *text, long min, long max, long *ret_value);

/* Reads a finite decimal number, with a point and no exponent, from all of text;
 * returns false and leaves ret_value alone otherwise. */
bool oa_parse_double(const char *text, double *ret_value);

#endif
