/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PROXYLOGMEMORY_H
#define OA_PROBE_PROXYLOGMEMORY_H

/*
 * How far each log file has been read, and the requests that were too few to judge,
 * kept from run to run in a state file that is locked in between, so that no request is
 * counted twice.
 */

#include "common/base/statefile.h"
#include "common/probe/proxylogcarry.h"
#include "common/probe/proxylogfile.h"
#include "common/probe/target.h"

/* Files that are remembered. */
#define OA_PROXYLOG_MARKS_MAX 1024

/* The memory of one set of paths; zero-initialised it is off and empty. */
struct oa_proxylog_memory {
	struct oa_statefile state;       /* locked while open */
	struct oa_proxylog_mark *mark;   /* owned */
	size_t count;                    /* marks */
	struct oa_proxylog_carry *carry; /* owned; not NULL while is_on */
	int64_t last_run;                /* seconds since 1970, 0 if there was none */
	bool is_on;                      /* there is a state file */
	bool was_damaged;                /* it was set aside */
};

/* Opens the memory for these paths in a directory and reads it.  Returns 0, or -1 as
 * oa_statefile_open() and oa_statefile_load() do; oa_proxylog_memory_free() is due in
 * both cases. */
int oa_proxylog_memory_open(struct oa_proxylog_memory *memory, const char *dir,
	const struct oa_strings *paths, struct oa_deadline until, struct oa_error *err);

/* Returns the mark of an open file, or NULL if it has not been read before. */
const struct oa_proxylog_mark *oa_proxylog_memory_find(
	const struct oa_proxylog_memory *memory, int fd, const char *path);

/* Writes the marks of this run in place of the older ones, and the carry; now is in
 * seconds since 1970.  Returns 0, or -1: OA_LAYER_FILE, OA_LAYER_SYSTEM without memory.
 */
int oa_proxylog_memory_save(struct oa_proxylog_memory *memory,
	const struct oa_proxylog_mark *marks, size_t count, int64_t now,
	struct oa_error *err);

/* Gives the lock up and releases everything. */
void oa_proxylog_memory_free(struct oa_proxylog_memory *memory);

#endif
