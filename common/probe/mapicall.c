/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/mapicall.h"
#include "common/net/logon.h"
#include "common/probe/channels.h"
#include "common/probe/frontopen.h"
#include "common/probe/mapijudge.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

/* A version that no server is known to refuse. */
#define CLIENT_APPLICATION "Outlook/16.0.4266.1003"

/* The head of one request; its parts point to each other, so it stays in place. */
struct shape {
	char target[600];
	char id[64];
	char info[64];
	struct oa_http_extra extras[6];
	struct oa_http_request request;
};

static void name_client(struct oa_mapi *mapi)
{
	uint8_t bytes[16] = {0};
	size_t len = 0;

	if (mapi->client[0])
		return;
	/* a name by which a log is searched; poor randomness would do no harm */
	(void)!getrandom(bytes, sizeof(bytes), 0);
	for (size_t i = 0; i < sizeof(bytes); i++) {
		bool has_dash = i == 4 || i == 6 || i == 8 || i == 10;

		len += (size_t)snprintf(mapi->client + len, sizeof(mapi->client) - len,
			"%s%02X",
			i == 0     ? "{"
			: has_dash ? "-"
				   : "",
			bytes[i]);
	}
	snprintf(mapi->client + len, sizeof(mapi->client) - len, "}");
}

static void shape_request(
	struct oa_mapi *mapi, const struct oa_mapi_call *call, struct shape *shape)
{
	const struct oa_target *target = mapi->front->target;
	const struct oa_http_extra extras[] = {
		{"Content-Type", "application/mapi-http"},
		{"X-RequestType", call->type},
		{"X-RequestId", shape->id},
		{"X-ClientInfo", shape->info},
		{"X-ClientApplication", CLIENT_APPLICATION},
		{"Cookie", mapi->cookies.text},
	};

	name_client(mapi);
	mapi->serial++;
	snprintf(shape->id, sizeof(shape->id), "%s:%u", mapi->client, mapi->serial);
	snprintf(shape->info, sizeof(shape->info), "%s:1", mapi->client);
	snprintf(shape->target, sizeof(shape->target), "%s?%s%s", call->path,
		mapi->mailbox ? "MailboxId=" : "useMailboxOfAuthenticatedUser=true",
		mapi->mailbox ? mapi->mailbox : "");
	memcpy(shape->extras, extras, sizeof(extras));
	shape->request = (struct oa_http_request){.method = "POST",
		.target = shape->target,
		.host = target->host,
		.port = (uint16_t)target->port,
		.is_tls = !target->no_tls,
		.content_length = (int64_t)call->body_len,
		.user_agent = "Microsoft Office/16.0",
		.extras = shape->extras,
		.extras_len = 6 - !mapi->cookies.text[0]};
}

static void judge_early(void *data, struct oa_session *session)
{
	struct oa_mapi *mapi = data;

	(void)session;
	oa_mapi_judge(mapi, OA_MAPI_REFUSED);
}

static void let_go(struct oa_mapi *mapi)
{
	oa_session_free(&mapi->session);
	oa_connections_free(&mapi->group);
}

/* Brings a new connection to where the request can be sent. */
static int prepare(struct oa_mapi *mapi, const struct shape *shape)
{
	const struct oa_channel channel = {&mapi->session, "MAPI", "POST"};
	const struct oa_channel_form form = {
		.request = &shape->request, .judge = judge_early, .data = mapi};
	struct oa_connection *connection;

	let_go(mapi);
	mapi->was_proven = false;
	if (!mapi->is_anonymous)
		return oa_channels_prepare_as(mapi->front, &mapi->group, &channel,
			&form, mapi->call->subject, mapi->until);
	connection = oa_front_open(mapi->front, &mapi->group, 1, mapi->until);
	if (!connection || mapi->front->is_unusable)
		return -1;
	oa_session_init(&mapi->session, connection, mapi->front->report, "MAPI");
	return 0;
}

/* A connection that NTLM was done on is logged on; the other schemes speak in every
 * request. */
static struct oa_logon logon_for(const struct oa_mapi *mapi, bool is_kept)
{
	struct oa_logon logon = oa_front_logon(mapi->front);
	bool is_ntlm = logon.scheme != OA_SCHEME_BASIC && !logon.tickets;

	if (mapi->is_anonymous || (is_kept && is_ntlm))
		logon.scheme = 0;
	return logon;
}

