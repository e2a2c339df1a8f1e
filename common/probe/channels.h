/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CHANNELS_H
#define OA_PROBE_CHANNELS_H

/*
 * Connections that are ready for an authenticated request: opened, and challenged
 * with NTLM, or with a ticket at hand with Kerberos.  Which scheme is used is decided
 * here, once in a run.
 */

#include "common/probe/front.h"

/* One request to come on one connection. */
struct oa_channel {
	struct oa_session *session; /* initialised here; owned by the caller */
	const char *name;           /* for the transcript */
	const char *method;         /* RPC_OUT_DATA or RPC_IN_DATA */
};

/* Opens a connection for each of count channels at the same time and brings the
 * logon on all of them to the point where only the proof is missing; query is
 * "server:port" or NULL.  Returns 0, or -1 with a finding.  The caller frees the
 * sessions and then the group in both cases. */
int oa_channels_prepare(struct oa_front *front, struct oa_connections *group,
	const struct oa_channel *channels, size_t count, const char *query,
	const char *subject, struct oa_deadline until);

/* Records, once in a run, that the logon was accepted by the answer of session,
 * which took so many seconds. */
void oa_channels_accepted(
	struct oa_front *front, const struct oa_session *session, double seconds);

/* Records, once in a run, who answers HTTP. */
void oa_channels_served(struct oa_front *front, const struct oa_session *session);

#endif
