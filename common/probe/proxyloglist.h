/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PROXYLOGLIST_H
#define OA_PROBE_PROXYLOGLIST_H

/*
 * Which log files there are: those named, and those in the directories named.
 */

#include "common/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Files that one run looks at, the newest ones. */
#define OA_PROXYLOG_FILES_MAX 1024

/* One file. */
struct oa_proxylog_file {
	char *path;      /* owned */
	int64_t mtime;   /* when it was last written, seconds since 1970 */
	uint64_t device; /* where it lies */
	uint64_t inode;  /* and its number there */
	bool was_listed; /* it stood in a directory, and was not named itself */
};

/* Files, the oldest first; zero-initialised there are none. */
struct oa_proxylog_list {
	struct oa_proxylog_file *item; /* owned */
	size_t count;                  /* items */
	size_t cap;                    /* room for items */
};

/* Adds a file, or of a directory every file whose name ends in .log in any case.
 * Returns 0, or -1: OA_LAYER_FILE ("PATH: reason", also for a directory without such
 * files), OA_LAYER_SYSTEM without memory. */
int oa_proxylog_list_add(
	struct oa_proxylog_list *list, const char *path, struct oa_error *err);

/* Puts the oldest first, each file once under whatever names, and lets go of what is
 * above OA_PROXYLOG_FILES_MAX. */
void oa_proxylog_list_sort(struct oa_proxylog_list *list);

/* Releases everything. */
void oa_proxylog_list_free(struct oa_proxylog_list *list);

#endif
