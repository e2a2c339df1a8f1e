/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/dump.h"

#include "snmp/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the dump is. */
struct dump {
	FILE *file;
	struct oa_store *store;
	struct oa_reading reading;
	union {
		int64_t align;
		unsigned char bytes[OA_ROW_MAX];
	} row;
};

static void write_octets(
	FILE *file, const struct oa_column *column, const struct oa_cell *cell)
{
	const char *between = "";

	if (column->syntax == OA_SYNTAX_TEXT) {
		fprintf(file, "\"%.*s\"", (int)cell->len, (const char *)cell->octets);
		return;
	}
	for (size_t i = 0; i < cell->len; i++, between = " ")
		fprintf(file, "%s%02X", between, cell->octets[i]);
}

static void write_date(FILE *file, const struct oa_cell *cell)
{
	const uint8_t *date = cell->octets;

	if (cell->len == 11)
		fprintf(file, "%u-%02u-%02uT%02u:%02u:%02uZ",
			(unsigned)date[0] << 8 | date[1], date[2], date[3], date[4],
			date[5], date[6]);
	else
		fprintf(file, "none");
}

static void write_value(FILE *file, const struct oa_column *column, const void *row)
{
	char label[OA_SYNTAX_LABEL];
	struct oa_cell cell;

	oa_column_read(column, row, &cell);
	if (column->syntax == OA_SYNTAX_DATE) {
		write_date(file, &cell);
	} else if (cell.type == OA_CELL_OCTETS) {
		write_octets(file, column, &cell);
	} else {
		oa_syntax_label(column->syntax, cell.number, label);
		fprintf(file, label[0] != 0 ? "%s(%lld)" : "%s%lld", label,
			(long long)cell.number);
	}
}

/* Copies the first row at or above index; false if there is none. */
static bool read_row(
	struct dump *dump, const struct oa_table *table, uint32_t index[OA_INDEX_MAX])
{
	bool is_found;

	pthread_mutex_lock(&dump->store->lock);
	is_found = table->seek(dump->store, index);
	if (is_found) {
		memset(&dump->row, 0, table->row_size);
		table->fill(dump->store, index, &dump->reading, &dump->row);
	}
	pthread_mutex_unlock(&dump->store->lock);
	return is_found;
}

static void write_column(
	struct dump *dump, const struct oa_table *table, const struct oa_column *column)
{
	uint32_t index[OA_INDEX_MAX] = {0};

	while (read_row(dump, table, index)) {
		fprintf(dump->file, "%s", column->name);
		for (size_t i = 0; i < table->index_count; i++)
			fprintf(dump->file, ".%u", index[i]);
		fprintf(dump->file, " = ");
		write_value(dump->file, column, &dump->row);
		fprintf(dump->file, "\n");
		if (!oa_index_step(index, table->index_count))
			return;
	}
}

char *oa_dump_rows(struct oa_store *store, int64_t now)
{
	struct dump dump = {.store = store, .reading = {.now = now}};
	char *text = NULL;
	size_t size;
	bool is_bad;

	dump.file = open_memstream(&text, &size);
	if (!dump.file)
		return NULL;
	for (size_t i = 0; oa_tables[i]; i++)
		for (size_t at = 0; at < oa_tables[i]->column_count; at++)
			if (!oa_tables[i]->columns[at].is_index)
				write_column(&dump, oa_tables[i],
					&oa_tables[i]->columns[at]);
	is_bad = ferror(dump.file) != 0;
	if (fclose(dump.file) == 0 && !is_bad)
		return text;
	free(text);
	return NULL;
}
