/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_REFUSAL_H
#define OA_PROBE_REFUSAL_H

/*
 * What "RPC Error: 6ba" means: the same number says that a target is not allowed,
 * not reachable, or wrong.  Told apart by the time it took, by the neighbour
 * ports, and by other names of the server.
 */

#include "common/probe/endpoint.h"
#include "common/probe/tunnel.h"

#define OA_REFUSALS_MAX 8

/* One endpoint that the proxy refused. */
struct oa_refusal {
	uint16_t port;    /* endpoint */
	uint32_t number;  /* status: 6ba or its kin */
	double seconds;   /* from the request to the refusal */
	bool is_exchange; /* an Exchange front end of 2013 or later said so */
};

/* Refusals of one run, and the ports that opened. */
struct oa_refusals {
	struct oa_refusal item[OA_REFUSALS_MAX]; /* in the order tested */
	size_t count;                            /* used */
	uint16_t open_ports[OA_REFUSALS_MAX];    /* those that opened */
	size_t open_count;                       /* used */
};

/* Remembers a refusal. */
void oa_refusals_add(struct oa_refusals *refusals, const struct oa_attempt *attempt);

/* Remembers that a port opened. */
void oa_refusals_note_open(struct oa_refusals *refusals, uint16_t port);

/* Records the findings for all refusals, after further attempts where these are
 * needed to tell. */
void oa_refusals_judge(struct oa_refusals *refusals, struct oa_front *front,
	const struct oa_tunnel_plan *plan);

/* Attempts an endpoint without leaving anything in the report; the caller frees
 * the attempt.  NULL without memory. */
struct oa_attempt *oa_refusals_try(struct oa_front *front, const char *server,
	uint16_t port, struct oa_deadline until);

#endif
