/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_RPCCALL_H
#define OA_PROBE_RPCCALL_H

/*
 * Bind and one cheap call through an open virtual connection.
 */

#include "common/probe/endpoint.h"

/* What to do behind the tunnel. */
struct oa_rpc_plan {
	const struct oa_iface *iface; /* interface to bind */
	bool calls;                   /* call an operation, too */
	bool is_auto;                 /* a refusal for want of logon is no finding */
	enum oa_rpcauth_type type;    /* RPC-level: none, NTLM or Kerberos */
	enum oa_rpcauth_level level;  /* and its level */
};

/* What became of it. */
enum oa_rpc_result {
	OA_RPC_DONE,        /* everything asked for passed */
	OA_RPC_BROKEN,      /* a finding is in the report */
	OA_RPC_WANTS_LOGON, /* only with is_auto: RPC-level authentication is wanted */
	OA_RPC_UNAVAILABLE, /* the proxy gave the endpoint up: attempt->refusal */
};

/* Carries the plan out until the deadline and records what it meets. */
enum oa_rpc_result oa_rpc_carry_out(struct oa_attempt *attempt,
	const struct oa_rpc_plan *plan, struct oa_deadline until);

#endif
