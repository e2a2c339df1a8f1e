/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/cut.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of text, at most max, that do not end within a character of UTF-8. */
static size_t cut_len(const char *text, size_t max)
{
	size_t len = strnlen(text, max + 1);

	if (len <= max)
		return len;
	for (len = max; len && ((unsigned char)text[len] & 0xc0) == 0x80; len--)
		;
	return len;
}

char *oa_cut(const char *text)
{
	return strndup(text, cut_len(text, OA_TEXT_MAX));
}

int oa_cut_new(const char *text, char **ret_text)
{
	*ret_text = oa_cut(text);
	return *ret_text ? 0 : -1;
}

void oa_cut_to(char *buffer, size_t size, const char *text)
{
	size_t len = cut_len(text, size - 1);

	memcpy(buffer, text, len);
	buffer[len] = '\0';
}
