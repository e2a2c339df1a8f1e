/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_DUMP_H
#define OA_SNMP_DUMP_H

/*
 * What a manager would be served, as text: a line for each object, in the order of a
 * walk, as snmpwalk writes it with names.
 */

#include "snmp/store.h"

/* Returns the lines of all rows at the moment `now', seconds since 1970; the caller
 * frees them.  Takes the lock for each row.  NULL without memory. */
char *oa_dump_rows(struct oa_store *store, int64_t now);

#endif
