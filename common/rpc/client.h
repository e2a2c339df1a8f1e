/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_CLIENT_H
#define OA_RPC_CLIENT_H

/*
 * A DCE/RPC client on one virtual connection: one bind, with or without NTLM or
 * Kerberos at RPC level, and calls one after the other.  What a server may rightly
 * answer is an outcome; what breaks the protocol or the connection is an error.
 */

#include "common/rpc/bind.h"
#include "common/rpc/call.h"
#include "common/rpc/rpclogon.h"
#include "common/rpc/vconn.h"

/* What the server answered. */
enum oa_rpc_answer {
	OA_RPC_ACCEPTED, /* bind_ack that accepts, or a response */
	OA_RPC_REJECTED, /* bind_ack that does not accept the interface */
	OA_RPC_NAK,      /* bind_nak */
	OA_RPC_FAULT,    /* fault */
};

/* An answer with its numbers. */
struct oa_rpc_outcome {
	enum oa_rpc_answer answer; /* which */
	uint32_t number;           /* NAK: reason; FAULT: status; REJECTED: result */
	uint32_t reason;           /* REJECTED: reason */
	const uint8_t *extended;   /* NAK, FAULT: extended error information, or NULL;
				    * borrowed until the next PDU comes */
	size_t extended_len;       /* bytes at extended */
};

/* The client. */
struct oa_rpc {
	struct oa_vconn *vconn;       /* borrowed */
	struct oa_rpcauth auth;       /* owned */
	uint16_t context_id;          /* presentation context of the calls */
	const struct oa_iface *iface; /* that they go to, NULL before a bind */
	uint32_t call_id;             /* of the last call */
	uint16_t frag_max;            /* longest fragment the server takes */
	char address[64];             /* secondary address of the bind_ack */
	struct oa_reply reply;        /* of the last call */
};

/* Prepares a client on an open virtual connection. */
void oa_rpc_init(struct oa_rpc *rpc, struct oa_vconn *vconn);

/* Wipes the keys. */
void oa_rpc_free(struct oa_rpc *rpc);

/* Binds to the interface.  Returns 0 with the outcome, or -1: the ends of
 * oa_vconn_recv() (vconn->end tells), OA_LAYER_RPC with vconn->end untouched for
 * an answer that breaks the protocol, OA_LAYER_AUTH, OA_LAYER_KERBEROS or
 * OA_LAYER_FEATURE if there is no token to send or the server's cannot be answered. */
int oa_rpc_bind(struct oa_rpc *rpc, const struct oa_iface *iface,
	const struct oa_rpc_logon *logon, struct oa_deadline until,
	struct oa_rpc_outcome *ret_outcome, struct oa_error *err);

/* Adds a second interface to a bind without authentication and makes it the one
 * that is called.  Returns as oa_rpc_bind(); not every server takes it. */
int oa_rpc_alter(struct oa_rpc *rpc, const struct oa_iface *iface,
	struct oa_deadline until, struct oa_rpc_outcome *ret_outcome,
	struct oa_error *err);

/* Calls an operation with len bytes of arguments; the results are in rpc->reply.
 * Returns as oa_rpc_bind() does. */
int oa_rpc_call(struct oa_rpc *rpc, uint16_t opnum, const void *stub, size_t len,
	struct oa_deadline until, struct oa_rpc_outcome *ret_outcome,
	struct oa_error *err);

#endif
