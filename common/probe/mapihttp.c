/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/mapihttp.h"
#include "common/base/array.h"
#include "common/probe/channels.h"
#include "common/probe/frontopen.h"
#include "common/probe/judge_http.h"
#include "common/probe/mapijudge.h"
#include "common/probe/mapisession.h"
#include "common/probe/pace.h"
#include "common/probe/untested.h"

#include <stdio.h>
#include <string.h>

/* The way itself has this share of the time; the rest is for second looks, and for
 * the end of a session that was begun. */
#define WAY_SHARE 0.8

/* One of the two endpoints. */
struct endpoint {
	const char *path;
	const char *subject;
	const char *label;
};

static const struct endpoint endpoints[] = {
	{"/mapi/emsmdb/", "emsmdb", "emsmdb_time"},
	{"/mapi/nspi/", "nspi", "nspi_time"},
};

/* What the steps of one run share. */
struct run {
	struct oa_front *front; /* borrowed */
	const struct oa_mapihttp_plan *plan;
	struct oa_mapi mapi;
	struct oa_pace pace; /* one step is one request */
	bool has_offers;     /* the schemes are in the report */
};

/* Exchange names its version, others may name themselves. */
static const char *application(const struct run *run, char *buffer, size_t size)
{
	char text[64];

	oa_session_field(&run->mapi.session, "X-ServerApplication", text, sizeof(text));
	snprintf(buffer, size, "%s%s", text[0] ? ", " : "", text);
	return buffer;
}

static void describe_ping(struct run *run, const struct endpoint *endpoint)
{
	struct oa_mapi *mapi = &run->mapi;
	struct oa_step *step;
	char text[80];

	oa_report_value(run->front->report, endpoint->label, mapi->seconds);
	if (mapi->code == OA_MAPI_DISABLED || mapi->code == OA_MAPI_SHUTTING) {
		oa_mapi_fail(mapi, OA_STATE_CRITICAL, "X-ResponseCode %u (%s) on %s",
			mapi->code, oa_mapi_code_name(mapi->code), endpoint->path);
		return;
	}
	step = oa_report_ok(run->front->report, OA_HOP_MAPIHTTP, endpoint->subject,
		mapi->seconds, "PING answered, X-ResponseCode %u (%s)%s", mapi->code,
		oa_mapi_code_name(mapi->code), application(run, text, sizeof(text)));
	oa_describe_answer(step, &mapi->session);
	if (mapi->answer.pending)
		oa_step_detail(step, "PENDING was said %u times", mapi->answer.pending);
}

/* What anybody gets from a healthy endpoint is a demand for a logon. */
static bool is_demand(const struct run *run, enum oa_mapi_result result)
{
	const struct oa_session *session = &run->mapi.session;

	return run->mapi.is_anonymous && result == OA_MAPI_REFUSED &&
	       oa_session_status(session) == 401 && session->offers.schemes;
}

static void describe_demand(struct run *run, const struct endpoint *endpoint)
{
	const struct oa_session *session = &run->mapi.session;
	struct oa_report *report = run->front->report;

	oa_channel_served(run->front, session);
	if (!run->has_offers)
		oa_report_ok(report, OA_HOP_AUTH, NULL, -1, "offers %s",
			session->offers.names);
	run->has_offers = true;
	oa_report_ok(report, OA_HOP_MAPIHTTP, endpoint->subject, run->mapi.seconds,
		"%s wants a logon", endpoint->path);
}

/* Returns true if the endpoint works as far as it was tested. */
static bool ping(struct run *run, const struct endpoint *endpoint)
{
	const struct oa_mapi_call call = {
		.path = endpoint->path, .type = "PING", .subject = endpoint->subject};
	enum oa_mapi_result result = oa_mapi_call(&run->mapi, &call);
	bool works = result == OA_MAPI_ANSWERED || is_demand(run, result);

	if (result == OA_MAPI_ANSWERED)
		describe_ping(run, endpoint);
	else if (works)
		describe_demand(run, endpoint);
	else
		oa_mapi_judge(&run->mapi, result);
	if (result == OA_MAPI_ANSWERED && !run->mapi.accepted_by)
		run->mapi.accepted_by = endpoint->path;
	run->mapi.call = NULL;
	return works;
}

