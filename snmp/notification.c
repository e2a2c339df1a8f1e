/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/notification.h"

#include "common/base/array.h"
#include "snmp/tables.h"

#include <string.h>

#define EVENTS_LAST 28

const struct oa_notification oa_notifications[] = {
	{OA_NOTICE_TARGET, "oaTargetStatusChange", &oa_table_target, false,
		{2, 3, 5, 7, 6, 10, 11, 12, 13, 23},
		"oaTargetStatus has changed, or the diagnosis while it is not ok(1).  "
		"It comes once for a target, however many of its probes have "
		"changed; not while the target is flapping, and not for a first "
		"result that is ok(1)."},
	{OA_NOTICE_PROBE, "oaProbeStatusChange", &oa_table_probe, false,
		{2, 4, 3, 5, 6, 7, 17},
		"oaProbeStatus of one probe has changed.  It comes only if the "
		"configuration asks for it, and never for a probe that was not "
		"reached."},
	{OA_NOTICE_FLAP_START, "oaTargetFlappingStart", &oa_table_target, false,
		{2, 3, 5, 6, 12, 13, 19, 23},
		"oaTargetFlapping has become true(1): no oaTargetStatusChange comes "
		"for this target until oaTargetFlappingStop."},
	{OA_NOTICE_FLAP_STOP, "oaTargetFlappingStop", &oa_table_target, false,
		{2, 3, 5, 6, 12, 13, 19, 23},
		"oaTargetFlapping has become false(2), and oaTargetStatus is the one "
		"in which the target has settled."},
	{OA_NOTICE_EXPIRY, "oaCertExpiry", &oa_table_cert, true,
		{2, 3, 5, 6, 8, 9, 20, 22},
		"A certificate has come nearer to its end than a threshold, or has "
		"ended.  It comes at most once a day."},
	{OA_NOTICE_CERT, "oaCertChanged", &oa_table_cert, true,
		{2, 3, 8, 9, 10, 16, 20, 22},
		"A service has presented another certificate than before."},
	{OA_NOTICE_AGENT, "oaAgentStatusChange", &oa_table_agent, false,
		{6, 14, 15, 16}, "oaAgentStatus has changed."},
	{OA_NOTICE_SUMMARY, "oaAgentSummary", &oa_table_agent, false,
		{7, 8, 9, 10, 11, 23, 24},
		"A session with the master agent is new and every target has a "
		"result, or notifications were suppressed or lost.  A manager reads "
		"oaProblemTable then, because single notifications may be missing."},
};

const size_t oa_notification_count = OA_LENGTH(oa_notifications);

const struct oa_notification *oa_notification_of(enum oa_notice_type type)
{
	return &oa_notifications[type - 1];
}

static const struct oa_column *column_of(const struct oa_table *table, unsigned number)
{
	const struct oa_column *column = table->columns;

	while (column->number != number)
		column++;
	return column;
}

size_t oa_notification_objects(const struct oa_notification *notification,
	struct oa_object ret_objects[OA_NOTIFICATION_OBJECTS])
{
	size_t count = 0;

	for (; notification->columns[count] != 0; count++) {
		ret_objects[count].table = notification->about;
		ret_objects[count].column = column_of(
			notification->about, notification->columns[count]);
	}
	ret_objects[count].table = &oa_table_agent;
	ret_objects[count].column = column_of(&oa_table_agent, EVENTS_LAST);
	return count + 1;
}

static void put_target(const struct oa_notice *notice, struct oa_target_row *row)
{
	oa_row_text(row->name, sizeof(row->name), notice->name);
	oa_row_text(row->host, sizeof(row->host), notice->host);
	oa_row_text(row->label, sizeof(row->label), notice->label);
	row->previous = notice->from != 0 ? notice->from : OA_STATUS_NOT_TESTED;
	row->status = notice->to;
	row->culprit = notice->kind;
	oa_row_code(&row->code, notice->code);
	oa_row_text(row->message, sizeof(row->message), notice->text);
	oa_row_text(row->hint, sizeof(row->hint), notice->hint);
}

static void put_probe(const struct oa_notice *notice, struct oa_probe_row *row)
{
	oa_row_descr(row->descr, notice->name, oa_kind_label(notice->kind));
	row->previous = notice->from != 0 ? notice->from : OA_STATUS_NOT_TESTED;
	row->status = notice->to;
	oa_row_code(&row->code, notice->code);
	oa_row_text(row->message, sizeof(row->message), notice->text);
	oa_row_text(row->hint, sizeof(row->hint), notice->hint);
}

static void put_cert(const struct oa_notice *notice, struct oa_cert_row *row)
{
	row->role = oa_cert_role(notice->cert);
	oa_row_text(row->place, sizeof(row->place), notice->place);
	oa_row_cert_descr(row, notice->name);
	row->status = notice->to;
	oa_row_code(&row->code, notice->code);
	oa_row_text(row->hint, sizeof(row->hint), notice->hint);
}

/* The row may be gone: then only what the notice says is told. */
static void read_row(const struct oa_table *table, const struct oa_store *store,
	const struct oa_reading *reading, struct oa_notification_rows *rows)
{
	uint32_t found[OA_INDEX_MAX] = {rows->index[0], rows->index[1]};

	if (table->seek(store, found) &&
		memcmp(found, rows->index, table->index_count * sizeof(found[0])) == 0)
		table->fill(store, found, reading, &rows->about);
}

void oa_notification_collect(const struct oa_notification *notification,
	const struct oa_notice *notice, const struct oa_store *store,
	const struct oa_reading *reading, struct oa_notification_rows *ret_rows)
{
	const struct oa_table *about = notification->about;

	memset(ret_rows, 0, sizeof(*ret_rows));
	oa_table_agent.fill(store, ret_rows->index, reading, &ret_rows->agent);
	if (notice->type == OA_NOTICE_AGENT)
		ret_rows->agent.status = notice->to;
	if (notice->event != 0)
		ret_rows->agent.events_last = notice->event;
	if (about == &oa_table_agent)
		return;
	ret_rows->index[0] = notice->target;
	if (about == &oa_table_probe)
		ret_rows->index[1] = notice->kind;
	if (about == &oa_table_cert)
		ret_rows->index[1] = notice->cert;
	read_row(about, store, reading, ret_rows);
	if (about == &oa_table_target)
		put_target(notice, &ret_rows->about.target);
	else if (about == &oa_table_probe)
		put_probe(notice, &ret_rows->about.probe);
	else
		put_cert(notice, &ret_rows->about.cert);
}

const void *oa_notification_row(
	const struct oa_object *object, const struct oa_notification_rows *rows)
{
	return object->table == &oa_table_agent ? (const void *)&rows->agent
						: (const void *)&rows->about;
}
