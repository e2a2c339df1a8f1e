/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_LOGONS_H
#define OA_PROBE_LOGONS_H

/*
 * Logons with every scheme on both channels, with one refused password at most: the
 * cheapest proof comes first, and only a password that is proven good, or said to
 * be, is used again after a refusal.
 */

#include "common/probe/logonjudge.h"

/* Tries the schemes and records what each of them came to; pace is that of the run,
 * whose steps were requests. */
void oa_logons_try(struct oa_front *front, const struct oa_logons_plan *plan,
	const struct oa_pace *pace);

#endif
