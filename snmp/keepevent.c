/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/keepevent.h"

#include "snmp/cut.h"
#include "snmp/keepfield.h"

#include <string.h>

static enum oa_status status(struct oa_fields *fields)
{
	return (enum oa_status)oa_fields_number(fields, 1, OA_STATUS_DISABLED);
}

static void split_texts(struct oa_event *event, const char *rest)
{
	size_t len = strcspn(rest, "\t");
	char descr[OA_FIELDS_LINE_MAX];

	memcpy(descr, rest, len);
	descr[len] = '\0';
	oa_cut_to(event->descr, sizeof(event->descr), descr);
	oa_cut_to(event->text, sizeof(event->text), rest[len] ? rest + len + 1 : "");
}

void oa_keep_read_event(struct oa_fields *fields, int64_t first, int64_t last,
	int64_t target_max, struct oa_event *ret_event)
{
	*ret_event = (struct oa_event){
		.number = (uint32_t)oa_fields_number(fields, first, last)};
	ret_event->time = oa_fields_number(fields, 0, OA_KEEP_TIME_MAX);
	ret_event->target = (uint32_t)oa_fields_number(fields, 0, target_max);
	ret_event->type = (enum oa_change_type)oa_fields_number(
		fields, OA_CHANGE_TARGET, OA_CHANGE_AGENT);
	ret_event->kind = (enum oa_kind)oa_fields_number(fields, 0, OA_KINDS - 1);
	ret_event->from = status(fields);
	ret_event->to = status(fields);
	ret_event->code = oa_keep_code(fields);
	ret_event->is_notified = oa_fields_flag(fields);
	split_texts(ret_event, oa_fields_rest(fields));
}
