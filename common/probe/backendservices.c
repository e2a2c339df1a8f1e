/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/backendservices.h"
#include "common/base/array.h"
#include "common/probe/channels.h"
#include "common/probe/hush.h"
#include "common/probe/looks.h"
#include "common/probe/trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const services[] = {"/owa/", "/ews/exchange.asmx",
	"/autodiscover/autodiscover.xml", "/mapi/emsmdb/"};

#define SERVICE_COUNT OA_LENGTH(services)

/* An answer that comes before the proof says nothing about what is behind it. */
static void ignore(void *data, struct oa_session *session)
{
	(void)data;
	(void)session;
}

static int log_on(struct oa_front *front, struct oa_session *session,
	const struct oa_http_request *request, struct oa_deadline until)
{
	struct oa_logon logon = oa_front_logon(front);

	if (oa_logon_send(session, &logon, request, NULL, 0, until, NULL) < 0)
		return -1;
	return oa_session_read_head(session, until, NULL);
}

/* GET with logon; no status if it comes to nothing. */
static struct oa_look look_at(
	struct oa_front *front, const char *path, struct oa_deadline until)
{
	const struct oa_target *target = front->target;
	const struct oa_http_request request = {.method = "GET",
		.target = path,
		.host = target->host,
		.port = (uint16_t)target->port,
		.is_tls = !target->no_tls,
		.user_agent = "MSRPC",
		.content_length = OA_HTTP_NO_LENGTH};
	const struct oa_channel_form form = {.request = &request, .judge = ignore};
	struct oa_connections group = {0};
	struct oa_session session = {0};
	const struct oa_channel channel = {&session, "SERVICE", "GET"};
	struct oa_look look = {.is_taken = true};
	int64_t start_us = oa_now_us();

	if (oa_channels_prepare_as(front, &group, &channel, &form, NULL, until) == 0 &&
		log_on(front, &session, &request, until) == 0)
		look = oa_look_at(&session, oa_seconds_since(start_us));
	oa_session_free(&session);
	oa_connections_free(&group);
	return look;
}

static void take_all(struct oa_front *front, struct oa_deadline until,
	struct oa_look looks[SERVICE_COUNT])
{
	struct oa_step finding;
	struct oa_hush hush;

	oa_hush_begin(&hush, front);
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		looks[i] = look_at(front, services[i],
			oa_deadline_share(until, 1.0 / (double)(SERVICE_COUNT - i)));
	oa_hush_end(&hush, front, &finding);
	free(finding.details);
}

/* A redirect or another demand for a logon tells nothing: forms, other schemes. */
static bool is_telling(const struct oa_look *look)
{
	return look->status && look->status != 401 && look->status / 100 != 3;
}

static bool fails_like(const struct oa_look *look, const char *fe)
{
	return look->status == 500 && !strcmp(look->fe, fe);
}

void oa_backend_services(struct oa_front *front, struct oa_deadline until)
{
	const char *fe = front->looks.logon.fe;
	struct oa_look looks[SERVICE_COUNT];
	struct oa_facts facts = {0};
	size_t failed = 0, telling = 0;
	struct oa_step *step;

	if (!fe[0] || front->looks.logon.status != 500)
		return;
	take_all(front, until, looks);
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		telling += is_telling(&looks[i]);
		failed += fails_like(&looks[i], fe);
	}
	if (failed < 2 || failed < telling)
		return;
	oa_facts_set(&facts, "fe", "%s", fe);
	step = oa_report_find(
		front->report, OA_CODE_BACKEND_ALL_SERVICES_FAILED, NULL, &facts);
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		oa_step_detail(
			step, "%s %d %s", services[i], looks[i].status, looks[i].who);
}

static bool is_refusal(const struct oa_look *look)
{
	return look->be[0] && look->speaker == OA_SPEAKER_EXCHANGE &&
	       (look->status == 401 || look->status == 403 || look->status == 404 ||
		       look->status == 503);
}

static bool passes(struct oa_front *front, const char *server, struct oa_deadline until)
{
	char query[1200];
	struct oa_trial trial = {
		.scheme = front->scheme, .by = OA_BY_IN_ECHO, .query = query};
	bool result;

	snprintf(query, sizeof(query), "%s:6001", server);
	oa_trial_run(front, &trial, until);
	result = trial.result == OA_TRIAL_ACCEPTED;
	oa_trial_free(&trial);
	return result;
}

void oa_backend_alternatives(struct oa_front *front, const struct oa_backend_plan *plan,
	struct oa_deadline until)
{
	const struct oa_look *look = &front->looks.logon;
	struct oa_facts facts = {0};

	if (!plan->server || !is_refusal(look))
		return;
	for (size_t i = 0; i < plan->alternatives.count; i++) {
		if (!passes(front, plan->alternatives.item[i], until))
			continue;
		oa_facts_set(&facts, "be", "%s", look->be);
		oa_facts_set(&facts, "status", "%d", look->status);
		oa_step_detail(oa_report_find(front->report, OA_CODE_LEGACY_CAS_REFUSED,
				       NULL, &facts),
			"%s passes, %s does not", plan->alternatives.item[i],
			plan->server);
		return;
	}
}
