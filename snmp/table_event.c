/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/row.h"
#include "snmp/tables.h"

struct event_row {
	int64_t time;
	uint32_t target;
	uint32_t kind;
	char descr[OA_ROW_DESCR];
	uint32_t from;
	uint32_t to;
	struct oa_row_code code;
	char message[OA_ROW_LINE];
	bool is_notified;
	uint32_t type;
};

#define AT(field) offsetof(struct event_row, field)

static const struct oa_column columns[] = {
	{1, "oaEventIndex", OA_SYNTAX_UNSIGNED, 0, "(1..2147483647)", NULL, true,
		"Number of the event, one more than that of the event before, also "
		"over restarts of the subagent."},
	{2, "oaEventTime", OA_SYNTAX_DATE, AT(time), NULL, NULL, false,
		"When the change was seen."},
	{3, "oaEventTarget", OA_SYNTAX_UNSIGNED, AT(target), NULL, NULL, false,
		"The value of oaTargetIndex; zero if the event is about the "
		"subagent."},
	{4, "oaEventProbe", OA_SYNTAX_KIND_OR_NONE, AT(kind), NULL, NULL, false,
		"The probe that changed, or the one that explains the change of a "
		"target; none(0) if there is none to name."},
	{5, "oaEventDescr", OA_SYNTAX_TEXT, AT(descr), "(SIZE (0..96))", NULL, false,
		"The value that oaTargetName, oaProbeDescr or oaCertDescr had."},
	{6, "oaEventFrom", OA_SYNTAX_STATUS, AT(from), NULL, NULL, false,
		"The status before the change."},
	{7, "oaEventTo", OA_SYNTAX_STATUS, AT(to), NULL, NULL, false,
		"The status after the change."},
	{8, "oaEventCause", OA_SYNTAX_CODE, AT(code.code), NULL, NULL, false,
		"The diagnosis after the change, for programs."},
	{9, "oaEventCode", OA_SYNTAX_TEXT, AT(code.name), "(SIZE (0..64))", NULL, false,
		"The same diagnosis by its name in the catalogue."},
	{10, "oaEventMessage", OA_SYNTAX_TEXT, AT(message), "(SIZE (0..255))", NULL,
		false, "The change in one line."},
	{11, "oaEventNotified", OA_SYNTAX_TRUTH, AT(is_notified), NULL, NULL, false,
		"Whether the master agent has taken a notification of it."},
	{12, "oaEventType", OA_SYNTAX_EVENT, AT(type), NULL, NULL, false,
		"What happened."},
};

static bool seek(const struct oa_store *store, uint32_t index[OA_INDEX_MAX])
{
	const struct oa_event *event = oa_events_next(
		&store->events, index[0] == 0 ? 0 : index[0] - 1);

	if (!event)
		return false;
	index[0] = event->number;
	return true;
}

static void fill(const struct oa_store *store, const uint32_t index[OA_INDEX_MAX],
	const struct oa_reading *reading, void *into)
{
	const struct oa_event *event = oa_events_find(&store->events, index[0]);
	struct event_row *row = into;

	(void)reading;
	row->time = event->time;
	row->target = event->target;
	row->kind = event->kind;
	oa_row_text(row->descr, sizeof(row->descr), event->descr);
	row->from = event->from;
	row->to = event->to;
	oa_row_code(&row->code, event->code);
	oa_row_text(row->message, sizeof(row->message), event->text);
	row->is_notified = event->is_notified;
	row->type = event->type;
}

static const char *const indexes[] = {"oaEventIndex", NULL};

const struct oa_table oa_table_event = {
	.branch = "oaEvents",
	.number = 7,
	.title = "Events: what changed lately",
	.name = "oaEvent",
	.text = "The latest changes, oldest first.  A manager that missed "
		"notifications walks on from the last oaEventIndex that it knows.",
	.row_text = "One change.",
	.group_text = "Events.",
	.columns = columns,
	.column_count = OA_LENGTH(columns),
	.indexes = indexes,
	.index_count = 1,
	.row_size = sizeof(struct event_row),
	.seek = seek,
	.fill = fill,
};
