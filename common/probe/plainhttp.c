/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/plainhttp.h"
#include "common/probe/looks.h"

#define OPEN_SECONDS_MIN   0.2
#define OPEN_SECONDS_MAX   1.0
#define ANSWER_SECONDS_MAX 2.0

/* Firewalls drop what they do not want, and that wait is lost for the run. */
static double open_seconds(const struct oa_front *front)
{
	return oa_front_patience(front, "tcp_time", OPEN_SECONDS_MIN, OPEN_SECONDS_MAX);
}

static void judge(struct oa_front *front, uint16_t port, struct oa_session *session)
{
	bool offers_basic = session->offers.schemes & OA_SCHEME_BASIC;
	int status = oa_session_status(session);

	if (status == 401 && offers_basic)
		oa_step_detail(oa_report_find(front->report, OA_CODE_HTTP_PLAIN_BASIC,
				       NULL, NULL),
			"port %u without TLS: 401, offers %s", port,
			session->offers.names);
	else if (status == 401 || status == 200)
		oa_report_ok(front->report, OA_HOP_HTTP, NULL, -1,
			"note: port %u answers %d without TLS (offers %s)", port,
			status,
			session->offers.names[0] ? session->offers.names : "nothing");
	else if (status)
		oa_report_ok(front->report, OA_HOP_HTTP, NULL, -1,
			"port %u without TLS: %d", port, status);
}

void oa_plain_look(struct oa_front *front, uint16_t port, struct oa_deadline until)
{
	struct oa_connect how = front->how;
	struct oa_connections group = {0};
	struct oa_connection *connection = NULL;
	struct oa_session session;

	how.no_tls = true;
	how.port = port;
	if (oa_connections_init(&group, NULL) == 0)
		connection = oa_connections_open(&group, 1, &how,
			oa_deadline_step(until, open_seconds(front)), NULL);
	if (connection && connection->phase == OA_PHASE_OPEN) {
		oa_session_init(&session, connection, front->report, "PLAIN");
		oa_look_ask(front, &session, port, false,
			oa_deadline_step(until, ANSWER_SECONDS_MAX));
		judge(front, port, &session);
		oa_session_free(&session);
	}
	oa_connections_free(&group);
}
