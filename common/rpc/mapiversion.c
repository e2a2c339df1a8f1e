/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/mapiversion.h"

#include "common/base/array.h"
#include "common/base/text.h"

#include <stdio.h>
#include <string.h>

/* Says that word 0 holds both numbers of the product. */
#define NEW_FORM 0x8000

/* Numbers of a version and what they may be at most. */
static const long limits[] = {0xff, 0xff, 0x7fff, 0xffff};

#define PARTS OA_LENGTH(limits)

/* Reads one number up to its dot, or up to the end if it is the last. */
static bool read_part(const char **text, size_t index, long *ret_value)
{
	const char *end = *text + strcspn(*text, ".");
	char digits[8];

	if ((*end == '\0') != (index == PARTS - 1) ||
		end - *text >= (long)sizeof(digits))
		return false;
	snprintf(digits, sizeof(digits), "%.*s", (int)(end - *text), *text);
	*text = *end ? end + 1 : end;
	return oa_parse_long(digits, 0, limits[index], ret_value);
}

bool oa_mapi_version_parse(const char *text, struct oa_mapi_version *ret_version)
{
	long part[PARTS];

	for (size_t i = 0; i < PARTS; i++)
		if (!read_part(&text, i, &part[i]))
			return false;
	*ret_version = (struct oa_mapi_version){{(uint16_t)(part[0] << 8 | part[1]),
		(uint16_t)(NEW_FORM | part[2]), (uint16_t)part[3]}};
	return true;
}

void oa_mapi_version_format(
	const struct oa_mapi_version *version, char *buffer, size_t size)
{
	const uint16_t *word = version->word;

	if (word[1] & NEW_FORM)
		snprintf(buffer, size, "%u.%u.%u.%u", word[0] >> 8, word[0] & 0xff,
			word[1] & ~NEW_FORM, word[2]);
	else
		snprintf(buffer, size, "%u.0.%u.%u", word[0], word[1], word[2]);
}
