/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_CALL_H
#define OA_RPC_CALL_H

/*
 * One remote call: a request of one fragment is written, the response is put
 * together from its fragments, a fault is read ([C706] 12.6.4.6 to 12.6.4.10).
 * A protected request is made by oa_call_write() and then oa_rpcauth_protect();
 * of a protected answer oa_rpcauth_unprotect() makes a clear one first.
 */

#include "common/rpc/pdu.h"

#include <stdbool.h>

/* Bytes of stub that one reply may have in all. */
#define OA_REPLY_LEN_MAX 65536

/* What to call. */
struct oa_call {
	uint32_t call_id;    /* new for every call of a connection */
	uint16_t context_id; /* as in the bind */
	uint16_t opnum;      /* the operation's number in its interface */
	const void *stub;    /* arguments in NDR, may be NULL if empty; borrowed */
	size_t stub_len;     /* bytes at stub */
};

/* A fault PDU. */
struct oa_fault {
	uint32_t status;         /* OA_STATUS_RPC */
	bool was_not_executed;   /* the server did not begin the call */
	const uint8_t *extended; /* its extended error information ([MS-RPCE]
				  * 2.2.2.8), or NULL; borrowed from the PDU */
	size_t extended_len;     /* bytes at extended */
};

/* The stub of a reply, as far as it has come; 64 KiB large.  Nothing to free. */
struct oa_reply {
	uint32_t call_id;               /* fragments of other calls are refused */
	bool is_complete;               /* the last fragment has come */
	bool has_begun;                 /* the first fragment has come */
	size_t len;                     /* bytes collected */
	uint8_t stub[OA_REPLY_LEN_MAX]; /* results in NDR */
};

/* Writes a request without verifier. */
void oa_call_write(struct oa_writer *out, const struct oa_call *call);

/* Empties the reply and makes it wait for the answer to call_id. */
void oa_reply_init(struct oa_reply *reply, uint32_t call_id);

/* Appends the stub of one response PDU, already in clear; returns -1 with layer
 * RPC if the PDU is no response, belongs to another call, comes out of order, is
 * empty but not the last, or makes the reply longer than OA_REPLY_LEN_MAX. */
int oa_reply_add(
	struct oa_reply *reply, const struct oa_pdu *pdu, struct oa_error *err);

/* Reads a fault; returns -1 with layer RPC if the PDU is of another type or too short
 * for a status.  Whether a fault may carry the status: oa_status_is_legal_fault(). */
int oa_fault_parse(
	const struct oa_pdu *pdu, struct oa_fault *ret_fault, struct oa_error *err);

#endif
