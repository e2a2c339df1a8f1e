/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/attempt.h"
#include "common/probe/statuses.h"
#include "common/rpc/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct oa_attempt *oa_attempt_new(
	struct oa_front *front, const char *server, uint16_t port)
{
	struct oa_attempt *attempt = calloc(1, sizeof(*attempt));

	if (!attempt)
		return NULL;
	attempt->front = front;
	attempt->server = server;
	attempt->port = port;
	attempt->bind_seconds = attempt->call_seconds = -1;
	snprintf(attempt->query, sizeof(attempt->query), "%s:%u", server, port);
	snprintf(attempt->subject, sizeof(attempt->subject), "%u", port);
	return attempt;
}

void oa_attempt_free(struct oa_attempt *attempt)
{
	if (!attempt)
		return;
	oa_rpc_free(&attempt->rpc);
	if (attempt->group.count > 1)
		oa_connection_close(&attempt->group.item[1]);
	oa_session_free(&attempt->in);
	oa_session_free(&attempt->out);
	oa_connections_free(&attempt->group);
	free(attempt);
}

enum oa_code oa_code_of_port(uint16_t port)
{
	switch (port) {
	case 6001:
		return OA_CODE_ENDPOINT_6001_DOWN;
	case 6002:
		return OA_CODE_ENDPOINT_6002_DOWN;
	case 6004:
		return OA_CODE_ENDPOINT_6004_DOWN;
	default:
		return OA_CODE_RPC_TARGET_UNREACHABLE;
	}
}

struct oa_case oa_attempt_case(struct oa_attempt *attempt, enum oa_ask ask)
{
	bool is_in = ask == OA_ASK_IN;

	return (struct oa_case){.front = attempt->front,
		.session = is_in ? &attempt->in : &attempt->out,
		.ask = ask,
		.method = is_in ? "RPC_IN_DATA" : "RPC_OUT_DATA",
		.server = attempt->server,
		.subject = attempt->subject,
		.was_proven = attempt->front->scheme != 0};
}

/* The session whose answer ended the virtual connection, and its text. */
static const struct oa_session *last_words(
	const struct oa_attempt *attempt, const char **ret_text, size_t *ret_len)
{
	const struct oa_vconn *vconn = &attempt->vconn;
	bool is_in = vconn->end == OA_VCONN_IN_ANSWERED;
	const struct oa_session *session = is_in ? &attempt->in : &attempt->out;

	*ret_text = session->head.reason.text;
	*ret_len = session->head.reason.len;
	switch (vconn->end) {
	case OA_VCONN_OUT_REFUSED:
		return session;
	case OA_VCONN_IN_ANSWERED:
		return oa_session_status(session) >= 400 ? session : NULL;
	case OA_VCONN_OUT_STATUS:
		*ret_text = vconn->line;
		*ret_len = strlen(vconn->line);
		return session;
	default:
		return NULL;
	}
}

/* Whatever answer of the run has told so: the refusal is rpcproxy.dll's, and the front
 * end need not have put its name on it. */
static bool is_2013_or_later(
	const struct oa_attempt *attempt, const struct oa_session *session)
{
	return oa_speaker_of(session) == OA_SPEAKER_EXCHANGE ||
	       attempt->out_side.front_end[0] ||
	       attempt->front->build.first_year >= 2013;
}

bool oa_attempt_note_refusal(struct oa_attempt *attempt)
{
	const char *text;
	size_t len;
	const struct oa_session *session = last_words(attempt, &text, &len);
	uint32_t number;

	if (attempt->reach == OA_REACH_UNAVAILABLE)
		return true;
	if (!session || !oa_rpc_error_in(text, len, &number) ||
		(!oa_status_is_unavailable(number) &&
			number != OA_STATUS_ACCESS_DENIED))
		return false;
	attempt->reach = OA_REACH_UNAVAILABLE;
	attempt->refusal = number;
	attempt->refusal_seconds = oa_seconds_since(attempt->out_us);
	attempt->is_exchange = is_2013_or_later(attempt, session);
	return true;
}
