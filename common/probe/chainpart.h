/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CHAINPART_H
#define OA_PROBE_CHAINPART_H

/*
 * The branches of the chain, and when each of them may run.
 */

#include "common/probe/branch.h"
#include "common/probe/chain.h"

/* Branches, in the order in which the report shows them. */
enum oa_part {
	OA_PART_BACKEND,
	OA_PART_AUTODISCOVER,
	OA_PART_MAPIHTTP,
	OA_PARTS,
};

/* One run of the chain. */
struct oa_chain {
	const struct oa_chain_plan *plan;  /* borrowed */
	struct oa_deadline until;          /* of the run */
	struct oa_front front;             /* of the main chain; owned */
	struct oa_tunnel_plan tunnel;      /* the plan's, completed */
	struct oa_autodiscovered found;    /* by the branch autodiscover, once done */
	struct oa_branch branch[OA_PARTS]; /* owned */
	bool is_begun[OA_PARTS];           /* it runs, has run, or never will */
	bool is_logon_lost;                /* a password was refused: send none */
};

/* Returns true if there are branches that have not begun. */
bool oa_chain_has_parts(const struct oa_chain *chain);

/* Begins all branches that have not begun, beside the main chain. */
void oa_chain_begin_parts(struct oa_chain *chain);

/* Does one branch here and now, in the time given, if it has not begun. */
void oa_chain_do_part(
	struct oa_chain *chain, enum oa_part part, struct oa_deadline until);

/* Makes a branch that is over one that has not begun, unless its password was refused:
 * what it found was for want of time. */
void oa_chain_forget_part(struct oa_chain *chain, enum oa_part part);

/* Does the branches that have not begun, as long as no password was refused. */
void oa_chain_do_parts(struct oa_chain *chain);

/* Returns true if any part has had its password refused: one is enough for a run. */
bool oa_chain_is_refused(const struct oa_chain *chain);

/* Waits for all branches and moves what they found to the report. */
void oa_chain_join_parts(struct oa_chain *chain);

#endif
