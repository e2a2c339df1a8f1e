/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_STATUS_H
#define OA_RPC_STATUS_H

/*
 * Numbers that servers answer with, by name and in a few words: one table,
 * status.def.  A lookup always gives text.  What a number means for the verdict
 * is not said here.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ERROR_ACCESS_DENIED of Windows. */
#define OA_STATUS_ACCESS_DENIED 0x5

/* The tables; the same number means different things in each. */
enum oa_status_table {
	OA_STATUS_RPC,         /* Windows and nca_ numbers: "RPC Error:" of a proxy
				* and the status of a fault */
	OA_STATUS_BIND_RESULT, /* result of a presentation context */
	OA_STATUS_BIND_REASON, /* its reason */
	OA_STATUS_NAK_REASON,  /* reason of a bind_nak */
	OA_STATUS_STORE,       /* return values of EMSMDB calls */
};

/* One number. */
struct oa_status {
	enum oa_status_table table; /* where it belongs */
	uint32_t number;            /* 0 in the row for unknown numbers */
	const char *name;           /* symbolic name, e.g. RPC_S_SERVER_UNAVAILABLE */
	const char *meaning;        /* a few words, without a full stop */
};

/* Returns the row of the number, or one that says "unknown"; never NULL. */
const struct oa_status *oa_status_find(enum oa_status_table table, uint32_t number);

/* Puts "NAME (0x6ba): meaning" into buffer (size bytes); small tables that are
 * counted, not coded, give the number in decimal. */
void oa_status_describe(
	enum oa_status_table table, uint32_t number, char *buffer, size_t size);

/* Returns true if a fault may carry the status: 0 and the crash codes of
 * [MS-RPCE] 3.3.3.5.1 are forbidden. */
bool oa_status_is_legal_fault(uint32_t number);

#endif
