/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_HOLD_END_H
#define OA_PROBE_HOLD_END_H

/*
 * The end of a tunnel that was kept idle: when, how and by whom.  The inside of
 * hold.c; nobody else needs it.
 */

#include "common/probe/hold.h"

/* A tunnel that is held. */
struct oa_hold {
	struct oa_attempt *attempt;      /* borrowed */
	const struct oa_hold_plan *plan; /* borrowed */
	int64_t start_us;                /* nothing but pings has passed since then */
	unsigned pings;                  /* sent */
	double seconds;                  /* how long it was held in the end */
};

/* Records that the virtual connection has ended. */
void oa_hold_judge_end(struct oa_hold *hold, const struct oa_error *error);

/* Records that the tunnel was held, but that `call` got no answer in so many
 * seconds although both channels look open. */
void oa_hold_judge_silence(
	const struct oa_hold *hold, const char *call, double seconds);

#endif
