/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_PROBE_ROW_H
#define OA_SNMP_PROBE_ROW_H

/*
 * A probe of a target as oaProbeTable and oaProblemTable show it.
 */

#include "snmp/row.h"

/* Copies a probe into the zeroed row. */
void oa_probe_row_fill(const struct oa_record *record, enum oa_kind kind, int64_t now,
	struct oa_probe_row *row);

#endif
