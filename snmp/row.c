/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/row.h"

#include "common/base/text.h"

#include <string.h>

void oa_row_code(struct oa_row_code *field, enum oa_code code)
{
	field->code = code;
	oa_row_text(field->name, sizeof(field->name), oa_diagnosis(code)->name);
}

void oa_row_descr(char buffer[OA_ROW_DESCR], const char *name, const char *label)
{
	buffer[0] = '\0';
	oa_append(buffer, OA_ROW_DESCR, "%s/%s", name, label);
}

void oa_row_text(char *buffer, size_t size, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	if (len >= size) {
		len = size - 1;
		while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
			len--;
	}
	if (len > 0)
		memcpy(buffer, text, len);
	buffer[len] = '\0';
}

void oa_row_cert_descr(struct oa_cert_row *row, const char *name)
{
	row->descr[0] = '\0';
	oa_append(row->descr, sizeof(row->descr), "%s/%s%s%s", name,
		oa_role_label((enum oa_role)row->role), row->place[0] ? " " : "",
		row->place);
}

uint32_t oa_row_seconds(int64_t now, int64_t moment)
{
	if (moment >= now)
		return 0;
	return now - moment > UINT32_MAX ? UINT32_MAX : (uint32_t)(now - moment);
}
