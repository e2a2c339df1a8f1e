/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/backend.h"
#include "common/base/array.h"
#include "common/probe/backendjudge.h"
#include "common/probe/backendservices.h"
#include "common/probe/channels.h"
#include "common/probe/echo.h"
#include "common/probe/frontopen.h"
#include "common/probe/hush.h"
#include "common/probe/judge_http.h"
#include "common/probe/looks.h"
#include "common/probe/untested.h"
#include "common/probe/ways.h"

#include <stdio.h>

/* The way itself has this share of the time, the rest is for second looks; 443 has
 * that share of it before 444 is looked at. */
#define WAY_SHARE   0.8
#define FRONT_SHARE 0.4

/* What the steps of one run share. */
struct run {
	struct oa_front *front; /* borrowed */
	const struct oa_backend_plan *plan;
	struct oa_deadline until;
	char query[1200];
	bool answers_here; /* a site Exchange Back End answers on the front's host */
};

static bool has_finding(const struct oa_report *report, enum oa_code code)
{
	for (size_t i = 0; i < report->step_count; i++)
		if (report->steps[i].code == code)
			return true;
	return false;
}

/* What anybody gets from 443. */
static void look_at_front(struct run *run, struct oa_session *session)
{
	struct oa_front *front = run->front;
	struct oa_case given = {
		.front = front, .session = session, .ask = OA_ASK_GET, .method = "GET"};
	struct oa_http_request request;
	struct oa_error error = {0};
	int64_t start_us = oa_now_us();
	char target[600];
	int status;

	oa_front_request(front, "GET", NULL, OA_HTTP_NO_LENGTH, &request, target,
		sizeof(target));
	if (oa_session_send(session, &request, NULL, 0, run->until, &error) < 0 ||
		oa_session_read_head(session, run->until, &error) < 0 ||
		oa_session_read_body(session, "GET", run->until, &error) < 0) {
		oa_judge_no_answer(&given, &error, OA_CODE_HTTP_TIMEOUT,
			oa_seconds_since(start_us));
		return;
	}
	front->looks.get = oa_look_at(session, oa_seconds_since(start_us));
	oa_report_value(front->report, "http_time", front->looks.get.seconds);
	status = front->looks.get.status;
	if ((status == 401 && session->offers.schemes) || status == 200)
		oa_channel_served(front, session);
	else
		oa_judge_answer(&given);
}

static void open_front(struct run *run)
{
	struct oa_front *front = run->front;
	struct oa_connections group = {0};
	struct oa_session session = {0};
	struct oa_connection *connection = oa_front_open(
		front, &group, 1, oa_deadline_share(run->until, FRONT_SHARE));

	if (connection && !front->is_unusable) {
		oa_session_init(&session, connection, front->report, "GET");
		look_at_front(run, &session);
		oa_session_free(&session);
	}
	oa_connections_free(&group);
}

/* The same request as 444 gets, with logon. */
static void test_front(struct run *run)
{
	struct oa_front *front = run->front;
	int64_t start_us = oa_now_us();
	int status;

	if (!run->plan->knows_front)
		open_front(run);
	status = front->looks.get.status;
	if (front->looks.logon.is_taken || front->has_bad_certificate ||
		front->was_refused || !oa_channels_have_logon(front) ||
		(status != 401 && status != 200))
		return;
	if (oa_echo_test(front, run->query, run->plan->server, NULL,
		    oa_deadline_share(run->until, FRONT_SHARE)) == OA_ECHO_SILENT)
		oa_echo_find_silence(front, NULL, oa_seconds_since(start_us));
}

/* A password that the front end has not taken is not shown to anybody else. */
static bool may_log_on(const struct oa_front *front)
{
	int status = front->looks.logon.status;

	return front->scheme && !front->was_refused &&
	       (front->was_accepted || status >= 500);
}

static void test_one(struct run *run, const char *place, struct oa_deadline until)
{
	struct oa_front *front = run->front;
	struct oa_backend *backend = oa_backend_new(front, place);
	const char *server = run->plan->server;
	char query[1200];
	double seconds = 0;

	if (!backend)
		return;
	snprintf(query, sizeof(query), "%s:6001", server ? server : backend->host);
	oa_backend_look(backend, query, until);
	if (backend->reach == OA_BACKEND_ANSWERED && !oa_backend_is_foreign(backend) &&
		may_log_on(front))
		oa_backend_log_on(backend, front, query, until);
	if (oa_backend_judge(backend, front, run->plan) && backend->is_same_host)
		run->answers_here = true;
	oa_report_value_get(front->report, "backend_time", &seconds);
	if (backend->seconds > seconds)
		oa_report_value(front->report, "backend_time", backend->seconds);
	oa_hush_hand_over(front->report, &backend->report);
	oa_backend_free(backend);
}

