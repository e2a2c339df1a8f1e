/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_FIELDS_H
#define OA_SNMP_FIELDS_H

/*
 * Reading of a line of words with a blank between each two.  The error sticks: after a
 * word that is missing or wrong everything is 0 or empty, and is_bad says so at the
 * end.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for a line; longer ones are not read. */
#define OA_FIELDS_LINE_MAX 4096

/* Where reading is. */
struct oa_fields {
	char *at;    /* the rest of the line; borrowed, words in it get a NUL */
	bool is_bad; /* something was missing or wrong */
};

/* Begins to read a line without its line end, which is changed by reading. */
struct oa_fields oa_fields_of(char *line);

/* Returns the next word, "" if there is none. */
const char *oa_fields_word(struct oa_fields *fields);

/* Returns the next word as a decimal number from min to max. */
int64_t oa_fields_number(struct oa_fields *fields, int64_t min, int64_t max);

/* Returns the next word as a truth value, 0 or 1. */
bool oa_fields_flag(struct oa_fields *fields);

/* Returns true if there is another word. */
bool oa_fields_has_more(const struct oa_fields *fields);

/* Returns everything that is left, blanks and all. */
const char *oa_fields_rest(struct oa_fields *fields);

#endif
