/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/rpcproxy.h"
#include "common/base/array.h"
#include "common/probe/announce.h"
#include "common/probe/channels.h"
#include "common/probe/echo.h"
#include "common/probe/frontopen.h"
#include "common/probe/health.h"
#include "common/probe/judge_http.h"
#include "common/probe/looks.h"
#include "common/probe/untested.h"
#include "common/probe/ways.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* The way itself has this share of the time; the rest is for second looks. */
#define WAY_SHARE 0.7

/* What the steps of one run share. */
struct run {
	struct oa_front *front; /* borrowed */
	const struct oa_rpcproxy_plan *plan;
	struct oa_deadline until;
	char query[1200];
};

/* One request without credentials. */
struct ask {
	enum oa_ask ask;
	const char *method;
	const char *name;
	int64_t content_length;
};

static struct oa_case case_of(
	struct run *run, struct oa_session *session, const struct ask *ask)
{
	return (struct oa_case){.front = run->front,
		.session = session,
		.ask = ask->ask,
		.method = ask->method,
		.server = run->plan->server};
}

static void fail(struct run *run, struct oa_session *session, const struct ask *ask,
	const struct oa_error *error, int64_t start_us)
{
	struct oa_case given = case_of(run, session, ask);

	oa_judge_no_answer(
		&given, error, OA_CODE_HTTP_TIMEOUT, oa_seconds_since(start_us));
}

static int exchange(struct run *run, struct oa_session *session, const struct ask *ask)
{
	static const uint8_t body[4] = {0};
	size_t body_len = ask->ask == OA_ASK_ECHO ? sizeof(body) : 0;
	struct oa_http_request request;
	struct oa_error error = {0};
	int64_t start_us = oa_now_us();
	char target[1400];

	oa_front_request(run->front, ask->method,
		ask->ask == OA_ASK_GET ? NULL : run->query, ask->content_length,
		&request, target, sizeof(target));
	if (oa_session_send(session, &request, body, body_len, run->until, &error) ==
			0 &&
		oa_session_read_head(session, run->until, &error) == 0 &&
		oa_session_read_body(session, ask->method, run->until, &error) == 0)
		return 0;
	fail(run, session, ask, &error, start_us);
	return -1;
}

/* What anybody gets from a healthy proxy is a demand for a logon. */
static int judge_anonymous(
	struct run *run, struct oa_session *session, const struct ask *ask)
{
	struct oa_case given = case_of(run, session, ask);
	int status = oa_session_status(session);

	if (status == 401 && session->offers.schemes)
		return 0;
	if (status == 200 && !oa_is_html(session)) {
		oa_step_detail(oa_report_find(run->front->report,
				       OA_CODE_ANONYMOUS_ACCESS, NULL, NULL),
			"%s without credentials got 200", ask->name);
		return 0;
	}
	oa_judge_answer(&given);
	return -1;
}

static void remember_look(struct run *run, const struct oa_session *session,
	const struct ask *ask, double seconds)
{
	struct oa_looks *looks = &run->front->looks;
	struct oa_look look = oa_look_at(session, seconds);

	if (ask->ask == OA_ASK_GET)
		looks->get = look;
	else if (!strcmp(ask->method, "RPC_OUT_DATA"))
		looks->out = look;
	else
		looks->echo = look;
}

static int renew(
	struct run *run, struct oa_connections *group, struct oa_session *session)
{
	struct oa_connection *connection;

	oa_session_free(session);
	oa_connections_free(group);
	connection = oa_front_open(run->front, group, 1, run->until);
	if (!connection)
		return -1;
	oa_session_init(session, connection, run->front->report, "ASK");
	return 0;
}

static int ask_one(struct run *run, struct oa_connections *group,
	struct oa_session *session, const struct ask *ask)
{
	int64_t start_us;
	double seconds;

	if (!session->can_reuse && renew(run, group, session) < 0)
		return -1;
	session->name = ask->name;
	start_us = oa_now_us();
	if (exchange(run, session, ask) < 0)
		return -1;
	seconds = oa_seconds_since(start_us);
	if (ask->ask == OA_ASK_GET)
		oa_report_value(run->front->report, "http_time", seconds);
	remember_look(run, session, ask, seconds);
	if (oa_session_status(session) == 401 || oa_session_status(session) == 200)
		oa_channel_served(run->front, session);
	return judge_anonymous(run, session, ask);
}

