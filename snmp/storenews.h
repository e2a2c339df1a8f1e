/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_STORENEWS_H
#define OA_SNMP_STORENEWS_H

/*
 * The part of the store that makes events and notices of changes.  All of it is called
 * with the lock held.
 */

#include "snmp/store.h"

/* Records the changes of a target that were seen at `when`, seconds since 1970; true if
 * the thread of AgentX has something to do. */
bool oa_store_tell(struct oa_store *store, const struct oa_record *record,
	const struct oa_change *change, size_t count, int64_t when);

/* Records a change of the agent's own status; as above. */
bool oa_store_tell_agent(struct oa_store *store, enum oa_status from, enum oa_status to,
	const char *text, int64_t when);

/* Notices whether every target has a result now; as above. */
bool oa_store_complete(struct oa_store *store);

#endif
