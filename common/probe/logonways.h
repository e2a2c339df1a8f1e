/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_LOGONWAYS_H
#define OA_PROBE_LOGONWAYS_H

/*
 * Other ways for a logon that was refused, to tell what it was that refused it.  Each
 * sends the password once more, so they are for one that may be used again.
 */

#include "common/probe/logonjudge.h"

/* Returns true if autodiscover takes it; asked once for all schemes. */
bool oa_logon_passes_autodiscover(
	struct oa_logons *logons, const struct oa_trial *trial);

/* Returns true if it is taken without the binding to its channel; false as well where
 * it has none. */
bool oa_logon_passes_unbound(
	const struct oa_logons *logons, const struct oa_trial *trial);

/* Looks for a node that takes what the front refuses; its trial is put into
 * ret_trial.  Returns NULL if there is none. */
const struct oa_node *oa_logon_passing_node(const struct oa_logons *logons,
	const struct oa_trial *trial, struct oa_trial *ret_trial);

#endif
