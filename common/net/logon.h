/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_LOGON_H
#define OA_NET_LOGON_H

/*
 * Authentication of one request at HTTP level.  With NTLM ([MS-NTHT]) the first
 * leg is a request of length 0, so that nothing is announced before the server
 * has answered with its challenge:
 *
 *	oa_logon_ask(...)       leg 1, on several channels at the same time
 *	oa_logon_hear(...)      the challenge
 *	oa_logon_send(...)      the final request with the proof
 *
 * Basic, Kerberos and anonymous requests need oa_logon_send() alone.  NTLM may go
 * under its own name or, raw, under that of Negotiate, which is all that some
 * servers offer (RFC 4559 asks for SPNEGO there; Windows takes both).
 */

#include "common/net/session.h"
#include "common/net/tickets.h"

/* Who logs on and how; everything is borrowed. */
struct oa_logon {
	unsigned scheme;    /* OA_SCHEME_NTLM, _BASIC, _NEGOTIATE, or 0 for none */
	const char *user;   /* DOMAIN\user, UPN or user */
	const char *domain; /* NULL, or the domain if user has none */
	const struct oa_secret *password; /* see oa_ntlm_login */
	const char *spn;                  /* "HTTP/host" */
	const struct oa_tickets *tickets; /* with OA_SCHEME_NEGOTIATE: Kerberos by
					   * these; NULL: NTLM under that name */
	const char *service;              /* with tickets: as from oa_tickets_fetch() */
	bool no_channel_binding;          /* leave the binding to TLS out */
	bool *was_refused; /* becomes true if the proof of a password is answered by
			    * 401; borrowed, or NULL */
};

/* What the server made of the first leg. */
enum oa_logon_answer {
	OA_LOGON_CHALLENGED, /* it wants the proof: go on with oa_logon_send() */
	OA_LOGON_ANSWERED,   /* something else: the session's head and page say what */
};

/* Sends the first leg of NTLM for the request under the name of the scheme:
 * OA_SCHEME_NTLM or OA_SCHEME_NEGOTIATE, which has to be that of the proof, too.
 * Returns 0, or -1 as oa_session_send() does. */
int oa_logon_ask(struct oa_session *session, enum oa_scheme scheme,
	const struct oa_http_request *request, struct oa_deadline until,
	struct oa_error *err);

/* Waits for the answer to the first leg and reads its body.  Returns an enum
 * oa_logon_answer, or -1 as the session's functions do. */
int oa_logon_hear(struct oa_session *session, const char *method,
	struct oa_deadline until, struct oa_error *err);

/* Sends the final request with the proof and the first bytes of its body.
 * Returns 0, or -1: OA_LAYER_AUTH if the challenge cannot be answered,
 * OA_LAYER_KERBEROS if the tickets make no token, otherwise as oa_session_send()
 * does. */
int oa_logon_send(struct oa_session *session, const struct oa_logon *logon,
	const struct oa_http_request *request, const void *body, size_t body_len,
	struct oa_deadline until, struct oa_error *err);

/* Decodes the challenge that the session holds; false if there is none. */
bool oa_logon_challenge(
	const struct oa_session *session, struct oa_ntlm_challenge *ret_challenge);

#endif
