/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_TABLES_H
#define OA_SNMP_TABLES_H

/*
 * The tables of the MIB, one file each (table_*.c).
 */

#include "snmp/table.h"

extern const struct oa_table oa_table_agent;
extern const struct oa_table oa_table_target;
extern const struct oa_table oa_table_probe;
extern const struct oa_table oa_table_problem;
extern const struct oa_table oa_table_cert;
extern const struct oa_table oa_table_endpoint;
extern const struct oa_table oa_table_event;

/* All of them in the order of their branches, NULL-terminated. */
extern const struct oa_table *const oa_tables[];

#endif
