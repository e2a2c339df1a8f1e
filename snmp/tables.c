/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/tables.h"

const struct oa_table *const oa_tables[] = {
	&oa_table_agent,
	&oa_table_target,
	&oa_table_probe,
	&oa_table_problem,
	&oa_table_cert,
	&oa_table_endpoint,
	&oa_table_event,
	NULL,
};
