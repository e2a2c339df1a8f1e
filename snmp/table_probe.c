/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/probe_row.h"
#include "snmp/tables.h"

#define AT(field) offsetof(struct oa_probe_row, field)

static const struct oa_column columns[] = {
	{1, "oaProbeKind", OA_SYNTAX_KIND, 0, NULL, NULL, true, "Which probe it is."},
	{2, "oaProbeDescr", OA_SYNTAX_TEXT, AT(descr), "(SIZE (1..96))", NULL, false,
		"oaTargetName, a slash, and the label of the probe in OaProbeType.  "
		"It is unique in this table and stays the same, so that a manager "
		"can name what it finds here without another table."},
	{3, "oaProbeStatus", OA_SYNTAX_STATUS, AT(status), NULL, NULL, false,
		"The confirmed status of the probe, see oaTargetStatus."},
	{4, "oaProbePrevStatus", OA_SYNTAX_STATUS, AT(previous), NULL, NULL, false,
		"The value of oaProbeStatus before its last change."},
	{5, "oaProbeCause", OA_SYNTAX_CODE, AT(code.code), NULL, NULL, false,
		"The diagnosis, for programs."},
	{6, "oaProbeCode", OA_SYNTAX_TEXT, AT(code.name), "(SIZE (0..64))", NULL, false,
		"The same diagnosis by its name in the catalogue."},
	{7, "oaProbeMessage", OA_SYNTAX_TEXT, AT(message), "(SIZE (0..255))", NULL,
		false,
		"The result in one line, which may hold measured values; see "
		"oaTargetMessage."},
	{8, "oaProbeTime", OA_SYNTAX_MILLISECONDS, AT(ms), NULL, "milliseconds", false,
		"How long the probe took."},
	{9, "oaProbeSince", OA_SYNTAX_DATE, AT(since), NULL, NULL, false,
		"When oaProbeStatus changed last.  All octets are zero if it never "
		"did."},
	{10, "oaProbeStatusSeconds", OA_SYNTAX_GAUGE, AT(since_seconds), NULL,
		"seconds", false,
		"Seconds since oaProbeStatus changed last, or since the target was "
		"taken in if it never did."},
	{11, "oaProbeLastRun", OA_SYNTAX_DATE, AT(last_run), NULL, NULL, false,
		"When the probe was last tested.  All octets are zero if it never "
		"was."},
	{12, "oaProbeAge", OA_SYNTAX_GAUGE, AT(age), NULL, "seconds", false,
		"Seconds since the probe was last tested, or since the target was "
		"taken in if it never was."},
	{13, "oaProbeRepeats", OA_SYNTAX_GAUGE, AT(repeats), NULL, "runs", false,
		"Number of runs in a row with the same diagnosis."},
	{14, "oaProbeRuns", OA_SYNTAX_COUNTER, AT(runs), NULL, "runs", false,
		"Number of runs that tested it since oaAgentStarted."},
	{15, "oaProbeFailures", OA_SYNTAX_COUNTER, AT(failures), NULL, "runs", false,
		"Number of these that ended as critical(3) or unknown(4)."},
	{16, "oaProbeTransitions", OA_SYNTAX_COUNTER, AT(transitions), NULL, "changes",
		false, "Number of changes of oaProbeStatus since oaAgentStarted."},
	{17, "oaProbeHint", OA_SYNTAX_TEXT, AT(hint), "(SIZE (0..255))", NULL, false,
		"What to do about it; empty if all is well, or if that depends on "
		"another problem of the target, to be seen in oaTargetHint."},
};

static uint32_t next_kind(const struct oa_record *record, uint32_t from)
{
	(void)record;
	if (from == 0)
		return OA_KIND_NONE + 1;
	return from < OA_KINDS ? from : 0;
}

static bool seek(const struct oa_store *store, uint32_t index[OA_INDEX_MAX])
{
	return oa_row_seek(store, index, next_kind);
}

const struct oa_table oa_table_probe = {
	.branch = "oaProbes",
	.number = 3,
	.title = "Probes",
	.name = "oaProbe",
	.text = "One row for each probe of each target.",
	.row_text = "A probe and its latest result.",
	.group_text = "Probes.",
	.columns = columns,
	.column_count = OA_LENGTH(columns),
	.indexes = oa_probe_row_indexes,
	.index_count = OA_PROBE_ROW_INDEXES,
	.row_size = sizeof(struct oa_probe_row),
	.seek = seek,
	.fill = oa_probe_row_read,
};