/* The page is there for anybody; another answer than 200 means that the server has
 * taken itself out of rotation. */
static void look_at_health(struct run *run)
{
	const struct oa_mapi_call call = {
		.path = "/mapi/healthcheck.htm", .subject = "healthcheck"};
	int status = oa_mapi_get(&run->mapi, call.path);

	if (!status || status == 404)
		return;
	run->mapi.call = &call;
	if (status == 200)
		oa_report_ok(run->front->report, OA_HOP_MAPIHTTP, call.subject, -1,
			"%s says 200", call.path);
	else
		oa_mapi_fail(&run->mapi, OA_STATE_WARNING,
			"%s says %d: the server took itself out of rotation", call.path,
			status);
	run->mapi.call = NULL;
}

static void miss_credentials(struct run *run)
{
	const struct oa_session *session = &run->mapi.session;
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "schemes", "%s",
		session->connection && session->offers.names[0] ? session->offers.names
								: "none");
	oa_report_find(run->front->report, OA_CODE_MISSING_CREDENTIALS, NULL, &facts);
}

/* A step that has no time would find fault with the connection. */
static bool is_late(const struct run *run)
{
	return oa_deadline_passed(run->mapi.until);
}

/* An endpoint that nobody has asked is not in order. */
static void leave_out(struct run *run, const struct endpoint *endpoint)
{
	oa_report_value_get(run->front->report, endpoints[0].label, &run->pace.cost);
	oa_pace_find(&run->pace, run->front, endpoint->subject);
}

static void walk(struct run *run)
{
	bool works = ping(run, &endpoints[0]);

	if (works && run->plan->connects) {
		if (run->mapi.is_anonymous)
			miss_credentials(run);
		else
			oa_mapi_session_try(
				&run->mapi, endpoints[0].path, run->plan->user_dn);
	}
	/* a logon that nobody has taken yet is not shown a second time */
	if ((works || run->front->was_accepted) && !is_late(run))
		ping(run, &endpoints[1]);
	else if (works)
		leave_out(run, &endpoints[1]);
	if (!is_late(run))
		look_at_health(run);
}

static bool has_step(const struct oa_report *report, const char *subject)
{
	for (size_t i = 0; i < report->step_count; i++)
		if (report->steps[i].hop == OA_HOP_MAPIHTTP &&
			!strcmp(report->steps[i].subject, subject))
			return true;
	return false;
}

static void mark_untested(const struct run *run)
{
	static const enum oa_hop hops[] = {
		OA_HOP_DNS, OA_HOP_TCP, OA_HOP_TLS, OA_HOP_HTTP, OA_HOP_AUTH};
	struct oa_report *report = run->front->report;

	oa_mark_untested(report, run->front->target, hops, OA_LENGTH(hops), NULL);
	for (size_t i = 0; i < OA_LENGTH(endpoints); i++)
		if (!has_step(report, endpoints[i].subject))
			oa_report_not_tested(
				report, OA_HOP_MAPIHTTP, endpoints[i].subject);
	if (run->plan->connects && !has_step(report, "connect") &&
		has_step(report, endpoints[0].subject))
		oa_report_not_tested(report, OA_HOP_MAPIHTTP, "connect");
}

void oa_mapihttp_walk(struct oa_front *front, const struct oa_mapihttp_plan *plan,
	struct oa_deadline until)
{
	struct run run = {.front = front,
		.plan = plan,
		.mapi = {.front = front,
			.mailbox = plan->mailbox,
			.is_anonymous = !oa_channels_have_logon(front),
			.until = oa_deadline_share(until, WAY_SHARE),
			.accepted_by = front->was_accepted ? "/rpc" : NULL},
		.pace = oa_pace_begin(until)};

	walk(&run);
	mark_untested(&run);
	oa_mapi_free(&run.mapi);
}

void oa_probe_mapihttp(const struct oa_target *target,
	const struct oa_mapihttp_plan *plan, struct oa_deadline until,
	struct oa_report *report)
{
	struct oa_front front;

	if (oa_front_init(&front, target, report, until) == 0)
		oa_mapihttp_walk(&front, plan, until);
	else
		mark_untested(&(struct run){.front = &front, .plan = plan});
	oa_front_free(&front);
}
