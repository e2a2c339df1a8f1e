/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/logon.h"
#include "common/net/httpauth.h"
#include "common/net/kerberos.h"
#include "common/net/ntlm.h"

#include <stdlib.h>
#include <string.h>

int oa_logon_ask(struct oa_session *session, enum oa_scheme scheme,
	const struct oa_http_request *request, struct oa_deadline until,
	struct oa_error *err)
{
	struct oa_http_request first = *request;
	uint8_t message[OA_NTLM_NEGOTIATE_LEN];
	struct oa_secret value = {0};
	int result;

	oa_ntlm_negotiate(OA_NTLM_FOR_SIGNING, message);
	if (oa_auth_with_token(
		    oa_scheme_name(scheme), message, sizeof(message), &value, err) < 0)
		return -1;
	first.authorization = &value;
	first.content_length = 0;
	session->challenged_us = oa_now_us();
	result = oa_session_send(session, &first, NULL, 0, until, err);
	oa_secret_free(&value);
	return result;
}

/* Some servers answer NTLM under the name Negotiate: the token counts. */
static struct oa_auth_token *token_of(struct oa_wwwauth *offers)
{
	return offers->ntlm.bytes ? &offers->ntlm : &offers->negotiate;
}

/* The challenge names the computer that made it. */
static void note_names(const struct oa_session *session)
{
	struct oa_seen *seen = &session->report->seen;
	struct oa_ntlm_challenge challenge;

	if (!oa_logon_challenge(session, &challenge))
		return;
	oa_seen_add_name(seen, challenge.dns_computer, strlen(challenge.dns_computer));
	oa_seen_add_name(seen, challenge.nb_computer, strlen(challenge.nb_computer));
}

int oa_logon_hear(struct oa_session *session, const char *method,
	struct oa_deadline until, struct oa_error *err)
{
	struct oa_auth_token *token = token_of(&session->offers);

	if (oa_session_read_head(session, until, err) < 0 ||
		oa_session_read_body(session, method, until, err) < 0)
		return -1;
	token = token_of(&session->offers);
	if (oa_session_status(session) != 401 || !token->bytes || !session->can_reuse)
		return OA_LOGON_ANSWERED;
	free(session->challenge.bytes);
	session->challenge = *token;
	*token = (struct oa_auth_token){0};
	note_names(session);
	return OA_LOGON_CHALLENGED;
}

bool oa_logon_challenge(
	const struct oa_session *session, struct oa_ntlm_challenge *ret_challenge)
{
	return session->challenge.bytes &&
	       oa_ntlm_challenge_parse(session->challenge.bytes, session->challenge.len,
		       ret_challenge, NULL) == 0;
}

static int prove_ntlm(const struct oa_session *session, const struct oa_logon *logon,
	struct oa_secret *ret_value, struct oa_error *err)
{
	const struct oa_tls_info *tls = &session->connection->tls;
	struct oa_ntlm_challenge challenge;
	struct oa_ntlm_answer answer = {0};
	struct oa_ntlm_fresh fresh;
	uint8_t binding[16];
	bool binds = !logon->no_channel_binding && tls->binding_len;
	struct oa_ntlm_login login = {.use = OA_NTLM_FOR_SIGNING,
		.user = logon->user,
		.domain = logon->domain,
		.password = logon->password,
		.target_name = logon->spn,
		.channel_binding = binds ? binding : NULL};
	int result;

	if (oa_ntlm_challenge_parse(session->challenge.bytes, session->challenge.len,
		    &challenge, err) < 0 ||
		oa_ntlm_fresh_make(&fresh, err) < 0)
		return -1;
	oa_ntlm_channel_binding(tls->binding, tls->binding_len, binding);
	result = oa_ntlm_authenticate(&login, &challenge, &fresh, &answer, err);
	oa_wipe(&fresh, sizeof(fresh));
	if (result < 0)
		return -1;
	result = oa_auth_with_token(oa_scheme_name((enum oa_scheme)logon->scheme),
		answer.bytes, answer.len, ret_value, err);
	oa_ntlm_answer_free(&answer);
	return result;
}

/* One leg: the server's own proof would come with its answer, and is not needed
 * over TLS. */
static int prove_kerberos(const struct oa_session *session,
	const struct oa_logon *logon, struct oa_secret *ret_value, struct oa_error *err)
{
	const struct oa_tls_info *tls = &session->connection->tls;
	const struct oa_kerberos_peer peer = {.use = OA_KERBEROS_FOR_HTTP,
		.tickets = logon->tickets,
		.service = logon->service,
		.binding = tls->binding,
		.binding_len = logon->no_channel_binding ? 0 : tls->binding_len};
	struct oa_kerberos_token token = {0};
	struct oa_kerberos *context;
	int result;

	if (oa_kerberos_new(&peer, &context, err) < 0)
		return -1;
	result = oa_kerberos_step(context, NULL, 0, &token, err);
	oa_kerberos_free(context);
	if (result < 0)
		return -1;
	result = oa_auth_with_token(
		"Negotiate", token.bytes, token.len, ret_value, err);
	oa_kerberos_token_free(&token);
	return result;
}

static int prove(const struct oa_session *session, const struct oa_logon *logon,
	struct oa_secret *ret_value, struct oa_error *err)
{
	if (logon->scheme == OA_SCHEME_BASIC)
		return oa_auth_basic(logon->user, logon->password, ret_value, err);
	if (logon->scheme == OA_SCHEME_NEGOTIATE && logon->tickets)
		return prove_kerberos(session, logon, ret_value, err);
	return prove_ntlm(session, logon, ret_value, err);
}

int oa_logon_send(struct oa_session *session, const struct oa_logon *logon,
	const struct oa_http_request *request, const void *body, size_t body_len,
	struct oa_deadline until, struct oa_error *err)
{
	struct oa_http_request last = *request;
	struct oa_secret value = {0};
	int result;

	if (logon->scheme) {
		if (prove(session, logon, &value, err) < 0)
			return -1;
		last.authorization = &value;
	}
	result = oa_session_send(session, &last, body, body_len, until, err);
	/* a refused ticket counts against no account */
	if (logon->scheme && !logon->tickets)
		session->was_refused = logon->was_refused;
	oa_secret_free(&value);
	return result;
}
