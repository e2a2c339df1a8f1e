/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_LOGONJUDGE_H
#define OA_PROBE_LOGONJUDGE_H

/*
 * What the logons of a run mean, each by itself and beside the others.
 */

#include "common/probe/node.h"
#include "common/probe/pace.h"
#include "common/probe/protection.h"
#include "common/probe/trial.h"

/* Schemes that a logon can use, in the order in which they are tried. */
#define OA_LOGONS_MAX 3

/* What to try; everything is borrowed. */
struct oa_logons_plan {
	const char *query;                    /* "server:port" */
	const struct oa_offers *offers;       /* of the front end */
	unsigned schemes;                     /* to be tried, bits of enum oa_scheme */
	struct oa_protection_plan protection; /* see there */
	struct oa_node *const *nodes;         /* those that answered, or NULL */
	size_t node_count;                    /* number of them */
};

/* What became of the schemes. */
struct oa_logons {
	struct oa_front *front;             /* borrowed */
	const struct oa_logons_plan *plan;  /* borrowed */
	struct oa_deadline until;           /* of the run */
	struct oa_trial out[OA_LOGONS_MAX]; /* by RPC_OUT_DATA; owned */
	struct oa_trial in[OA_LOGONS_MAX];  /* by RPC_IN_DATA, if out passed; owned */
	size_t count;                       /* schemes tried */
	bool is_proven;                     /* the password was taken once */
	struct oa_pace pace;                /* one step is one trial */
	enum oa_trial_result autodiscover;  /* of the one trial there, or NONE */
};

/* Returns the trial of a scheme by RPC_OUT_DATA, or NULL if it was not tried. */
const struct oa_trial *oa_logons_find(const struct oa_logons *logons, unsigned scheme);

/* Returns true if the scheme was accepted by RPC_OUT_DATA. */
bool oa_logons_has(const struct oa_logons *logons, unsigned scheme);

/* Records what each trial means, after further ones where these are needed to tell
 * and the password is proven or said to be good. */
void oa_logons_judge(struct oa_logons *logons);

#endif
