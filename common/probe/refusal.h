/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_REFUSAL_H
#define OA_PROBE_REFUSAL_H

/*
 * What "RPC Error: 6ba" means: the same number says that a target is not allowed,
 * not reachable, or wrong.  Told apart by extended error information, else by the time
 * it took, by the neighbour ports, and by other names of the server; and said with how
 * sure that is.
 */

#include "common/probe/tunnel.h"
#include "common/probe/verdict6ba.h"

#define OA_REFUSALS_MAX 8

/* Seconds above an echo below which nothing can have been tried, and above which a
 * connect was, unless the plan says otherwise.  Both await a measurement against
 * Windows: a name that is not allowed is refused at once, while a refused connect is
 * repeated before it is given up. */
#define OA_REFUSE_FAST 0.3
#define OA_REFUSE_SLOW 0.8

/* Refusals of one run, and the ports that opened. */
struct oa_refusals {
	struct oa_refusal item[OA_REFUSALS_MAX]; /* in the order tested */
	size_t count;                            /* used */
	uint16_t open_ports[OA_REFUSALS_MAX];    /* those that opened */
	size_t open_count;                       /* used */
};

/* Remembers a refusal, the first of each port, and when the last of it was over. */
void oa_refusals_add(struct oa_refusals *refusals, const struct oa_attempt *attempt);

/* Remembers that a port opened. */
void oa_refusals_note_open(struct oa_refusals *refusals, uint16_t port);

/* Records the findings for all refusals, after further attempts where these are
 * needed to tell. */
void oa_refusals_judge(struct oa_refusals *refusals, struct oa_front *front,
	const struct oa_tunnel_plan *plan);

#endif
