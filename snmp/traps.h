/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_TRAPS_H
#define OA_SNMP_TRAPS_H

/*
 * Notifications on their way over a session with the master agent.  Each waits for the
 * answer of the master agent, and only a few at a time: a master agent that has to wait
 * for us to read its answers stops for everybody.  One that is not answered is counted
 * as lost and not sent again, because it may have arrived.
 */

#include "snmp/oid.h"
#include "snmp/store.h"

#define OA_TRAPS_WINDOW 50

struct oa_traps;

/* One that is on its way. */
struct oa_flight {
	struct oa_traps *traps; /* whose it is */
	uint32_t event;         /* of the notice */
	uint32_t session;       /* count of sessions when it was sent */
	bool is_used;           /* it has not been answered */
};

/* See above; borrowed members live longer. */
struct oa_traps {
	struct oa_store *store;        /* whose notices are sent */
	const struct oa_oid *root;     /* of the module */
	const uint32_t *changed_ticks; /* see struct oa_reading */
	void *session;                 /* netsnmp_session; NULL while there is none */
	uint32_t sessions;             /* that there have been */
	struct oa_flight flight[OA_TRAPS_WINDOW]; /* on their way */
	size_t in_flight;                         /* used ones */
};

/* Says that a session with the master agent is new. */
void oa_traps_begin(struct oa_traps *traps, void *session);

/* Says that the session is over; may be called again. */
void oa_traps_end(struct oa_traps *traps);

/* Sends what may be sent now; returns the microseconds until there may be more, or -1
 * if somebody will say so. */
int64_t oa_traps_send(struct oa_traps *traps, int64_t now_us);

#endif
