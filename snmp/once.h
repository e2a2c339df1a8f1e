/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_ONCE_H
#define OA_SNMP_ONCE_H

/*
 * The agent without a master agent: one look, as text.
 */

#include "common/base/error.h"
#include "snmp/agentfile.h"

/* Returns what would be served, as text that the caller frees: from what an agent
 * remembers, and if the wish `is_once' after one run of each target.  Ret_code is the
 * exit code of the worst target then, else 0.  What people should know is noted.
 * Returns NULL with OA_LAYER_FILE, OA_LAYER_USAGE or OA_LAYER_SYSTEM. */
char *oa_once(const struct oa_agentfile_wish *wish, struct oa_report *notes,
	int *ret_code, struct oa_error *err);

#endif
