/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PREPARATION_H
#define OA_PROBE_PREPARATION_H

/*
 * The steps of oa_channels_prepare(), for the files that carry it out: connections
 * are opened and asked, and what does not lead on is judged.
 */

#include "common/probe/channel.h"
#include "common/probe/judge_http.h"

/* What all steps of one preparation share; everything is borrowed. */
struct oa_preparation {
	struct oa_front *front;             /* of the run */
	struct oa_connections *group;       /* holds the connections */
	const struct oa_channel *channels;  /* one request each */
	size_t count;                       /* channels */
	const char *query;                  /* "server:port", or NULL */
	const char *subject;                /* for findings, or NULL */
	const struct oa_channel_form *form; /* NULL for RPC over HTTP */
	struct oa_deadline until;           /* for all of it */
};

/* Opens all connections and begins their sessions; 0, or -1 with a finding. */
int oa_preparation_open(const struct oa_preparation *p);

/* Closes all connections and opens new ones; 0, or -1 with a finding. */
int oa_preparation_reopen(const struct oa_preparation *p);

/* Records the finding for a request, sent at start_us, without a proper answer. */
void oa_preparation_fail(const struct oa_preparation *p,
	const struct oa_channel *channel, const struct oa_error *error,
	int64_t start_us);

/* Records the finding for an answer that ends the way. */
void oa_preparation_judge(const struct oa_preparation *p,
	const struct oa_channel *channel, enum oa_ask ask);

/* Fills the request of a channel into ret_request, whose target text is put into
 * buffer (size bytes). */
void oa_preparation_request(const struct oa_preparation *p,
	const struct oa_channel *channel, int64_t content_length,
	struct oa_http_request *ret_request, char *buffer, size_t size);

/* Sends an echo, or the request of the form without a body, without credentials and
 * reads the answer; 0, or -1 with a finding. */
int oa_preparation_echo(
	const struct oa_preparation *p, const struct oa_channel *channel);

/* Gets an NTLM challenge on every channel, under the name that is offered, or settles
 * for Basic where that is allowed; 0, or -1 with a finding. */
int oa_preparation_ntlm(const struct oa_preparation *p);

#endif
