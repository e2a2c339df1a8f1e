/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_REFUSAL_H
#define OA_PROBE_REFUSAL_H

/*
 * What "RPC Error: 6ba" means: the same number says that a target is not allowed,
 * not reachable, or wrong.  Told apart by extended error information, else by the time
 * it took, by the neighbour ports, and by other names of the server; and said with how
 * sure that is.
 */

#include "common/probe/endpoint.h"
#include "common/probe/tunnel.h"

#define OA_REFUSALS_MAX 8

/* Seconds above an echo below which nothing can have been tried, and above which a
 * connect was, unless the plan says otherwise.  Both await a measurement against
 * Windows: a name that is not allowed is refused at once, while a refused connect is
 * repeated before it is given up. */
#define OA_REFUSE_FAST 0.3
#define OA_REFUSE_SLOW 0.8

/* One endpoint that the proxy refused. */
struct oa_refusal {
	uint16_t port;            /* endpoint */
	uint32_t number;          /* status: 6ba or its kin */
	double seconds;           /* from the request to the refusal */
	bool is_exchange;         /* an Exchange front end of 2013 or later said so */
	char computer[64];        /* that refused, from NTLM; or empty */
	struct oa_eeinfo eeinfo;  /* what came with it; count 0 if nothing did */
	char eeinfo_trouble[256]; /* why it could not be decoded, or empty */
};

/* Refusals of one run, and the ports that opened. */
struct oa_refusals {
	struct oa_refusal item[OA_REFUSALS_MAX]; /* in the order tested */
	size_t count;                            /* used */
	uint16_t open_ports[OA_REFUSALS_MAX];    /* those that opened */
	size_t open_count;                       /* used */
};

/* Remembers a refusal, the first of each port. */
void oa_refusals_add(struct oa_refusals *refusals, const struct oa_attempt *attempt);

/* Remembers that a port opened. */
void oa_refusals_note_open(struct oa_refusals *refusals, uint16_t port);

/* Records the findings for all refusals, after further attempts where these are
 * needed to tell. */
void oa_refusals_judge(struct oa_refusals *refusals, struct oa_front *front,
	const struct oa_tunnel_plan *plan);

/* Opens an attempt without leaving anything in the report of its front. */
void oa_refusals_open_hushed(struct oa_attempt *attempt, struct oa_deadline until);

/* Attempts an endpoint without leaving anything in the report; the caller frees
 * the attempt.  NULL without memory. */
struct oa_attempt *oa_refusals_try(struct oa_front *front, const char *server,
	uint16_t port, struct oa_deadline until);

/* Tells whether an endpoint opens, without leaving anything in the report. */
bool oa_refusals_opens(struct oa_front *front, const char *server, uint16_t port);

#endif
