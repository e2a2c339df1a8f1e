/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/probe_row.h"

#include "snmp/hint.h"

const char *const oa_probe_row_indexes[OA_PROBE_ROW_INDEXES + 1] = {
	"oaTargetIndex", "oaProbeKind", NULL};

static void fill_result(
	const struct oa_record *record, enum oa_kind kind, struct oa_probe_row *row)
{
	const struct oa_result *result = &record->course.result;
	const struct oa_probe_result *probe = &result->probe[kind];

	oa_row_code(&row->code, probe->code);
	oa_row_text(row->message, sizeof(row->message), probe->text);
	if (oa_status_is_bad((enum oa_status)row->status))
		oa_row_text(row->hint, sizeof(row->hint),
			oa_hint(result, kind, probe->code));
	row->ms = probe->ms;
}

void oa_probe_row_fill(const struct oa_record *record, enum oa_kind kind, int64_t now,
	struct oa_probe_row *row)
{
	const struct oa_probe_course *course = &record->course.probe[kind];

	oa_row_descr(row->descr, record->name, oa_kind_label(kind));
	oa_row_text(row->label, sizeof(row->label), record->label);
	row->status = oa_course_probe_status(
		&record->course, kind, record->wants[kind]);
	row->previous = course->previous != 0 ? course->previous : OA_STATUS_NOT_TESTED;
	oa_row_code(&row->code, OA_CODE_NOT_TESTED);
	if (record->course.has_result)
		fill_result(record, kind, row);
	row->since = course->since;
	row->since_seconds = oa_row_seconds(
		now, course->since != 0 ? course->since : record->begun);
	row->troubled_since = course->troubled_since;
	if (course->troubled_since != 0)
		row->troubled_seconds = oa_row_seconds(now, course->troubled_since);
	row->last_run = course->last_run;
	row->age = oa_row_seconds(
		now, course->last_run != 0 ? course->last_run : record->begun);
	row->repeats = course->repeats;
	row->runs = course->runs;
	row->failures = course->failures;
	row->transitions = course->transitions;
}

void oa_probe_row_read(const struct oa_store *store, const uint32_t index[OA_INDEX_MAX],
	const struct oa_reading *reading, void *into)
{
	oa_probe_row_fill(oa_store_find(store, index[0]), (enum oa_kind)index[1],
		reading->now, into);
}
