/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_TABLE_H
#define OA_SNMP_TABLE_H

/*
 * What a table of the MIB is.  Each has a branch of its own below the root, and knows
 * how to find its rows in the store and how to copy one, so that the agent, the dump,
 * the notifications and the text of the module say the same.
 */

#include "snmp/column.h"
#include "snmp/store.h"

#define OA_INDEX_MAX 2
#define OA_ROW_MAX   3072

/* What a row depends on beside the store. */
struct oa_reading {
	int64_t now;            /* seconds since 1970 */
	uint32_t changed_ticks; /* sysUpTime at the last change of the tables */
};

/* One table, or the scalars of a branch. */
struct oa_table {
	const char *branch;              /* e.g. "oaTargets" */
	unsigned number;                 /* of the branch below oaObjects */
	const char *title;               /* comment above it */
	const char *name;                /* e.g. "oaTarget"; NULL for scalars */
	const char *text;                /* DESCRIPTION of the table */
	const char *row_text;            /* DESCRIPTION of the entry */
	const char *group_text;          /* DESCRIPTION of the group */
	const struct oa_column *columns; /* ascending */
	size_t column_count;             /* of them */
	const char *const *indexes;      /* names, NULL-terminated; NULL for scalars */
	size_t index_count;              /* of them; 1 for scalars, whose index is 0 */
	size_t row_size;                 /* at most OA_ROW_MAX */
	/* Moves index to the first row at or above it; false if there is none.  The
	 * lock of the store is held, in fill too. */
	bool (*seek)(const struct oa_store *store, uint32_t index[OA_INDEX_MAX]);
	/* Copies the row at index, which is there, into the zeroed row. */
	void (*fill)(const struct oa_store *store, const uint32_t index[OA_INDEX_MAX],
		const struct oa_reading *reading, void *row);
};

/* Moves index to the next value that a row can have; false if it was the last one. */
bool oa_index_step(uint32_t index[OA_INDEX_MAX], size_t count);

/* Returns the position of the first record whose number is at least `number'. */
size_t oa_row_first(const struct oa_store *store, uint32_t number);

/* Finds the first row of a table whose second index belongs to a target: next() returns
 * the lowest one of the record that is at least `from', or 0 for none. */
bool oa_row_seek(const struct oa_store *store, uint32_t index[OA_INDEX_MAX],
	uint32_t (*next)(const struct oa_record *record, uint32_t from));

#endif
