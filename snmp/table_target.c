/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/row.h"
#include "snmp/tables.h"

#include <math.h>

#define AT(field) offsetof(struct oa_target_row, field)

static const struct oa_column columns[] = {
	{1, "oaTargetIndex", OA_SYNTAX_UNSIGNED, 0, "(1..2147483647)", NULL, true,
		"Number of the target.  A name has its number for good: over "
		"restarts, over changes of the configuration, and if it is taken out "
		"and comes back.  No number is ever given to another name."},
	{2, "oaTargetName", OA_SYNTAX_TEXT, AT(name), "(SIZE (1..64))", NULL, false,
		"Name of the target, unique in this table."},
	{3, "oaTargetHost", OA_SYNTAX_TEXT, AT(host), "(SIZE (1..253))", NULL, false,
		"Name or address that clients connect to."},
	{4, "oaTargetPort", OA_SYNTAX_PORT, AT(port), NULL, NULL, false,
		"TCP port of the service."},
	{5, "oaTargetLabel", OA_SYNTAX_TEXT, AT(label), "(SIZE (0..64))", NULL, false,
		"A word of the configuration, such as a site or a customer; empty if "
		"there is none."},
	{6, "oaTargetStatus", OA_SYNTAX_STATUS, AT(status), NULL, NULL, false,
		"The confirmed status of the target, which is the worst one of its "
		"probes: critical(3) outranks warning(2), that unknown(4), and that "
		"ok(1).  A failure is confirmed by as many runs in a row as the "
		"configuration asks for, a recovery by one."},
	{7, "oaTargetPrevStatus", OA_SYNTAX_STATUS, AT(previous), NULL, NULL, false,
		"The value of oaTargetStatus before its last change."},
	{8, "oaTargetSince", OA_SYNTAX_DATE, AT(since), NULL, NULL, false,
		"When oaTargetStatus changed last.  All octets are zero if it never "
		"did."},
	{9, "oaTargetStatusSeconds", OA_SYNTAX_GAUGE, AT(since_seconds), NULL,
		"seconds", false,
		"Seconds since oaTargetStatus changed last, or since the target was "
		"taken in if it never did."},
	{10, "oaTargetCulprit", OA_SYNTAX_KIND_OR_NONE, AT(culprit), NULL, NULL, false,
		"The probe that explains the status; none(0) if there is nothing to "
		"explain."},
	{11, "oaTargetCause", OA_SYNTAX_CODE, AT(code.code), NULL, NULL, false,
		"The diagnosis, for programs."},
	{12, "oaTargetCode", OA_SYNTAX_TEXT, AT(code.name), "(SIZE (0..64))", NULL,
		false,
		"The same diagnosis by its name in the catalogue, as the plugins "
		"print it, e.g. tcp-refused."},
	{13, "oaTargetMessage", OA_SYNTAX_TEXT, AT(message), "(SIZE (0..255))", NULL,
		false,
		"The status in one line.  It is that of the newest run with this "
		"diagnosis and may hold measured values, so it can change while the "
		"status does not."},
	{14, "oaTargetInterval", OA_SYNTAX_UNSIGNED, AT(interval), "(1..4294967295)",
		"seconds", false, "Time from one run to the next."},
	{15, "oaTargetLastRun", OA_SYNTAX_DATE, AT(last_run), NULL, NULL, false,
		"When the newest run ended.  All octets are zero if there was none."},
	{16, "oaTargetAge", OA_SYNTAX_GAUGE, AT(age), NULL, "seconds", false,
		"Seconds since the newest run ended, or since the target was taken "
		"in if there was none.  More than three times oaTargetInterval means "
		"that it is not tested any more."},
	{17, "oaTargetTime", OA_SYNTAX_MILLISECONDS, AT(ms), NULL, "milliseconds",
		false, "Duration of the newest run."},
	{18, "oaTargetRuns", OA_SYNTAX_COUNTER, AT(runs), NULL, "runs", false,
		"Number of runs that came to an end since oaAgentStarted."},
	{19, "oaTargetTransitions", OA_SYNTAX_COUNTER, AT(transitions), NULL, "changes",
		false, "Number of changes of oaTargetStatus since oaAgentStarted."},
	{20, "oaTargetFlaps", OA_SYNTAX_COUNTER, AT(flaps), NULL, "episodes", false,
		"Number of times that oaTargetFlapping became true(1) since "
		"oaAgentStarted."},
	{21, "oaTargetFlapping", OA_SYNTAX_TRUTH, AT(is_flapping), NULL, NULL, false,
		"Whether the diagnosis changes so often that changes are no longer "
		"notified."},
	{22, "oaTargetAvailability", OA_SYNTAX_GAUGE, AT(availability), "(0..10000)",
		"hundredths of a percent", false,
		"Share of the runs within the last 24 hours that ended as ok(1) or "
		"warning(2).  The value 10000 is 100 percent."},
	{23, "oaTargetHint", OA_SYNTAX_TEXT, AT(hint), "(SIZE (0..255))", NULL, false,
		"What to do about it; empty if all is well."},
	{24, "oaTargetNewest", OA_SYNTAX_STATUS, AT(newest), NULL, NULL, false,
		"Status of the newest run, confirmed or not."},
	{25, "oaTargetAttempt", OA_SYNTAX_GAUGE, AT(attempt), NULL, "runs", false,
		"Number of failed runs in a row that are not confirmed yet; zero if "
		"oaTargetStatus says what the newest run has found."},
	{26, "oaTargetProblems", OA_SYNTAX_GAUGE, AT(problems), NULL, "rows", false,
		"Number of rows of the target in oaProblemTable."},
};

