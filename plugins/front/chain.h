/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_CHAIN_H
#define OA_PLUGINS_FRONT_CHAIN_H

/*
 * The descriptor of check_oa, which the subagent runs, too: a section of an ini file
 * means the same to both.
 */

#include "common/probe/chain.h"
#include "plugins/front/program.h"

/* What a section says to the subagent alone; check_oa takes the same lines and leaves
 * them be. */
struct oa_schedule_settings {
	double every;      /* seconds from one run to the next; 0 for the agent's */
	double retry;      /* seconds to the next run while a failure is not
			    * confirmed; 0 for the agent's */
	long attempts;     /* runs in a row that must fail; 0 for the agent's */
	const char *label; /* site, customer or the like, or NULL */
};

/* What the options of the chain set. */
struct oa_chain_settings {
	struct oa_common_settings common;     /* see there */
	struct oa_chain_plan plan;            /* see there */
	struct oa_schedule_settings schedule; /* for the subagent alone */
	struct oa_ports endpoints;            /* --endpoint */
	const char *server;                   /* --server */
	long depth;                           /* --depth, from OA_DEPTH_TUNNEL */
	long rpc_auth;                        /* --rpc-auth, an enum oa_rpc_choice */
	const char *warn;                     /* --cert-warning */
	const char *crit;                     /* --cert-critical */
	const char *changed;                  /* --changed, or NULL */
	long http_port;                       /* of autodiscover */
	long https_port;                      /* of autodiscover */
	bool has_no_autodiscover;             /* --no-autodiscover */
	bool has_no_mapihttp;                 /* --no-mapihttp */
};

/* The program check_oa; its settings are a struct oa_chain_settings. */
extern const struct oa_program oa_program_chain;

#endif
