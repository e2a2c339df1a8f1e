/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/announce.h"
#include "common/probe/channels.h"
#include "common/probe/frontopen.h"
#include "common/probe/judge_http.h"
#include "common/probe/looks.h"

#include <stdio.h>

/* A server that takes the announced body says nothing; one that does not says so at
 * once, for which three times the time of a GET is plenty, within these bounds. */
#define ANNOUNCE_SECONDS_MIN 0.1
#define ANNOUNCE_SECONDS_MAX 0.5

static void judge(struct oa_case *given)
{
	struct oa_report *report = given->front->report;

	if (oa_wants_mailbox(given->session, given->server))
		oa_report_ok(report, OA_HOP_PROXY, NULL, -1,
			"the front end wants a mailbox: --server guid@domain goes on");
	else if (oa_session_status(given->session) == 401 && !given->was_proven)
		oa_report_ok(report, OA_HOP_PROXY, NULL, -1,
			"announcement of 1 GiB not refused");
	else
		oa_judge_answer(given);
}

static void announce(struct oa_case *given, const char *query, struct oa_deadline until)
{
	struct oa_front *front = given->front;
	struct oa_logon logon = oa_front_logon(front);
	struct oa_http_request request;
	struct oa_error error = {0};
	int64_t start_us = oa_now_us();
	char target[1400];

	if (!given->was_proven)
		logon.scheme = 0;
	oa_front_request(front, given->method, query, OA_HTTP_IN_LENGTH, &request,
		target, sizeof(target));
	if (oa_logon_send(given->session, &logon, &request, NULL, 0, until, &error) ==
			0 &&
		oa_session_read_head(given->session,
			oa_deadline_step(until,
				oa_front_patience(front, "http_time",
					ANNOUNCE_SECONDS_MIN, ANNOUNCE_SECONDS_MAX)),
			&error) == 0)
		judge(given);
	else if (error.layer == OA_LAYER_TIMEOUT)
		oa_report_ok(front->report, OA_HOP_PROXY, NULL, -1,
			given->was_proven ? "body of 1 GiB accepted"
					  : "announcement of 1 GiB not refused");
	else
		oa_judge_no_answer(given, &error, OA_CODE_HTTP_TIMEOUT,
			oa_seconds_since(start_us));
	front->looks.announcement = oa_look_at(
		given->session, oa_seconds_since(start_us));
	if (error.layer == OA_LAYER_TIMEOUT)
		snprintf(front->looks.announcement.who,
			sizeof(front->looks.announcement.who), "nobody objects");
}

static int prepare(struct oa_front *front, struct oa_connections *group,
	struct oa_session *session, const char *query, bool with_logon,
	struct oa_deadline until)
{
	const struct oa_channel channel = {session, "IN", "RPC_IN_DATA"};
	struct oa_connection *connection;

	if (with_logon)
		return oa_channels_prepare(
			front, group, &channel, 1, query, NULL, until);
	connection = oa_front_open(front, group, 1, until);
	if (!connection)
		return -1;
	oa_session_init(session, connection, front->report, channel.name);
	return 0;
}

void oa_announce(struct oa_front *front, const char *query, const char *server,
	bool with_logon, struct oa_deadline until)
{
	struct oa_connections group = {0};
	struct oa_session session = {0};
	struct oa_case given = {.front = front,
		.session = &session,
		.ask = OA_ASK_IN,
		.method = "RPC_IN_DATA",
		.server = server,
		.was_proven = with_logon};

	if (prepare(front, &group, &session, query, with_logon, until) == 0)
		announce(&given, query, until);
	oa_session_free(&session);
	oa_connections_free(&group);
}
