/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_TUNNEL_H
#define OA_PROBE_TUNNEL_H

/*
 * The concern of check_oa_tunnel: real tunnels to RPC endpoints behind a front
 * end, as deep as asked for.
 */

#include "common/base/deadline.h"
#include "common/probe/target.h"
#include "common/report/report.h"
#include "common/rpc/iface.h"
#include "common/rpc/rpcauth.h"

/* How deep to go. */
enum oa_depth {
	OA_DEPTH_ECHO,   /* an echo request with logon */
	OA_DEPTH_TUNNEL, /* CONN/A1 to CONN/C2 */
	OA_DEPTH_BIND,   /* the interface is bound */
	OA_DEPTH_CALL,   /* one cheap call */
};

/* RPC-level authentication to use. */
enum oa_rpc_choice {
	OA_RPC_CHOICE_AUTO,     /* none, and privacy where the server wants it */
	OA_RPC_CHOICE_NONE,     /* none */
	OA_RPC_CHOICE_NTLM,     /* NTLM at the level given */
	OA_RPC_CHOICE_KERBEROS, /* Kerberos at the level given */
};

/* What to test. */
struct oa_tunnel_plan {
	const char *server;             /* name, or mailbox-guid@domain */
	struct oa_strings alternatives; /* other names of it, to compare with */
	const uint16_t *port;           /* endpoints, in the order to test */
	size_t port_count;              /* number of them, at least 1 */
	enum oa_depth depth;            /* how deep */
	const struct oa_iface *iface;   /* to bind, or NULL for the endpoint's own */
	enum oa_rpc_choice rpc_auth;    /* RPC-level authentication */
	enum oa_rpcauth_level level;    /* and its level */
	double device_timeout;          /* idle limit of devices in seconds, or 0 */
};

/* Runs the test until the deadline; everything it finds is in the report. */
void oa_probe_tunnel(const struct oa_target *target, const struct oa_tunnel_plan *plan,
	struct oa_deadline until, struct oa_report *report);

#endif
