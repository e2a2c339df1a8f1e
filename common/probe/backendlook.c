/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/backendlook.h"
#include "common/base/array.h"
#include "common/base/text.h"
#include "common/probe/frontopen.h"
#include "common/probe/judge_http.h"
#include "common/probe/judge_tls.h"
#include "common/probe/looks.h"
#include "common/probe/statuses.h"

#include <stdio.h>
#include <string.h>

/* A refusal comes at once; a SYN that was lost is sent again after a second. */
#define CONNECT_SECONDS_MIN   1.3
#define CONNECT_SECONDS_MAX   3.5
#define HANDSHAKE_SECONDS_MAX 6.0

/* The report of a back end holds one finding at a time; the judge wants its code, its
 * text and its hint. */
static void keep_failure(struct oa_backend *backend)
{
	const struct oa_step *verdict = oa_report_verdict(&backend->report);

	if (!verdict)
		return;
	backend->failure = *verdict;
	backend->failure.details = NULL;
}

/* How long a back end may take for what the front end has done already. */
static double patience(const struct oa_backend *backend, bool with_handshake)
{
	double seconds = oa_front_patience(
		backend->beside, "tcp_time", CONNECT_SECONDS_MIN, CONNECT_SECONDS_MAX);

	if (with_handshake)
		seconds += oa_front_patience(backend->beside, "tls_time",
			CONNECT_SECONDS_MIN, HANDSHAKE_SECONDS_MAX);
	return seconds;
}

static bool resolve(struct oa_backend *backend, struct oa_deadline until)
{
	if (oa_front_init(&backend->front, &backend->target, &backend->report, until) ==
		0)
		return true;
	backend->reach = OA_BACKEND_NOT_FOUND;
	keep_failure(backend);
	return false;
}

static bool has_address(const struct oa_dns_answer *answer, const char *address)
{
	for (size_t i = 0; i < answer->count; i++)
		if (!strcmp(answer->address[i], address))
			return true;
	return false;
}

static struct oa_connection *connect_to(
	struct oa_backend *backend, struct oa_deadline until)
{
	struct oa_error error = {0};
	struct oa_facts facts = {0};

	if (oa_connections_init(&backend->group, &error) == 0)
		backend->first = oa_connections_open(
			&backend->group, 1, &backend->front.how, until, &error);
	if (backend->first) {
		backend->is_same_host = has_address(
			&backend->beside->dns, backend->first->peer);
		return backend->first;
	}
	oa_facts_set(&facts, "phase", "connect");
	oa_facts_set(&facts, "reason", "%s", error.text);
	oa_report_find(&backend->report, OA_CODE_INTERNAL_ERROR, NULL, &facts);
	keep_failure(backend);
	return NULL;
}

bool oa_backend_knock(struct oa_backend *backend, struct oa_deadline until)
{
	struct oa_connection *connection;

	backend->target.no_tls = true;
	backend->reach = OA_BACKEND_NOT_OPEN;
	if (!resolve(backend, until))
		return false;
	connection = connect_to(
		backend, oa_deadline_step(until, patience(backend, false)));
	if (!connection)
		return false;
	if (connection->phase == OA_PHASE_OPEN)
		return true;
	oa_judge_connection(&backend->front, connection);
	keep_failure(backend);
	return false;
}

static bool open_securely(struct oa_backend *backend, struct oa_deadline until)
{
	struct oa_connection *connection = connect_to(
		backend, oa_deadline_step(until, patience(backend, true)));

	backend->reach = OA_BACKEND_NOT_OPEN;
	if (!connection)
		return false;
	if (connection->phase == OA_PHASE_OPEN)
		return true;
	if (connection->phase == OA_PHASE_TLS)
		backend->reach = OA_BACKEND_NOT_SECURE;
	oa_judge_connection(&backend->front, connection);
	keep_failure(backend);
	return false;
}

static int exchange(struct oa_session *session, const struct oa_http_request *request,
	struct oa_deadline until, struct oa_error *err)
{
	if (oa_session_send(session, request, NULL, 0, until, err) < 0 ||
		oa_session_read_head(session, until, err) < 0)
		return -1;
	/* the page of an error is nice to have, its head is what counts */
	oa_session_read_body(session, request->method, until, NULL);
	return 0;
}

static bool has_exchange_field(const struct oa_session *session)
{
	static const char *const fields[] = {
		"X-BEServer", "X-DiagInfo", "X-CasErrorCode", "X-OWA-Version"};
	char text[8];

	for (size_t i = 0; i < OA_LENGTH(fields); i++)
		if (oa_session_field(session, fields[i], text, sizeof(text)))
			return true;
	return false;
}

