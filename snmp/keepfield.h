/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_KEEPFIELD_H
#define OA_SNMP_KEEPFIELD_H

/*
 * Fields of the lines of the kept file; what cannot be makes them bad.
 */

#include "snmp/fields.h"
#include "snmp/status.h"

/* The latest moment that is believed, the end of the year 9999. */
#define OA_KEEP_TIME_MAX 253402300799

/* Reads a moment, seconds since 1970. */
int64_t oa_keep_moment(struct oa_fields *fields);

/* Reads a moment that may be before 1970, of a certificate. */
int64_t oa_keep_old_moment(struct oa_fields *fields);

/* Reads a number of 32 bits. */
uint32_t oa_keep_number(struct oa_fields *fields);

/* Reads a status, or 0 for none. */
enum oa_status oa_keep_status(struct oa_fields *fields);

/* Reads a code by its name; one that this version does not know is internal-error. */
enum oa_code oa_keep_code(struct oa_fields *fields);

/* Copies the next word to buffer; "-" stands for an empty one. */
void oa_keep_word(struct oa_fields *fields, char *buffer, size_t size);

/* Puts the rest of the line in the place of an owned text. */
void oa_keep_text(char **text, struct oa_fields *fields);

#endif
