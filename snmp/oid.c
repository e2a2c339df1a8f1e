/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/oid.h"

#include "common/base/text.h"

#include <ctype.h>
#include <stdbool.h>

/* What is below a root: branch, table, entry, column and an index of two. */
#define BELOW_ROOT 8

static bool number_is_read(const char **text, uint32_t *ret_number)
{
	uint64_t number = 0;

	if (!isdigit((unsigned char)**text))
		return false;
	for (; isdigit((unsigned char)**text); (*text)++) {
		number = number * 10 + (uint64_t)(**text - '0');
		if (number > UINT32_MAX)
			return false;
	}
	*ret_number = (uint32_t)number;
	return true;
}

int oa_oid_parse(const char *text, struct oa_oid *ret_oid, struct oa_error *err)
{
	struct oa_oid oid = {.len = 0};
	const char *at = *text == '.' ? text + 1 : text;

	do {
		if (oid.len == OA_OID_MAX - BELOW_ROOT)
			return oa_fail(
				err, OA_LAYER_USAGE, 0, "\"%s\" is too long", text);
		if (!number_is_read(&at, &oid.id[oid.len++]))
			return oa_fail(err, OA_LAYER_USAGE, 0,
				"\"%s\" is not numbers with dots between them", text);
	} while (*at == '.' && *++at != '\0');
	if (*at != '\0' || at[-1] == '.')
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"\"%s\" is not numbers with dots between them", text);
	if (oid.len < 3 || oid.id[0] > 2 || (oid.id[0] < 2 && oid.id[1] > 39))
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"\"%s\" is no place for a module", text);
	*ret_oid = oid;
	return 0;
}

void oa_oid_text(const struct oa_oid *oid, size_t from, const char *between,
	char buffer[OA_OID_TEXT])
{
	buffer[0] = '\0';
	for (size_t i = from; i < oid->len; i++)
		oa_append(buffer, OA_OID_TEXT, "%s%u", i > from ? between : "",
			oid->id[i]);
}
