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

/* A request other than those of RPC over HTTP to log on to. */
struct oa_channel_form {
	const struct oa_http_request *request; /* its Content-Length is not used */
	/* Records what an answer means that ends the way before the proof. */
	void (*judge)(void *data, struct oa_session *session);
	void *data; /* first argument of judge; borrowed */
};

/* Returns true if there are credentials to log on with. */
bool oa_channels_have_logon(const struct oa_front *front);

/* Opens a connection for each of count channels at the same time and brings the
 * logon on all of them to the point where only the proof is missing; query is
 * "server:port" or NULL.  Returns 0, or -1 with a finding.  The caller frees the
 * sessions and then the group in both cases. */
int oa_channels_prepare(struct oa_front *front, struct oa_connections *group,
	const struct oa_channel *channels, size_t count, const char *query,
	const char *subject, struct oa_deadline until);

/* As oa_channels_prepare() for one connection and a request of another form. */
int oa_channels_prepare_as(struct oa_front *front, struct oa_connections *group,
	const struct oa_channel *channel, const struct oa_channel_form *form,
	const char *subject, struct oa_deadline until);

/* Records, once in a run, that the logon was accepted by the answer of session,
 * which took so many seconds. */
void oa_channels_accepted(
	struct oa_front *front, const struct oa_session *session, double seconds);

/* Records, once in a run, who answers HTTP. */
void oa_channels_served(struct oa_front *front, const struct oa_session *session);

#endif