static void keep_answer(struct oa_backend *backend, const struct oa_session *session)
{
	static const char *const fields[] = {"Server", "X-BEServer", "X-DiagInfo",
		"X-CasErrorCode", "X-OWA-Version", "request-id"};
	const struct oa_http_span *reason = &session->head.reason;
	char text[200];
	uint32_t number;

	backend->schemes = session->offers.schemes;
	snprintf(backend->offers, sizeof(backend->offers), "%s", session->offers.names);
	backend->has_exchange_field = has_exchange_field(session);
	backend->is_html = oa_is_html(session);
	backend->has_rpc_error = oa_rpc_error_in(reason->text, reason->len, &number);
	oa_clean(text, sizeof(text), session->head.line.text, session->head.line.len);
	oa_append(backend->answer, sizeof(backend->answer), "%s", text);
	for (size_t i = 0; i < OA_LENGTH(fields); i++)
		if (oa_session_field(session, fields[i], text, sizeof(text)))
			oa_append(backend->answer, sizeof(backend->answer), ", %s: %s",
				fields[i], text);
}

/* The first message of NTLM carries no secret; the answer to it has the names that
 * front ends know the server by. */
static void ask_names(struct oa_backend *backend, struct oa_session *session,
	const struct oa_http_request *request, struct oa_deadline until)
{
	unsigned scheme = backend->schemes & OA_SCHEME_NTLM ? OA_SCHEME_NTLM
							    : OA_SCHEME_NEGOTIATE;
	struct oa_ntlm_challenge challenge;

	if (!(backend->schemes & scheme) || !session->can_reuse)
		return;
	if (oa_logon_ask(session, (enum oa_scheme)scheme, request, until, NULL) < 0 ||
		oa_logon_hear(session, request->method, until, NULL) !=
			OA_LOGON_CHALLENGED ||
		!oa_logon_challenge(session, &challenge))
		return;
	snprintf(backend->dns_name, sizeof(backend->dns_name), "%s",
		challenge.dns_computer);
	snprintf(backend->netbios_name, sizeof(backend->netbios_name), "%s",
		challenge.nb_computer);
}

static void fail(struct oa_backend *backend, struct oa_session *session,
	const struct oa_error *error, int64_t start_us)
{
	struct oa_case given = {.front = &backend->front,
		.session = session,
		.ask = OA_ASK_ECHO,
		.method = "RPC_IN_DATA"};

	backend->reach = OA_BACKEND_SILENT;
	oa_judge_no_answer(
		&given, error, OA_CODE_HTTP_TIMEOUT, oa_seconds_since(start_us));
	keep_failure(backend);
}

void oa_backend_look(
	struct oa_backend *backend, const char *query, struct oa_deadline until)
{
	int64_t start_us = oa_now_us();
	struct oa_http_request request;
	struct oa_error error = {0};
	struct oa_session session;
	char target[1400];

	if (!resolve(backend, until) || !open_securely(backend, until))
		return;
	oa_session_init(&session, backend->first, &backend->report, backend->place);
	oa_front_request(&backend->front, "RPC_IN_DATA", query, 0, &request, target,
		sizeof(target));
	if (exchange(&session, &request, oa_deadline_share(until, 0.7), &error) == 0) {
		backend->reach = OA_BACKEND_ANSWERED;
		backend->seconds = oa_seconds_since(start_us);
		backend->look = oa_look_at(&session, backend->seconds);
		keep_answer(backend, &session);
		ask_names(backend, &session, &request, until);
	} else {
		fail(backend, &session, &error, start_us);
	}
	oa_session_free(&session);
}

/* A demand for the logon that front ends make is the site's own, also where the field
 * Server was taken out. */
bool oa_backend_is_foreign(const struct oa_backend *backend)
{
	bool wants_logon = backend->look.status == 401 &&
			   (backend->schemes & (OA_SCHEME_NTLM | OA_SCHEME_NEGOTIATE));

	if (backend->look.status == 200 && backend->is_html)
		return true;
	return backend->look.speaker == OA_SPEAKER_DEVICE && !wants_logon &&
	       !backend->has_exchange_field;
}

void oa_backend_log_on(struct oa_backend *backend, const struct oa_front *front,
	const char *query, struct oa_deadline until)
{
	backend->trial = (struct oa_trial){
		.scheme = front->scheme, .by = OA_BY_IN_ECHO, .query = query};
	oa_trial_run(&backend->front, &backend->trial, until);
}
