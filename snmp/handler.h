/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_HANDLER_H
#define OA_SNMP_HANDLER_H

/*
 * Requests of the master agent, answered from the store: one handler for each table,
 * found by binary search, one copy of a row at a time.
 */

#include "snmp/oid.h"
#include "snmp/table.h"

/* What a handler needs; borrowed as long as libnetsnmp runs. */
struct oa_handler {
	const struct oa_table *table;  /* that it serves */
	struct oa_store *store;        /* where its rows are */
	const uint32_t *changed_ticks; /* see struct oa_reading */
	uint32_t prefix[OA_OID_MAX];   /* of the columns */
	size_t prefix_len;             /* used */
};

/* Prepares a handler of a table below a root. */
void oa_handler_init(struct oa_handler *handler, const struct oa_table *table,
	const struct oa_oid *root, struct oa_store *store,
	const uint32_t *changed_ticks);

/* Registers it with libnetsnmp; returns 0, or -1 with OA_LAYER_SYSTEM. */
int oa_handler_register(struct oa_handler *handler, struct oa_error *err);

#endif
