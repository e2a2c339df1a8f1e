/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_OFFERS_H
#define OA_PROBE_OFFERS_H

/*
 * Which authentication schemes a front end offers to anybody, asked by each method
 * that clients use: devices treat them differently.
 */

#include "common/probe/clock.h"
#include "common/probe/front.h"

#define OA_OFFERS_MAX 3

/* Schemes that Exchange may offer; others are unwanted unless required. */
#define OA_SCHEMES_USUAL (OA_SCHEME_BASIC | OA_SCHEME_NTLM | OA_SCHEME_NEGOTIATE)

/* Bytes that hold any list of schemes. */
#define OA_SCHEME_LIST_SIZE 128

/* The answer to one method. */
struct oa_offer {
	const char *method; /* GET, RPC_OUT_DATA, RPC_IN_DATA */
	bool is_anonymous;  /* 200 without credentials */
	unsigned schemes;   /* bits of enum oa_scheme */
	char names[200];    /* as sent, "Negotiate, NTLM, Basic" */
	char realm[128];    /* of Basic, or empty */
};

/* The answers to all methods. */
struct oa_offers {
	struct oa_offer item[OA_OFFERS_MAX]; /* in the order asked */
	size_t count;                        /* used */
	struct oa_clock clock;               /* by the Date of the answers */
	char device[128];                    /* who answered */
};

/* What should be offered. */
struct oa_offers_wish {
	unsigned required;  /* bits of enum oa_scheme that every method must offer */
	unsigned forbidden; /* bits that none may offer */
	unsigned elsewhere; /* bits that a node offers: that the front lacks them is
			     * another finding */
};

/* Asks each method without credentials; query is "server:port".  Returns 0, or -1
 * with a finding when an answer is neither a demand for a logon nor 200: a 401
 * without any scheme is no finding yet. */
int oa_offers_ask(struct oa_front *front, const char *query, struct oa_deadline until,
	struct oa_offers *ret_offers);

/* Records what the offers mean for the wish; returns 0, or -1 if a scheme is
 * missing. */
int oa_offers_judge(struct oa_front *front, const struct oa_offers *offers,
	const struct oa_offers_wish *wish);

/* Returns the schemes that any method demands. */
unsigned oa_offers_any(const struct oa_offers *offers);

/* Returns the names that the first demand for a logon lists, "none" if there is
 * none. */
const char *oa_offers_names(const struct oa_offers *offers);

/* Writes the customary names of scheme bits, comma-separated. */
void oa_scheme_list(unsigned schemes, char buffer[OA_SCHEME_LIST_SIZE]);

#endif