static bool read_code(struct oa_mapi *mapi)
{
	const struct oa_session *session = &mapi->session;
	char text[16];
	bool has_code;

	if (oa_session_status(session) != 200)
		return false;
	oa_session_field(session, "X-ResponseCode", text, sizeof(text));
	has_code = oa_mapi_number(text, strlen(text), &mapi->code);
	if (oa_mapi_body_parse(
		    session->page, session->page_len, &mapi->answer, &mapi->error) < 0)
		return false;
	if (mapi->answer.has_code)
		mapi->code = mapi->answer.code;
	return has_code || mapi->answer.has_code;
}

static int exchange(struct oa_mapi *mapi, const struct shape *shape, bool is_kept)
{
	const struct oa_mapi_call *call = mapi->call;
	struct oa_logon logon = logon_for(mapi, is_kept);
	struct oa_session *session = &mapi->session;
	int64_t start_us = oa_now_us();
	int result = 0;

	mapi->was_proven = !mapi->is_anonymous;
	if (oa_logon_send(session, &logon, &shape->request, call->body, call->body_len,
		    mapi->until, &mapi->error) < 0 ||
		oa_session_read_head(session, mapi->until, &mapi->error) < 0 ||
		oa_session_read_body(session, "POST", mapi->until, &mapi->error) < 0)
		result = -1;
	if (result < 0)
		session->can_reuse = false;
	mapi->seconds = oa_seconds_since(start_us);
	return result;
}

static enum oa_mapi_result try_call(struct oa_mapi *mapi, bool is_kept)
{
	struct oa_session *session = &mapi->session;
	struct shape shape;

	mapi->error = (struct oa_error){0};
	mapi->answer = (struct oa_mapi_body){0};
	shape_request(mapi, mapi->call, &shape);
	if (!is_kept && prepare(mapi, &shape) < 0)
		return OA_MAPI_FAILED;
	if (exchange(mapi, &shape, is_kept) < 0) {
		/* a session that has begun must be ended all the same */
		if (session->has_head)
			oa_cookies_take(&mapi->cookies, &session->head);
		return OA_MAPI_SILENT;
	}
	oa_cookies_take(&mapi->cookies, &session->head);
	if (!read_code(mapi))
		return OA_MAPI_REFUSED;
	if (!mapi->is_anonymous) {
		oa_channel_accepted(mapi->front, session,
			session->challenged_us
				? oa_seconds_since(session->challenged_us)
				: mapi->seconds);
	}
	return OA_MAPI_ANSWERED;
}

/* The server may have ended a connection that it had promised to keep, or its
 * logon; the password was good on it, so that trying again is no risk.  A request
 * with a body may have had its effect. */
static bool is_lost(const struct oa_mapi *mapi, enum oa_mapi_result result)
{
	if (result == OA_MAPI_REFUSED)
		return !mapi->is_anonymous && mapi->front->was_accepted &&
		       oa_session_status(&mapi->session) == 401;
	return result == OA_MAPI_SILENT && mapi->error.layer == OA_LAYER_CLOSED &&
	       !mapi->call->body_len;
}

enum oa_mapi_result oa_mapi_call(struct oa_mapi *mapi, const struct oa_mapi_call *call)
{
	bool is_kept = mapi->session.connection && mapi->session.can_reuse;
	enum oa_mapi_result result;

	if (!mapi->path || strcmp(mapi->path, call->path) != 0)
		mapi->cookies = (struct oa_cookies){0};
	mapi->path = call->path;
	mapi->call = call;
	result = try_call(mapi, is_kept);
	if (is_kept && is_lost(mapi, result))
		result = try_call(mapi, false);
	return result;
}

int oa_mapi_get(struct oa_mapi *mapi, const char *path)
{
	const struct oa_target *target = mapi->front->target;
	const struct oa_http_request request = {.method = "GET",
		.target = path,
		.host = target->host,
		.port = (uint16_t)target->port,
		.is_tls = !target->no_tls,
		.content_length = OA_HTTP_NO_LENGTH};
	struct oa_session *session = &mapi->session;

	if (!session->connection || !session->can_reuse)
		return 0;
	session->name = "HEALTH";
	if (oa_session_send(session, &request, NULL, 0, mapi->until, NULL) < 0 ||
		oa_session_read_head(session, mapi->until, NULL) < 0 ||
		oa_session_read_body(session, "GET", mapi->until, NULL) < 0)
		return 0;
	return oa_session_status(session);
}

void oa_mapi_free(struct oa_mapi *mapi)
{
	let_go(mapi);
}
