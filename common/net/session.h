/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_SESSION_H
#define OA_NET_SESSION_H

/*
 * HTTP requests and their answers on one connection, one after the other, and
 * the logon that may be part of them.  A session keeps the last answer until the
 * next one.  Everything that passes is put into the report's transcript, without
 * credentials.
 */

#include "common/net/connection.h"
#include "common/net/http.h"
#include "common/net/httpbody.h"
#include "common/net/httpreq.h"
#include "common/net/ntlmchallenge.h"
#include "common/net/wwwauth.h"
#include "common/report/report.h"

/* Bytes of a body that are kept for looking at it. */
#define OA_SESSION_PAGE_MAX 4096

/* Bytes of the body of an error page that are read at most. */
#define OA_SESSION_SKIP_MAX 65536

/* The conversation on one connection. */
struct oa_session {
	struct oa_connection *connection;  /* borrowed */
	struct oa_report *report;          /* for the transcript; borrowed */
	const char *name;                  /* "OUT", "IN", "GET": for the transcript */
	struct oa_http_in in;              /* received and not yet used; owned */
	struct oa_http_head head;          /* of the last answer; owned */
	bool has_head;                     /* head is valid */
	bool can_reuse;                    /* another request may follow */
	uint8_t page[OA_SESSION_PAGE_MAX]; /* beginning of the last body */
	size_t page_len;                   /* bytes of it */
	struct oa_wwwauth offers;          /* challenges of the last answer; owned */
	int64_t challenged_us;             /* when leg 1 of a logon was sent, or 0 */
	struct oa_auth_token challenge;    /* NTLM challenge, owned, or empty */
	bool *was_refused; /* becomes true if the last request is answered by 401;
			    * borrowed, or NULL */
};

/* Begins a session on an open connection. */
void oa_session_init(struct oa_session *session, struct oa_connection *connection,
	struct oa_report *report, const char *name);

/* Releases what the session owns; the connection stays. */
void oa_session_free(struct oa_session *session);

/* Sends a request head and the first body_len bytes of its body in one go;
 * returns 0, or -1 as oa_stream_send_all() and oa_http_request_build() do, and
 * OA_LAYER_HTTP when something has come behind the last answer. */
int oa_session_send(struct oa_session *session, const struct oa_http_request *request,
	const void *body, size_t body_len, struct oa_deadline until,
	struct oa_error *err);

/* Waits for the head of the answer and reads its challenges; the body is left
 * unread.  Returns 0, or -1 as oa_http_head_read() and oa_wwwauth_parse() do. */
int oa_session_read_head(
	struct oa_session *session, struct oa_deadline until, struct oa_error *err);

/* As oa_session_read_head() without waiting: OA_STREAM_DONE, OA_STREAM_AGAIN, or
 * -1. */
int oa_session_try_head(struct oa_session *session, struct oa_error *err);

/* Reads the body of the last answer, of which the beginning is kept as page, and
 * learns whether the connection can be used again; method is that of the request.
 * Returns 0, or -1 as oa_http_body_skip() does. */
int oa_session_read_body(struct oa_session *session, const char *method,
	struct oa_deadline until, struct oa_error *err);

/* Returns the status of the last answer, 0 if there is none. */
int oa_session_status(const struct oa_session *session);

/* Copies a header field of the last answer, cleaned, to buffer; returns false and
 * empties the buffer if there is none. */
bool oa_session_field(
	const struct oa_session *session, const char *name, char *buffer, size_t size);

/* Returns true if the page kept from the last body holds the text. */
bool oa_session_page_has(const struct oa_session *session, const char *text);

#endif
