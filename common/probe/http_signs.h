/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_HTTP_SIGNS_H
#define OA_PROBE_HTTP_SIGNS_H

/*
 * The predicates of the decision table over HTTP answers: what its headers, its page,
 * the request before it and second looks say.  Those that are named so take a look
 * unless it was taken before.
 */

#include "common/probe/judge_http.h"

/* The page has the sub-status 403.4: TLS is wanted. */
bool oa_sign_says_403_4(struct oa_case *given);

/* The page has the sub-status 403.7: a client certificate is wanted. */
bool oa_sign_says_403_7(struct oa_case *given);

/* The page has the words of ISA and TMG for a path without a rule. */
bool oa_sign_says_url_denied(struct oa_case *given);

/* The page has the words of http.sys for an unknown Host. */
bool oa_sign_says_invalid_hostname(struct oa_case *given);

/* The page has the error of a library of the wrong width. */
bool oa_sign_says_no_win32(struct oa_case *given);

/* The page has the error of ISA and TMG for a wrong name on the certificate
 * behind them. */
bool oa_sign_says_wrong_principal(struct oa_case *given);

/* The page has the error of HTTP/2 for who should speak HTTP/1.1. */
bool oa_sign_says_http_1_1(struct oa_case *given);

/* The page has the sub-status 404.2, 404.3 or 404.4: no handler. */
bool oa_sign_says_handler(struct oa_case *given);

/* The answer says when to come again. */
bool oa_sign_is_busy(struct oa_case *given);

/* X-CasErrorCode is about load, not about a mailbox. */
bool oa_sign_says_overload(struct oa_case *given);

/* The answer has X-CasErrorCode. */
bool oa_sign_has_cas_code(struct oa_case *given);

/* A mailbox was named that the front end does not know. */
bool oa_sign_is_guid_unknown(struct oa_case *given);

/* A server was named where the front end wants a mailbox, after the logon. */
bool oa_sign_is_host_target(struct oa_case *given);

/* The server behind the front end has answered 503. */
bool oa_sign_is_backend_503(struct oa_case *given);

/* The server behind the front end has answered 401. */
bool oa_sign_is_backend_401(struct oa_case *given);

/* The request carried the proof of a logon. */
bool oa_sign_was_proven(struct oa_case *given);

/* The same proof was accepted earlier in the run. */
bool oa_sign_was_accepted(struct oa_case *given);

/* The request announced 1 GiB. */
bool oa_sign_is_in(struct oa_case *given);

/* The request opened one of the channels of a tunnel. */
bool oa_sign_is_tunnel(struct oa_case *given);

/* No scheme is offered. */
bool oa_sign_has_no_scheme(struct oa_case *given);

/* The scheme that was decided upon is not offered. */
bool oa_sign_lacks_scheme(struct oa_case *given);

/* Exchange may demand the channel binding that this run was told to leave out. */
bool oa_sign_left_binding_out(struct oa_case *given);

/* A ticket of the KDC was sent, which says that the password is good. */
bool oa_sign_had_ticket(struct oa_case *given);

/* The proof was answered by a new challenge. */
bool oa_sign_has_fresh_challenge(struct oa_case *given);

/* The redirect leads to where it came from. */
bool oa_sign_leads_to_itself(struct oa_case *given);

/* Second look: GET passes. */
bool oa_sign_get_passes(struct oa_case *given);

/* Second look: the small request with the same method passes, so it is the
 * announced length that is refused. */
bool oa_sign_small_passes(struct oa_case *given);

/* Second look: the small request without a logon gets the same status, and GET does
 * not, so it is the method that is refused. */
bool oa_sign_small_fails_too(struct oa_case *given);

/* Second look: the same method without a logon is asked for one, so it is the user who
 * is forbidden; not told for Negotiate, which may be forbidden itself, nor of a refusal
 * from behind the front end. */
bool oa_sign_forbids_user(struct oa_case *given);

/* Second look: other paths answer as Exchange does. */
bool oa_sign_others_pass(struct oa_case *given);

/* Second look: no path answers as Exchange does. */
bool oa_sign_nobody_is_exchange(struct oa_case *given);

/* Second look: the address as Host passes. */
bool oa_sign_other_host_passes(struct oa_case *given);

/* Second look: GET fails by 500 or above, too. */
bool oa_sign_get_fails_too(struct oa_case *given);

/* Second look: IIS has served a request of this run, and does again. */
bool oa_sign_recovers(struct oa_case *given);

/* IIS has served a request of this run. */
bool oa_sign_was_served(struct oa_case *given);

#endif
