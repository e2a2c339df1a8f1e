/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_CUT_H
#define OA_SNMP_CUT_H

/*
 * Texts of the size that the MIB allows.
 */

#include <stddef.h>

/* The most bytes of a text in the MIB. */
#define OA_TEXT_MAX 255

/* Returns a copy of text of at most OA_TEXT_MAX bytes, cut between characters, for the
 * caller to free; NULL without memory. */
char *oa_cut(const char *text);

/* The same into *ret_text; returns 0, or -1 without memory. */
int oa_cut_new(const char *text, char **ret_text);

/* Copies text to buffer (size bytes in all), cut between characters. */
void oa_cut_to(char *buffer, size_t size, const char *text);

#endif
