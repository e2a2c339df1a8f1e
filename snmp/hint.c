/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/hint.h"

#include <string.h>

const char *oa_hint(
	const struct oa_result *result, enum oa_kind kind, enum oa_code code)
{
	const char *hint = oa_diagnosis(code)->hint;

	if (kind == result->culprit && code == result->code && result->hint)
		return result->hint;
	return hint[0] != '\0' && !strchr(hint, '{') ? hint : NULL;
}

const char *oa_hint_of_change(
	const struct oa_result *result, const struct oa_change *change)
{
	bool is_of_target = change->type != OA_CHANGE_PROBE && change->cert == 0;

	if (!oa_status_is_bad(change->to))
		return NULL;
	if (is_of_target && result->hint)
		return result->hint;
	return oa_hint(result, change->kind, change->code);
}
