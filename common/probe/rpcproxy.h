/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_RPCPROXY_H
#define OA_PROBE_RPCPROXY_H

/*
 * The concern of check_oa_rpcproxy: is the RPC proxy there and alive?  GET, echo
 * and the announcement of a long body take three different ways through devices,
 * so each is asked for; nothing is opened behind the proxy.
 */

#include "common/base/deadline.h"
#include "common/probe/front.h"
#include "common/report/report.h"

/* What to test. */
struct oa_rpcproxy_plan {
	const char *server; /* target for the query, or NULL for the host name */
	bool is_first_look; /* GET alone: tunnels of the same run say the rest */
};

/* Runs the test until the deadline on a front that is initialised and belongs to the
 * caller; everything it finds is in the front's report.  Without credentials it judges
 * what anybody can see. */
void oa_rpcproxy_walk(struct oa_front *front, const struct oa_rpcproxy_plan *plan,
	struct oa_deadline until);

/* The same on a front of its own. */
void oa_probe_rpcproxy(const struct oa_target *target,
	const struct oa_rpcproxy_plan *plan, struct oa_deadline until,
	struct oa_report *report);

#endif
