/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_VISIT_H
#define OA_PROBE_VISIT_H

/*
 * One endpoint of a run: a tunnel, what is done behind it, and a second tunnel where
 * only that can tell what the first one met.
 */

#include "common/probe/attempt.h"
#include "common/probe/refusal.h"
#include "common/probe/tunnel.h"

/* What the endpoints of one run share. */
struct oa_tunnel_run {
	struct oa_front *front;            /* borrowed */
	const struct oa_tunnel_plan *plan; /* borrowed */
	struct oa_deadline whole;          /* for all of it */
	struct oa_deadline until;          /* for the way itself */
	struct oa_refusals refusals; /* judged when all endpoints have been visited */
	struct oa_attempt *held;     /* the tunnel to keep idle, owned, or NULL */
	int64_t idle_us;             /* since when nothing has passed through it */
};

/* Tests one endpoint as deep as the plan says until the deadline; everything it finds
 * is in the report, or among the refusals. */
void oa_visit(struct oa_tunnel_run *run, uint16_t port, struct oa_deadline until);

#endif
