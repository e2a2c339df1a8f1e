/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_TRIALRESULT_H
#define OA_PROBE_TRIALRESULT_H

/*
 * What the answer to a trial says about the logon alone, whatever it says about the
 * way behind it.
 */

#include "common/probe/trial.h"

/* Returns true if a trial logs on by NTLM, under whichever name: its proof answers a
 * challenge. */
bool oa_trial_is_ntlm(const struct oa_trial *trial);

/* Returns what became of the logon by the answer that session holds; was_proven tells
 * that the request carried the proof.  The body must have been read, unless the trial
 * is by OA_BY_CONN_A1. */
enum oa_trial_result oa_trial_result_of(const struct oa_trial *trial,
	const struct oa_session *session, bool was_proven);

#endif
