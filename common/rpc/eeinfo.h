/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_EEINFO_H
#define OA_RPC_EEINFO_H

/*
 * Extended error information ([MS-EERR]): the chain of records in which Windows says
 * where an error arose and how it was passed on.  An RPC proxy may put it behind the
 * number of its "RPC Error" ([MS-RPCH] 2.1.2.1.3).  Everything is copied; nothing is
 * owned.
 */

#include "common/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Records of a chain that are accepted; more fit into no reason phrase. */
#define OA_EEINFO_RECORDS_MAX 16

/* Parameters of a record, [MS-EERR] 2.2.1.8. */
#define OA_EEINFO_PARAMS_MAX 4

/* Bytes of an encoded chain that are accepted. */
#define OA_EEINFO_LEN_MAX 8192

/* One record, from the outermost to the cause. */
struct oa_eeinfo_record {
	char computer[64]; /* where it arose, cleaned; empty: same as the next outer */
	uint32_t process_id; /* process there */
	uint64_t timestamp;  /* when, 100 ns since 1601 UTC */
	uint32_t component;  /* GeneratingComponent: which layer */
	uint32_t status;     /* error number of that layer */
	uint16_t location;   /* DetectionLocation: where in that layer */
	uint16_t flags;      /* 1: records before it are missing, 2: behind it */
	char params[OA_EEINFO_PARAMS_MAX][48]; /* as text, cleaned and cut */
	size_t param_count;                    /* used */
};

/* A chain of records. */
struct oa_eeinfo {
	struct oa_eeinfo_record record[OA_EEINFO_RECORDS_MAX]; /* outermost first */
	size_t count;                                          /* used; 0: no chain */
};

/* What a chain says about the way from a proxy to an RPC server. */
enum oa_eeinfo_cause {
	OA_EEINFO_SILENT,     /* nothing that would decide */
	OA_EEINFO_UNRESOLVED, /* the name of the server could not be resolved */
	OA_EEINFO_UNREACHED,  /* a connect to the server was tried and failed */
};

/* Decodes len bytes, a type serialisation of version 1 ([MS-RPCE] 2.2.6).  Returns
 * 0, or -1 with OA_LAYER_RPC; as [MS-EERR] 2.2.2.2 wants, anything wrong makes the
 * whole invalid. */
int oa_eeinfo_parse(const void *bytes, size_t len, struct oa_eeinfo *ret_info,
	struct oa_error *err);

/* Decodes the base64 behind the token "EEInfo:" in len bytes of a reason phrase or
 * page.  Returns 1, 0 if there is no such token, or -1 as oa_eeinfo_parse(). */
int oa_eeinfo_find(
	const char *text, size_t len, struct oa_eeinfo *ret_info, struct oa_error *err);

/* Tells what the chain says, and which record says so most precisely (NULL if it is
 * silent); see [MS-EERR] 2.2.3 and the public list of detection locations. */
enum oa_eeinfo_cause oa_eeinfo_cause(
	const struct oa_eeinfo *info, const struct oa_eeinfo_record **ret_record);

/* Puts the record as one line into buffer (size bytes): "EX1 process 4242: connect
 * (Winsock, location 311): 10061 connection refused; 6001, 10.0.0.5". */
void oa_eeinfo_describe(
	const struct oa_eeinfo_record *record, char *buffer, size_t size);

/* Returns the words for a status that a cause may have, e.g. 10061, or "error". */
const char *oa_eeinfo_status_text(uint32_t status);

#endif
