/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/keepfield.h"

#include "snmp/cut.h"

#include <stdlib.h>
#include <string.h>

int64_t oa_keep_moment(struct oa_fields *fields)
{
	return oa_fields_number(fields, 0, OA_KEEP_TIME_MAX);
}

int64_t oa_keep_old_moment(struct oa_fields *fields)
{
	return oa_fields_number(fields, -OA_KEEP_TIME_MAX, OA_KEEP_TIME_MAX);
}

uint32_t oa_keep_number(struct oa_fields *fields)
{
	return (uint32_t)oa_fields_number(fields, 0, UINT32_MAX);
}

enum oa_status oa_keep_status(struct oa_fields *fields)
{
	return (enum oa_status)oa_fields_number(fields, 0, OA_STATUS_DISABLED);
}

enum oa_code oa_keep_code(struct oa_fields *fields)
{
	enum oa_code code = OA_CODE_INTERNAL_ERROR;

	oa_diagnosis_find(oa_fields_word(fields), &code);
	return code;
}

void oa_keep_word(struct oa_fields *fields, char *buffer, size_t size)
{
	const char *word = oa_fields_word(fields);

	oa_cut_to(buffer, size, strcmp(word, "-") == 0 ? "" : word);
}

void oa_keep_text(char **text, struct oa_fields *fields)
{
	free(*text);
	*text = oa_cut(oa_fields_rest(fields));
}
