/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_MIBWRITE_H
#define OA_SNMP_MIBWRITE_H

/*
 * The parts of the module's text, and how prose is laid out in it: lines of at most 72
 * columns (RFC 4181).
 */

#include "snmp/oid.h"

#include <stdio.h>

/* Writes a comment of three lines. */
void oa_mib_title(FILE *file, const char *title);

/* Writes `KEYWORD "text"' with the text below the keyword, both `indent' columns to the
 * right and the text four more; an empty line in it parts paragraphs. */
void oa_mib_prose(FILE *file, unsigned indent, const char *keyword, const char *text);

/* Writes names with commas between them into braces; next() returns the i-th name or
 * NULL, in a buffer of its own. */
void oa_mib_list(FILE *file, unsigned indent,
	const char *(*next)(void *context, size_t i), void *context);

/* Writes the textual conventions. */
void oa_mib_types(FILE *file);

/* Writes tables, scalars and notifications. */
void oa_mib_objects(FILE *file);

/* Writes groups and compliance. */
void oa_mib_conformance(FILE *file);

#endif
