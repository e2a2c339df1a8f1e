/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_MASTER_H
#define OA_SNMP_MASTER_H

/*
 * libnetsnmp as a subagent: its set-up in the order that it wants, its session with the
 * master agent, and the tables registered there.  Only the thread of AgentX calls this.
 */

#include "snmp/handler.h"
#include "snmp/netlog.h"
#include "snmp/subagent.h"
#include "snmp/traps.h"

#define OA_MASTER_TABLES 16

/* See above. */
struct oa_master {
	const struct oa_subagent_plan *plan;          /* borrowed */
	struct oa_store *store;                       /* borrowed */
	struct oa_netlog log;                         /* see there */
	struct oa_traps traps;                        /* see there */
	struct oa_handler handlers[OA_MASTER_TABLES]; /* of the tables */
	uint32_t changed_ticks;                       /* see struct oa_reading */
	uint32_t changes;   /* changes of the tables that were seen */
	int64_t boot_us;    /* monotonic moment at which the master agent began */
	char socket[256];   /* that libnetsnmp is to connect to */
	char trouble[256];  /* why no master agent can be had, as logged last */
	int fd;             /* of the session, valid while is_connected */
	int64_t refused_us; /* monotonic moment at which tables were refused; 0: none */
	int64_t looked_us;  /* monotonic moment of the last look for a listener */
	unsigned in_vain;   /* looks that found a listener and no session */
	bool is_connected;  /* a session is open */
};

/* Sets libnetsnmp up and makes a first attempt to connect; what fails is logged.
 * Returns 0, or -1 with OA_LAYER_SYSTEM. */
int oa_master_init(struct oa_master *master, const struct oa_subagent_plan *plan,
	struct oa_store *store, struct oa_error *err);

/* What is due beside requests: another place to connect to, sysUpTime. */
void oa_master_look_after(struct oa_master *master, int64_t now_us);

/* Ends the session and libnetsnmp. */
void oa_master_free(struct oa_master *master);

#endif
