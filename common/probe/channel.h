/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CHANNEL_H
#define OA_PROBE_CHANNEL_H

/*
 * One connection for an authenticated request, and what its answers tell a run, once.
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

/* Records, once in a run, that the logon was accepted by the answer of session,
 * which took so many seconds; negative if the answer tells only that, not when. */
void oa_channel_accepted(
	struct oa_front *front, const struct oa_session *session, double seconds);

/* Records what a logon took, in seconds, if none of the run has told that yet; a
 * negative one tells nothing. */
void oa_channel_timed(struct oa_front *front, double seconds);

/* Records, once in a run, who answers HTTP. */
void oa_channel_served(struct oa_front *front, const struct oa_session *session);

#endif
