/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_NODE_H
#define OA_PROBE_NODE_H

/*
 * A member behind the balancer, asked directly and by the same name, to tell the
 * device from the server.  What it answers stays out of the run's report.
 */

#include "common/probe/offers.h"

/* One member; it is large, for the heap. */
struct oa_node {
	const char *name;        /* ADDR[:PORT] as given; borrowed */
	char address[46];        /* its address */
	struct oa_target target; /* as the front's, but for the address and port */
	struct oa_report report; /* its own; owned */
	struct oa_front front;   /* its own; owned */
	struct oa_offers offers; /* valid if is_answered */
	bool is_answered;        /* it demands a logon */
};

/* Reads ADDR, ADDR:PORT, [ADDR]:PORT or an IPv6 ADDR; without a port that of the
 * front end is put into ret_port as 0.  Returns false if it is none of these. */
bool oa_node_parse(const char *text, char ret_address[46], uint16_t *ret_port);

/* Asks a member for its offers; query is "server:port".  Returns NULL without
 * memory; the caller ends with oa_node_free(). */
struct oa_node *oa_node_ask(const struct oa_front *front, const char *text,
	const char *query, struct oa_deadline until);

/* Releases the member, which may be NULL. */
void oa_node_free(struct oa_node *node);

#endif
