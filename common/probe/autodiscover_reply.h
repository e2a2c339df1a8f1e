/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_AUTODISCOVER_REPLY_H
#define OA_PROBE_AUTODISCOVER_REPLY_H

/*
 * What one URL of autodiscover replies: its bytes, and what they make of the answer.
 * For autodiscover_ask.c, which owns the connection and decides what to ask next.
 */

#include "common/net/session.h"
#include "common/probe/autodiscover_ask.h"

/* The reply to one request; the caller sets all but len. */
struct oa_adreply {
	struct oa_session *session; /* that has carried the request; borrowed */
	struct oa_adanswer *answer; /* what comes of it; borrowed */
	char *bytes;                /* room for OA_POX_MAX; the caller's */
	size_t len;                 /* bytes of the reply that are there */
	bool is_get;                /* the request was a GET, else a POST */
};

/* Reads head and body into the reply, and the status into its answer; the session
 * keeps the beginning of the body as its page.  Returns 0, or -1 as
 * oa_session_read_head() and oa_http_body_skip() do. */
int oa_adreply_read(
	struct oa_adreply *reply, struct oa_deadline until, struct oa_error *err);

/* Fills the reply, and the status of its answer, from what the session has read
 * already. */
void oa_adreply_take_page(struct oa_adreply *reply);

/* Fills text, and location or pox, of the answer.  Returns what the reply is;
 * was_proven says that it came to a logon.  OA_LAYER_SYSTEM in ret_error says that it
 * could not be read for a reason of our own. */
enum oa_adresult oa_adreply_judge(
	const struct oa_adreply *reply, bool was_proven, struct oa_error *ret_error);

#endif
