/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/probe_row.h"
#include "snmp/tables.h"

#define AT(field) offsetof(struct oa_probe_row, field)

static const struct oa_column columns[] = {
	{1, "oaProblemDescr", OA_SYNTAX_TEXT, AT(descr), "(SIZE (1..96))", NULL, false,
		"The same as oaProbeDescr."},
	{2, "oaProblemStatus", OA_SYNTAX_STATUS, AT(status), NULL, NULL, false,
		"The same as oaProbeStatus."},
	{3, "oaProblemCause", OA_SYNTAX_CODE, AT(code.code), NULL, NULL, false,
		"The same as oaProbeCause."},
	{4, "oaProblemCode", OA_SYNTAX_TEXT, AT(code.name), "(SIZE (0..64))", NULL,
		false, "The same as oaProbeCode."},
	{5, "oaProblemMessage", OA_SYNTAX_TEXT, AT(message), "(SIZE (0..255))", NULL,
		false, "The same as oaProbeMessage."},
	{6, "oaProblemSince", OA_SYNTAX_DATE, AT(troubled_since), NULL, NULL, false,
		"When the probe ceased to be ok(1)."},
	{7, "oaProblemSeconds", OA_SYNTAX_GAUGE, AT(troubled_seconds), NULL, "seconds",
		false, "Seconds since the probe ceased to be ok(1)."},
	{8, "oaProblemHint", OA_SYNTAX_TEXT, AT(hint), "(SIZE (0..255))", NULL, false,
		"The same as oaProbeHint."},
	{9, "oaProblemLabel", OA_SYNTAX_TEXT, AT(label), "(SIZE (0..64))", NULL, false,
		"The same as oaTargetLabel."},
};

static uint32_t next_problem(const struct oa_record *record, uint32_t from)
{
	uint32_t kind = from == 0 ? 1 : from;

	if (record->problem_count == 0)
		return 0;
	for (; kind < OA_KINDS; kind++)
		if (oa_status_is_bad(oa_course_probe_status(
			    &record->course, (enum oa_kind)kind, record->wants[kind])))
			return kind;
	return 0;
}

static bool seek(const struct oa_store *store, uint32_t index[OA_INDEX_MAX])
{
	return oa_row_seek(store, index, next_problem);
}

const struct oa_table oa_table_problem = {
	.branch = "oaProblems",
	.number = 4,
	.title = "Problems: the few rows that matter",
	.name = "oaProblem",
	.text = "The rows of oaProbeTable whose status is warning(2), critical(3) or "
		"unknown(4), and no others.  A manager with many targets reads this "
		"table often, and the long ones seldom.",
	.row_text = "A probe that is not well, under its index in oaProbeTable.  The "
		    "row is there as long as that is so.",
	.group_text = "Problems.",
	.columns = columns,
	.column_count = OA_LENGTH(columns),
	.indexes = oa_probe_row_indexes,
	.index_count = OA_PROBE_ROW_INDEXES,
	.row_size = sizeof(struct oa_probe_row),
	.seek = seek,
	.fill = oa_probe_row_read,
};
