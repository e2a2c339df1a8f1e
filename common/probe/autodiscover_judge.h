/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_AUTODISCOVER_JUDGE_H
#define OA_PROBE_AUTODISCOVER_JUDGE_H

/*
 * What the methods came to, as findings.
 */

#include "common/probe/autodiscover_methods.h"

/* Records what is wrong with the way to the settings: that no method works, or the
 * one that was chosen does not, or that something delays it. */
void oa_adjudge_methods(struct oa_adrun *run);

/* Records where the settings of run->answer, which has some, differ from what is
 * live; asks for plain http where they make it matter. */
void oa_adjudge_settings(struct oa_adrun *run);

/* Returns the protocol that clients outside use for RPC over HTTP: EXPR, or else the
 * last EXHTTP that names the host, or else the last EXHTTP; NULL if there is none. */
const struct oa_pox_protocol *oa_adjudge_outside(
	const struct oa_pox *pox, const char *host);

#endif
