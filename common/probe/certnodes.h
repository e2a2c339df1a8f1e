/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CERTNODES_H
#define OA_PROBE_CERTNODES_H

/*
 * What several places that should show the same certificate show: the odd one out,
 * the dead one, and what their clocks say about ours.
 */

#include "common/probe/certlook.h"

/* Records which of count places cannot be reached while others can. */
void oa_certnodes_judge_dead(
	struct oa_front *front, const struct oa_certlook *looks, size_t count);

/* Records which of count places show another certificate or another chain than most
 * do. */
void oa_certnodes_judge_odd(
	struct oa_front *front, const struct oa_certlook *looks, size_t count);

/* Returns true if both certificates and the chains sent with them are the same. */
bool oa_certnodes_are_equal(
	const struct oa_certlook *one, const struct oa_certlook *other);

/* Records that the monitor's clock is wrong, and returns true, if the clocks of the
 * target and of another host agree with each other and not with `now` (seconds since
 * 1970). */
bool oa_certnodes_judge_clock(struct oa_front *front, const struct oa_certlook *looks,
	size_t count, int64_t now);

#endif
