/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_TUNNEL_H
#define OA_PROBE_TUNNEL_H

/*
 * The concern of check_oa_tunnel: real tunnels to RPC endpoints behind a front
 * end, as deep as asked for.
 */

#include "common/base/deadline.h"
#include "common/probe/depth.h"
#include "common/probe/front.h"
#include "common/report/report.h"
#include "common/rpc/iface.h"
#include "common/rpc/rpcauth.h"

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
	struct oa_deep_plan deep;       /* what the deep calls are about */
	const struct oa_iface *iface;   /* to bind, or NULL for the endpoint's own */
	enum oa_rpc_choice rpc_auth;    /* RPC-level authentication */
	enum oa_rpcauth_level level;    /* and its level */
	double device_timeout;          /* idle limit of devices in seconds, or 0 */
	double refuse_fast; /* a 6ba up to so many seconds above an echo was not
			     * tried; 0: OA_REFUSE_FAST of refusal.h */
	double refuse_slow; /* from so many on a connect was; 0: OA_REFUSE_SLOW */
	double hold; /* seconds to keep a tunnel idle, behind the deadline; or 0 */
	double hold_pings; /* seconds between pings while it is idle, or 0 */
};

/* Runs the test until the deadline, and the holding behind it, on a front that is
 * initialised and belongs to the caller; everything it finds is in the front's
 * report. */
void oa_tunnel_walk(struct oa_front *front, const struct oa_tunnel_plan *plan,
	struct oa_deadline until);

/* The same on a front of its own. */
void oa_probe_tunnel(const struct oa_target *target, const struct oa_tunnel_plan *plan,
	struct oa_deadline until, struct oa_report *report);

#endif
