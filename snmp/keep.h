/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_KEEP_H
#define OA_SNMP_KEEP_H

/*
 * What outlives the agent: the numbers that were given out, the course of each target
 * without its counters, and the events.  It is one file, `agent.state`, replaced as a
 * whole, and locked for as long as it is open, so that there is one agent for a
 * directory.
 */

#include "common/base/statefile.h"
#include "snmp/store.h"

/* The open file. */
struct oa_keep {
	struct oa_statefile file; /* locked */
};

/* Locks the file in dir, which is made if only its last part is missing, and loads it
 * into a store that has no targets yet; oa_store_configure() takes what it needs of
 * that.  A file that is damaged is renamed to agent.state.damaged and counts as empty;
 * ret_was_damaged tells.  The caller ends with oa_keep_close().  Returns 0, or -1:
 * OA_LAYER_FILE, OA_LAYER_SYSTEM without memory, OA_LAYER_TIMEOUT if another agent has
 * it open. */
int oa_keep_open(struct oa_keep *keep, const char *dir, struct oa_store *store,
	bool *ret_was_damaged, struct oa_error *err);

/* Loads the file into a store that has no targets yet, as oa_keep_open() does, but
 * beside an agent that has it open, and without changing anything; no file, or one that
 * is damaged, counts as empty.  Returns 0, or -1 with OA_LAYER_FILE or
 * OA_LAYER_SYSTEM. */
int oa_keep_peek(const char *dir, struct oa_store *store, struct oa_error *err);

/* Writes the store to the file and resets store->has_news; the lock of the store is
 * taken for a few records at a time, and by the thread alone that configures the store.
 * Returns 0, or -1 with OA_LAYER_FILE or OA_LAYER_SYSTEM, and with the old file. */
int oa_keep_save(struct oa_keep *keep, struct oa_store *store, struct oa_error *err);

/* Gives the lock up; may be called for one that was not opened and is all zero. */
void oa_keep_close(struct oa_keep *keep);

#endif
