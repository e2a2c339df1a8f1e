/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/column.h"
#include "snmp/tables.h"
#include "tests/unit/runner.h"

#include <string.h>

START_TEST(dates)
{
	static const struct {
		int64_t moment;
		size_t len;
		uint8_t octets[11];
	} cases[] = {
		{0, 8, {0}},
		{1, 11, {0x07, 0xb2, 1, 1, 0, 0, 1, 0, '+', 0, 0}},
		{1795248000, 11, {0x07, 0xea, 11, 21, 8, 0, 0, 0, '+', 0, 0}},
		{4102444799, 11, {0x08, 0x33, 12, 31, 23, 59, 59, 0, '+', 0, 0}},
		{INT64_MAX, 8, {0}},
		{-1, 11, {0x07, 0xb1, 12, 31, 23, 59, 59, 0, '+', 0, 0}},
	};
	static const struct oa_column column = {.syntax = OA_SYNTAX_DATE};

	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_cell cell;

		oa_column_read(&column, &cases[i].moment, &cell);
		ck_assert_int_eq(cell.type, OA_CELL_OCTETS);
		ck_assert_uint_eq(cell.len, cases[i].len);
		ck_assert_mem_eq(cell.octets, cases[i].octets, cell.len);
	}
}
END_TEST

START_TEST(numbers)
{
	static const struct {
		enum oa_syntax syntax;
		uint32_t field;
		enum oa_cell_type type;
		int64_t number;
	} cases[] = {
		{OA_SYNTAX_GAUGE, UINT32_MAX, OA_CELL_GAUGE, UINT32_MAX},
		{OA_SYNTAX_COUNTER, 7, OA_CELL_COUNTER, 7},
		{OA_SYNTAX_INTEGER, (uint32_t)-3, OA_CELL_INTEGER, -3},
		{OA_SYNTAX_TICKS, 100, OA_CELL_TICKS, 100},
		{OA_SYNTAX_STATUS, OA_STATUS_CRITICAL, OA_CELL_INTEGER, 3},
		{OA_SYNTAX_PORT, 443, OA_CELL_GAUGE, 443},
	};

	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		const struct oa_column column = {.syntax = cases[i].syntax};
		struct oa_cell cell;

		oa_column_read(&column, &cases[i].field, &cell);
		ck_assert_int_eq(cell.type, cases[i].type);
		ck_assert_int_eq(cell.number, cases[i].number);
	}
}
END_TEST

START_TEST(codes_are_served_by_number)
{
	static const struct oa_column column = {.syntax = OA_SYNTAX_CODE};
	char label[OA_SYNTAX_LABEL];

	for (uint32_t code = 0; code < OA_CODES; code++) {
		struct oa_cell cell;

		oa_column_read(&column, &code, &cell);
		ck_assert_int_eq(cell.number, oa_diagnosis((enum oa_code)code)->number);
		oa_syntax_label(OA_SYNTAX_CODE, cell.number, label);
		ck_assert_uint_gt(strlen(label), 0);
		ck_assert_uint_eq(strcspn(label, "0123456789-"), strlen(label));
	}
}
END_TEST

START_TEST(labels)
{
	static const struct {
		enum oa_syntax syntax;
		int64_t number;
		const char *label;
	} cases[] = {
		{OA_SYNTAX_STATUS, 0, ""},
		{OA_SYNTAX_STATUS, 5, "notTested"},
		{OA_SYNTAX_STATUS, 7, ""},
		{OA_SYNTAX_KIND, 0, ""},
		{OA_SYNTAX_KIND_OR_NONE, 0, "none"},
		{OA_SYNTAX_KIND_OR_NONE, OA_KINDS, ""},
		{OA_SYNTAX_ROLE, 3, "autodiscover"},
		{OA_SYNTAX_EVENT, 7, "agent"},
		{OA_SYNTAX_EVENT, 8, ""},
		{OA_SYNTAX_TRUTH, 2, "false"},
		{OA_SYNTAX_CODE, 1, "ok"},
		{OA_SYNTAX_CODE, 100000, ""},
		{OA_SYNTAX_GAUGE, 1, ""},
	};
	char label[OA_SYNTAX_LABEL];

	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		oa_syntax_label(cases[i].syntax, cases[i].number, label);
		ck_assert_str_eq(label, cases[i].label);
	}
}
END_TEST

START_TEST(tables_are_in_order)
{
	for (size_t i = 0; oa_tables[i] != NULL; i++) {
		const struct oa_table *table = oa_tables[i];

		ck_assert_uint_eq(table->number, i + 1);
		ck_assert_uint_le(table->row_size, OA_ROW_MAX);
		ck_assert_uint_le(table->index_count, OA_INDEX_MAX);
		for (size_t at = 0; at < table->column_count; at++) {
			const struct oa_column *column = &table->columns[at];

			ck_assert_uint_eq(column->number, at + 1);
			ck_assert_uint_lt(column->offset, table->row_size);
			ck_assert_ptr_nonnull(column->text);
		}
	}
}
END_TEST

START_TEST(index_steps)
{
	uint32_t index[OA_INDEX_MAX] = {1, UINT32_MAX};

	ck_assert(oa_index_step(index, 2));
	ck_assert_uint_eq(index[0], 2);
	ck_assert_uint_eq(index[1], 0);
	index[0] = UINT32_MAX;
	index[1] = UINT32_MAX;
	ck_assert(!oa_index_step(index, 2));
	index[0] = 7;
	ck_assert(oa_index_step(index, 1));
	ck_assert_uint_eq(index[0], 8);
}
END_TEST

OA_TEST_MAIN("column", dates, numbers, codes_are_served_by_number, labels,
	tables_are_in_order, index_steps)