static bool seek(const struct oa_store *store, uint32_t index[OA_INDEX_MAX])
{
	size_t at = oa_row_first(store, index[0]);

	if (at == store->count)
		return false;
	index[0] = store->record[at]->number;
	return true;
}

static void fill_status(const struct oa_record *record, struct oa_target_row *row)
{
	const struct oa_course *course = &record->course;
	const struct oa_result *result = &course->result;

	row->newest = course->newest != 0 ? course->newest : OA_STATUS_NOT_TESTED;
	if (!course->has_result) {
		row->status = row->previous = OA_STATUS_NOT_TESTED;
		oa_row_code(&row->code, OA_CODE_NOT_TESTED);
		return;
	}
	row->status = result->status;
	row->previous = course->previous != 0 ? course->previous : OA_STATUS_NOT_TESTED;
	row->culprit = result->culprit;
	oa_row_code(&row->code, result->code);
	oa_row_text(row->message, sizeof(row->message), result->text);
	oa_row_text(row->hint, sizeof(row->hint), result->hint);
}

static void fill_times(
	const struct oa_record *record, int64_t now, struct oa_target_row *row)
{
	const struct oa_course *course = &record->course;

	row->since = course->since;
	row->since_seconds = oa_row_seconds(
		now, course->since != 0 ? course->since : record->begun);
	row->interval = (uint32_t)fmax(1, ceil(record->policy.interval));
	row->last_run = course->last_run;
	row->age = oa_row_seconds(
		now, course->last_run != 0 ? course->last_run : record->begun);
	row->ms = course->last_ms;
}

static void fill(const struct oa_store *store, const uint32_t index[OA_INDEX_MAX],
	const struct oa_reading *reading, void *into)
{
	const struct oa_record *record = oa_store_find(store, index[0]);
	const struct oa_course *course = &record->course;
	struct oa_target_row *row = into;

	oa_row_text(row->name, sizeof(row->name), record->name);
	oa_row_text(row->host, sizeof(row->host), record->host);
	oa_row_text(row->label, sizeof(row->label), record->label);
	row->port = record->port;
	fill_status(record, row);
	fill_times(record, reading->now, row);
	row->runs = course->runs;
	row->transitions = course->transitions;
	row->flaps = course->flaps;
	row->is_flapping = course->flap.is_flapping;
	row->availability = oa_course_availability(course, reading->now);
	row->attempt = (uint32_t)course->attempt;
	row->problems = record->problem_count;
}

static const char *const indexes[] = {"oaTargetIndex", NULL};

const struct oa_table oa_table_target = {
	.branch = "oaTargets",
	.number = 2,
	.title = "Targets",
	.name = "oaTarget",
	.text = "One row for each target of the configuration.",
	.row_text = "A target and its state as a whole.",
	.group_text = "Targets.",
	.columns = columns,
	.column_count = OA_LENGTH(columns),
	.indexes = indexes,
	.index_count = 1,
	.row_size = sizeof(struct oa_target_row),
	.seek = seek,
	.fill = fill,
};
