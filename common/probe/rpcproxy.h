/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_RPCPROXY_H
#define OA_PROBE_RPCPROXY_H

/*
 * The concern of check_oa_rpcproxy: is the RPC proxy there and alive?  GET, echo
 * and the announcement of a long body take three different ways through devices,
 * so each is asked for; nothing is opened behind the proxy.
 */

#include "common/base/deadline.h"
#include "common/probe/target.h"
#include "common/report/report.h"

/* What to test. */
struct oa_rpcproxy_plan {
	const char *server; /* target for the query, or NULL for the host name */
};

/* Runs the test until the deadline; everything it finds is in the report.
 * Without credentials it judges what anybody can see. */
void oa_probe_rpcproxy(const struct oa_target *target,
	const struct oa_rpcproxy_plan *plan, struct oa_deadline until,
	struct oa_report *report);

#endif
