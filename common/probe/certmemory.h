/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CERTMEMORY_H
#define OA_PROBE_CERTMEMORY_H

/*
 * The certificate that earlier runs have seen at a target, in one state file for
 * each target.
 */

#include "common/base/deadline.h"
#include "common/base/error.h"

#include <stdint.h>

/* Whose memory it is; everything is borrowed. */
struct oa_certmemory_key {
	const char *dir;          /* directory of the state files */
	const char *host;         /* name of the target */
	long port;                /* TCP port */
	const char *node;         /* which of several nodes, or NULL */
	struct oa_deadline until; /* for waiting for another run */
};

/* What is remembered; empty if nothing is. */
struct oa_certmemory {
	char sha256[65];    /* of the certificate, lower-case digits, or empty */
	int64_t first_seen; /* seconds since 1970 */
};

/* Reads the memory; a file that is not there yet, or has other content, gives an
 * empty one.  Returns 0, or -1 as oa_statefile_open() and oa_statefile_load() do. */
int oa_certmemory_load(const struct oa_certmemory_key *key,
	struct oa_certmemory *ret_memory, struct oa_error *err);

/* Replaces the memory; returns 0, or -1 as oa_statefile_open() and
 * oa_statefile_save() do. */
int oa_certmemory_save(const struct oa_certmemory_key *key,
	const struct oa_certmemory *memory, struct oa_error *err);

#endif
