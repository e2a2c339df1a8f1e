/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/health.h"
#include "common/probe/speaker.h"

#include <stdio.h>
#include <string.h>

/* It is a page of a few bytes. */
#define PATIENCE_SECONDS 3.0

bool oa_health_is_there(const struct oa_front *front)
{
	return front->looks.get.fe[0] || front->build.first_year >= 2013;
}

/* "/rpc/healthcheck.htm" for "/rpc/rpcproxy.dll". */
static void set_path(const struct oa_front *front, char *buffer, size_t size)
{
	const char *path = front->target->path;
	const char *slash = strrchr(path, '/');

	snprintf(buffer, size, "%.*s/healthcheck.htm", slash ? (int)(slash - path) : 0,
		path);
}

/* Returns the status, 0 with an error without an answer. */
static int ask(struct oa_front *front, struct oa_session *session,
	struct oa_deadline until, struct oa_error *err)
{
	struct oa_http_request request;
	char path[600];

	session->name = "HEALTH";
	oa_front_request(
		front, "GET", NULL, OA_HTTP_NO_LENGTH, &request, path, sizeof(path));
	set_path(front, path, sizeof(path));
	if (oa_session_send(session, &request, NULL, 0, until, err) < 0 ||
		oa_session_read_head(session, until, err) < 0)
		return 0;
	oa_session_read_body(session, "GET", until, NULL);
	return oa_session_status(session);
}

static void find_failed(
	struct oa_front *front, const struct oa_session *session, int status)
{
	const char *known = front->looks.get.fe;
	struct oa_facts facts = {0};
	char fe[128] = "";

	if (status)
		oa_session_field(session, "X-FEServer", fe, sizeof(fe));
	if (!fe[0])
		snprintf(fe, sizeof(fe), "%s", known[0] ? known : front->target->host);
	oa_facts_set(&facts, "fe", "%s", fe);
	if (status)
		oa_facts_set(&facts, "status", "%d", status);
	else
		oa_facts_set(&facts, "status", "not answered");
	oa_report_find(front->report, OA_CODE_HTTP_HEALTHCHECK_FAILED, NULL, &facts);
}

/* What a device does not let through says nothing of the server behind it. */
static bool is_devices(const struct oa_session *session, int status)
{
	return status && oa_speaker_of(session) == OA_SPEAKER_DEVICE;
}

void oa_health_look(
	struct oa_front *front, struct oa_session *session, struct oa_deadline until)
{
	int64_t start_us = oa_now_us();
	struct oa_error error = {0};
	int status = ask(
		front, session, oa_deadline_step(until, PATIENCE_SECONDS), &error);
	double seconds = oa_seconds_since(start_us);

	if (status == 200)
		oa_report_ok(
			front->report, OA_HOP_HTTP, NULL, seconds, "healthcheck ok");
	else if (is_devices(session, status))
		oa_report_ok(front->report, OA_HOP_HTTP, NULL, seconds,
			"note: a device answers %d for healthcheck.htm", status);
	/* with less time than that its silence says nothing */
	else if (error.layer != OA_LAYER_TIMEOUT || seconds >= PATIENCE_SECONDS)
		find_failed(front, session, status);
}