/* Only a refusal and silence prove that nobody gets in; whatever else kept the monitor
 * out tells nothing of the port. */
static bool is_closed(const struct oa_step *failure)
{
	return failure->code == OA_CODE_TCP_REFUSED ||
	       failure->code == OA_CODE_TCP_FILTERED;
}

static void report_unknocked(struct oa_report *report, const struct oa_backend *backend)
{
	struct oa_step failure = backend->failure;

	failure.state = OA_STATE_UNKNOWN;
	oa_hush_replay_as(report, backend->place, &failure);
}

static void knock_one(struct run *run, const char *place, struct oa_deadline until)
{
	struct oa_report *report = run->front->report;
	struct oa_backend *backend = oa_backend_new(run->front, place);
	struct oa_facts facts = {0};

	if (!backend)
		return;
	oa_backend_name(backend, &facts);
	if (oa_backend_knock(backend, until))
		oa_report_find(
			report, OA_CODE_BACKEND_PORT_EXPOSED, backend->place, &facts);
	else if (is_closed(&backend->failure))
		oa_report_ok(report, OA_HOP_BACKEND, backend->place, -1,
			"not to be reached from here (%s)", backend->first->error.text);
	else
		report_unknocked(report, backend);
	oa_hush_hand_over(report, &backend->report);
	oa_backend_free(backend);
}

static void test_backends(struct run *run)
{
	const struct oa_strings *places = &run->plan->places;
	size_t count = places->count ? places->count : 1;

	for (size_t i = 0; i < count; i++) {
		const char *place = places->count ? places->item[i] : NULL;
		struct oa_deadline until = oa_deadline_share(
			run->until, 1.0 / (double)(count - i));

		if (run->plan->expects_closed)
			knock_one(run, place, until);
		else
			test_one(run, place, until);
	}
}

/* http.sys of another site, or none at all, answers where the Default Web Site
 * should. */
static void judge_site(struct run *run)
{
	struct oa_front *front = run->front;
	const struct oa_look *look = &front->looks.get;
	bool is_foreign = look->speaker == OA_SPEAKER_HTTP_SYS &&
			  (look->status == 404 || look->status == 400);

	struct oa_facts facts = {0};

	if (!run->answers_here || (!is_foreign && !front->is_port_closed))
		return;
	if (is_foreign)
		oa_facts_set(&facts, "reason", "answers %d of http.sys", look->status);
	else
		oa_facts_set(&facts, "reason", "refused");
	oa_report_find(front->report, OA_CODE_IIS_SITE_STOPPED, NULL, &facts);
}

static void mark_untested(const struct oa_front *front)
{
	static const enum oa_hop hops[] = {OA_HOP_DNS, OA_HOP_TCP, OA_HOP_TLS,
		OA_HOP_HTTP, OA_HOP_AUTH, OA_HOP_PROXY, OA_HOP_BACKEND};

	oa_mark_untested(front->report, front->target, hops, OA_LENGTH(hops), NULL);
}

void oa_backend_walk(struct oa_front *front, const struct oa_backend_plan *plan,
	struct oa_deadline until)
{
	struct run run = {.front = front, .plan = plan, .until = until};

	snprintf(run.query, sizeof(run.query), "%s:6001",
		plan->server ? plan->server : front->target->host);
	oa_facts_set(&front->report->facts, "target", "%s", run.query);
	test_front(&run);
	test_backends(&run);
	judge_site(&run);
	if (has_finding(front->report, OA_CODE_BACKEND_HOP_FAILED))
		oa_backend_services(front, until);
	oa_backend_alternatives(front, plan, until);
	if (!plan->knows_front) {
		oa_ways_compare(front);
		mark_untested(front);
	}
}

void oa_probe_backend(const struct oa_target *target,
	const struct oa_backend_plan *plan, struct oa_deadline until,
	struct oa_report *report)
{
	struct oa_front front;

	if (oa_front_init(&front, target, report, until) == 0)
		oa_backend_walk(&front, plan, until);
	else
		mark_untested(&front);
	oa_front_free(&front);
}