static void describe_offers(struct run *run, const struct oa_session *session)
{
	struct oa_report *report = run->front->report;

	if (!session->offers.schemes)
		return;
	snprintf(run->front->offers, sizeof(run->front->offers), "%s",
		session->offers.names);
	oa_report_ok(report, OA_HOP_AUTH, NULL, -1, "offers %s", session->offers.names);
	if (run->front->target->no_tls && (session->offers.schemes & OA_SCHEME_BASIC))
		oa_report_find(report, OA_CODE_HTTP_PLAIN_BASIC, NULL, NULL);
}

/* The server may have closed with its last 401; what it says of itself is worth
 * another connection. */
static void look_at_health(
	struct run *run, struct oa_connections *group, struct oa_session *session)
{
	if (!oa_health_is_there(run->front))
		return;
	if (!session->can_reuse && renew(run, group, session) < 0)
		return;
	oa_health_look(run->front, session, run->until);
}

static int look_as_anybody(struct run *run)
{
	static const struct ask asks[] = {
		{OA_ASK_GET, "GET", "GET", OA_HTTP_NO_LENGTH},
		{OA_ASK_ECHO, "RPC_OUT_DATA", "OUT", 4},
		{OA_ASK_ECHO, "RPC_IN_DATA", "IN", 4},
	};
	size_t count = run->plan->is_first_look ? 1 : OA_LENGTH(asks);
	struct oa_connections group = {0};
	struct oa_session session = {0};
	int result = renew(run, &group, &session);

	if (run->front->is_unusable)
		result = -1;
	for (size_t i = 0; i < count && result == 0; i++)
		result = ask_one(run, &group, &session, &asks[i]);
	if (result == 0) {
		describe_offers(run, &session);
		look_at_health(run, &group, &session);
	}
	oa_session_free(&session);
	oa_connections_free(&group);
	return result;
}

static void walk(struct run *run)
{
	struct oa_front *front = run->front;
	const char *server = run->plan->server;
	int64_t start_us;
	enum oa_echo echo;

	if (look_as_anybody(run) < 0 || run->plan->is_first_look)
		return;
	if (front->has_bad_certificate || !oa_channels_have_logon(front)) {
		oa_announce(front, run->query, server, false, run->until);
		return;
	}
	start_us = oa_now_us();
	echo = oa_echo_test(front, run->query, server, NULL, run->until);
	if (echo == OA_ECHO_ANSWERED)
		oa_announce(front, run->query, server, true, run->until);
	else if (echo == OA_ECHO_SILENT)
		oa_echo_find_silence(front, NULL, oa_seconds_since(start_us));
}

static void mark_untested(const struct oa_front *front)
{
	static const enum oa_hop hops[] = {OA_HOP_DNS, OA_HOP_TCP, OA_HOP_TLS,
		OA_HOP_HTTP, OA_HOP_AUTH, OA_HOP_PROXY};

	oa_mark_untested(front->report, front->target, hops, OA_LENGTH(hops), NULL);
}

void oa_rpcproxy_walk(struct oa_front *front, const struct oa_rpcproxy_plan *plan,
	struct oa_deadline until)
{
	struct run run = {.front = front,
		.plan = plan,
		.until = oa_deadline_share(until, WAY_SHARE)};

	snprintf(run.query, sizeof(run.query), "%s:6001",
		plan->server ? plan->server : front->target->host);
	oa_facts_set(&front->report->facts, "target", "%s", run.query);
	walk(&run);
	oa_ways_compare(front);
	mark_untested(front);
}

void oa_probe_rpcproxy(const struct oa_target *target,
	const struct oa_rpcproxy_plan *plan, struct oa_deadline until,
	struct oa_report *report)
{
	struct oa_front front;

	if (oa_front_init(&front, target, report, until) == 0)
		oa_rpcproxy_walk(&front, plan, until);
	else
		mark_untested(&front);
	oa_front_free(&front);
}
