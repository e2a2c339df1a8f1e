/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/fields.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct oa_fields oa_fields_of(char *line)
{
	return (struct oa_fields){.at = line};
}

bool oa_fields_has_more(const struct oa_fields *fields)
{
	return !fields->is_bad && fields->at[0];
}

const char *oa_fields_word(struct oa_fields *fields)
{
	char *word = fields->at;
	size_t len = strcspn(word, " ");

	if (fields->is_bad || !len) {
		fields->is_bad = true;
		return "";
	}
	fields->at += len;
	if (*fields->at)
		*fields->at++ = '\0';
	return word;
}

int64_t oa_fields_number(struct oa_fields *fields, int64_t min, int64_t max)
{
	const char *word = oa_fields_word(fields);
	long long value;
	char *end;

	errno = 0;
	value = strtoll(word, &end, 10);
	if (fields->is_bad || *end || errno || value < min || value > max ||
		!(isdigit((unsigned char)word[0]) || word[0] == '-')) {
		fields->is_bad = true;
		return 0;
	}
	return value;
}

bool oa_fields_flag(struct oa_fields *fields)
{
	return oa_fields_number(fields, 0, 1) != 0;
}

const char *oa_fields_rest(struct oa_fields *fields)
{
	const char *rest = fields->at;

	if (fields->is_bad)
		return "";
	fields->at += strlen(fields->at);
	return rest;
}
