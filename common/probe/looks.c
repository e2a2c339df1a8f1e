/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/looks.h"
#include "common/probe/frontsee.h"
#include "common/probe/headers.h"

#include <stdio.h>

/* No single look may use up what others need. */
#define LOOK_SECONDS 2.0

struct oa_look oa_look_at(const struct oa_session *session, double seconds)
{
	struct oa_look look = {.is_taken = true,
		.status = oa_session_status(session),
		.speaker = oa_speaker_of(session),
		.seconds = session->has_head ? seconds : -1};

	oa_headers_speaker(session, look.who, sizeof(look.who));
	if (session->has_head) {
		oa_session_field(session, "X-FEServer", look.fe, sizeof(look.fe));
		oa_session_field(
			session, "X-CalculatedBETarget", look.be, sizeof(look.be));
	}
	return look;
}

/* Whatever goes wrong here is no finding: a look only explains another one. */
static struct oa_look take(struct oa_front *front,
	const struct oa_http_request *request, const void *body, size_t body_len,
	const char *name)
{
	struct oa_deadline until = oa_deadline_step(
		oa_deadline_share(front->until, 0.5), LOOK_SECONDS);
	struct oa_look look = {.is_taken = true, .seconds = -1, .who = "nobody"};
	struct oa_connections group = {0};
	struct oa_connection *connection = NULL;
	struct oa_session session;

	if (oa_connections_init(&group, NULL) == 0)
		connection = oa_connections_open(&group, 1, &front->how, until, NULL);
	if (connection && connection->phase == OA_PHASE_OPEN) {
		struct oa_error error = {0};
		int64_t start_us = oa_now_us();

		oa_session_init(&session, connection, front->report, name);
		if (oa_session_send(&session, request, body, body_len, until, &error) ==
			0)
			oa_session_read_head(&session, until, &error);
		look = oa_look_at(&session, oa_seconds_since(start_us));
		oa_front_learn(front, &session);
		oa_session_free(&session);
	}
	oa_connections_free(&group);
	return look;
}

static struct oa_look take_get(
	struct oa_front *front, const char *path, const char *host, const char *name)
{
	const struct oa_target *target = front->target;
	struct oa_http_request request = {.method = "GET",
		.target = path,
		.host = host,
		.port = (uint16_t)target->port,
		.is_tls = !target->no_tls,
		.is_last = true,
		.user_agent = "MSRPC",
		.content_length = OA_HTTP_NO_LENGTH};

	return take(front, &request, NULL, 0, name);
}

int oa_look_ask(const struct oa_front *front, struct oa_session *session, uint16_t port,
	bool is_tls, struct oa_deadline until)
{
	struct oa_http_request request;
	char target[600];

	oa_front_request(front, "GET", NULL, OA_HTTP_NO_LENGTH, &request, target,
		sizeof(target));
	request.port = port;
	request.is_tls = is_tls;
	request.is_last = true;
	if (oa_session_send(session, &request, NULL, 0, until, NULL) < 0 ||
		oa_session_read_head(session, until, NULL) < 0)
		return 0;
	return oa_session_status(session);
}

const struct oa_look *oa_look_get(struct oa_front *front)
{
	struct oa_look *look = &front->looks.get;

	if (!look->is_taken)
		*look = take_get(
			front, front->target->path, front->target->host, "GET");
	return look;
}

struct oa_look oa_look_echo_again(struct oa_front *front)
{
	static const uint8_t body[4] = {0};
	struct oa_http_request request;
	char target[600];

	oa_front_request(front, "RPC_IN_DATA", NULL, sizeof(body), &request, target,
		sizeof(target));
	return take(front, &request, body, sizeof(body), "ECHO");
}

const struct oa_look *oa_look_echo(struct oa_front *front)
{
	if (!front->looks.echo.is_taken)
		front->looks.echo = oa_look_echo_again(front);
	return &front->looks.echo;
}

const struct oa_look *oa_look_by_address(struct oa_front *front)
{
	struct oa_look *look = &front->looks.by_address;

	if (!look->is_taken && front->dns.count)
		*look = take_get(front, front->target->path, front->dns.address[0],
			"GET by address");
	return look;
}

static bool is_exchange(const struct oa_look *look)
{
	return look->status == 401 || look->status == 302 || look->status == 301;
}

bool oa_look_finds_exchange(struct oa_front *front)
{
	struct oa_looks *looks = &front->looks;
	const char *host = front->target->host;

	if (!looks->autodiscover.is_taken)
		looks->autodiscover = take_get(front, "/autodiscover/autodiscover.xml",
			host, "GET autodiscover");
	if (is_exchange(&looks->autodiscover))
		return true;
	if (!looks->owa.is_taken)
		looks->owa = take_get(front, "/owa/", host, "GET owa");
	return is_exchange(&looks->owa);
}

bool oa_look_is_healthy(const struct oa_look *look)
{
	return look->status == 200 || look->status == 401;
}
