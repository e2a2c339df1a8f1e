/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_EXTENDED_H
#define OA_PROBE_EXTENDED_H

/*
 * Extended error information in what a proxy says about an endpoint (found, kept in
 * the attempt, and shown), and in what an RPC server refuses.
 */

#include "common/probe/attempt.h"

/* Looks for it behind the number of an "RPC Error" in a status line of len bytes. */
void oa_extended_in_line(struct oa_attempt *attempt, const char *line, size_t len);

/* Looks for it in the answer being judged: in its status line, else in its page. */
void oa_extended_in_answer(struct oa_attempt *attempt, struct oa_case *given);

/* Adds a line of evidence to a step for each record of the chain, or why there is none
 * (trouble, empty if nothing was sent). */
void oa_extended_describe(
	struct oa_step *step, const struct oa_eeinfo *info, const char *trouble);

/* Adds what came with a fault or bind_nak to the step that tells of it. */
void oa_extended_in_outcome(struct oa_attempt *attempt, struct oa_step *step,
	const struct oa_rpc_outcome *outcome);

#endif
