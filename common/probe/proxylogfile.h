/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PROXYLOGFILE_H
#define OA_PROBE_PROXYLOGFILE_H

/*
 * Reading of log files that somebody else is writing, from where an earlier run has
 * stopped: whole lines only, in large pieces, and whether a file is still the one that
 * was read before.
 */

#include "common/base/deadline.h"
#include "common/base/error.h"
#include "common/probe/proxylogline.h"

#include <errno.h>

/* Bytes at the beginning of a file by which it is known again. */
#define OA_PROXYLOG_HEAD_MAX 1024

/* The number of an error that is about what stands in a file. */
#define OA_PROXYLOG_NO_LOG EILSEQ

/* How far a file has been read. */
struct oa_proxylog_mark {
	uint64_t name;      /* digest of its path */
	uint64_t inode;     /* its number in the file system */
	uint64_t head;      /* digest of its first head_len bytes */
	uint64_t head_len;  /* at most OA_PROXYLOG_HEAD_MAX */
	uint64_t offset;    /* bytes read, up to the end of a line */
	uint64_t fields_at; /* where the line stands that names the columns */
};

/* What one reading came to. */
struct oa_proxylog_progress {
	uint64_t lines;      /* that hold a request */
	uint64_t malformed;  /* that cannot be understood */
	uint64_t no_backend; /* of the lines: without a column BackEndStatus */
	uint64_t no_target;  /* likewise TargetServer */
	bool is_late;        /* the deadline passed before the end */
};

/* Takes one line. */
typedef void oa_proxylog_taker(void *taker, const struct oa_proxylog_record *record);

/* Returns a digest (FNV-1a, 64 bits) of len bytes; it keeps nothing secret. */
uint64_t oa_proxylog_digest(const void *bytes, size_t len);

/* Opens a regular file for reading, which may be growing.  Returns its descriptor, or
 * -1 with OA_LAYER_FILE, "PATH: reason". */
int oa_proxylog_open(const char *path, struct oa_error *err);

/* Returns true if the open file, which has the number or the path of the mark, is the
 * one that the mark is of: it begins with the same bytes and is no shorter. */
bool oa_proxylog_is_same(int fd, const struct oa_proxylog_mark *mark);

/* Puts the mark to the end of the open file, of which nothing is read.  Returns 0, or
 * -1 with OA_LAYER_FILE. */
int oa_proxylog_skip(
	int fd, const char *path, struct oa_proxylog_mark *mark, struct oa_error *err);

/* Reads the open file from its mark to the last line that is whole, and hands every
 * request to take(taker, ...).  A mark of all zero is the beginning.  The mark is
 * moved, also when the deadline or a failure ends the reading early.  Returns 0, or -1:
 * OA_LAYER_FILE ("PATH: reason") if it cannot be read, with the number
 * OA_PROXYLOG_NO_LOG if it is no text or lines come before any that names the columns;
 * OA_LAYER_SYSTEM without memory. */
int oa_proxylog_read(int fd, const char *path, struct oa_proxylog_mark *mark,
	oa_proxylog_taker *take, void *taker, struct oa_deadline until,
	struct oa_proxylog_progress *ret_progress, struct oa_error *err);

#endif
