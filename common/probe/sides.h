/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_SIDES_H
#define OA_PROBE_SIDES_H

/*
 * The two channels of a tunnel apart: what each was answered, after what time, and by
 * which computer.  A balancer may send them to different ones, which servers before
 * Exchange 2013 do not bear.
 */

#include "common/probe/attempt.h"

/* Takes from the answers at hand which computers serve the channels of an attempt;
 * a later answer adds to an earlier one. */
void oa_sides_update(struct oa_attempt *attempt);

/* Returns true if both channels have named their computer, and not the same one; the
 * names are lent until the attempt ends. */
bool oa_sides_differ(
	const struct oa_attempt *attempt, const char **ret_out, const char **ret_in);

/* Adds one line of evidence for each channel to a step. */
void oa_sides_describe(struct oa_step *step, const struct oa_attempt *attempt);

/* Records as a note, which is no finding, that a good tunnel goes through two
 * computers. */
void oa_sides_remark(const struct oa_attempt *attempt);

#endif
