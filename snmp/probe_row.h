/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_PROBE_ROW_H
#define OA_SNMP_PROBE_ROW_H

/*
 * A probe of a target as oaProbeTable and oaProblemTable show it.
 */

#include "snmp/row.h"
#include "snmp/table.h"

/* The index of both tables: the target and the kind of the probe. */
#define OA_PROBE_ROW_INDEXES 2
extern const char *const oa_probe_row_indexes[OA_PROBE_ROW_INDEXES + 1];

/* Copies a probe into the zeroed row. */
void oa_probe_row_fill(const struct oa_record *record, enum oa_kind kind, int64_t now,
	struct oa_probe_row *row);

/* The same for the row with this index of either table, see struct oa_table. */
void oa_probe_row_read(const struct oa_store *store, const uint32_t index[OA_INDEX_MAX],
	const struct oa_reading *reading, void *into);

#endif
