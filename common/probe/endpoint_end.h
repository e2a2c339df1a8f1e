/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_ENDPOINT_END_H
#define OA_PROBE_ENDPOINT_END_H

/*
 * What the end of a virtual connection means.
 */

#include "common/probe/attempt.h"

/* Records the finding for the end of the virtual connection in `phase` ("bind",
 * "call", "CONN/C2"), or leaves OA_REACH_UNAVAILABLE behind. */
void oa_attempt_judge_end(
	struct oa_attempt *attempt, const char *phase, const struct oa_error *error);

/* The same for the end of an attempt that could not be opened, if that has not been
 * judged yet. */
void oa_attempt_judge_opening(struct oa_attempt *attempt);

#endif
