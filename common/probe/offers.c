/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/offers.h"
#include "common/base/array.h"
#include "common/base/text.h"
#include "common/probe/channel.h"
#include "common/probe/frontopen.h"
#include "common/probe/judge_http.h"
#include "common/probe/looks.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* What the steps of one round of questions share. */
struct round {
	struct oa_front *front;
	const char *query;
	struct oa_deadline until;
	struct oa_connections group;
	struct oa_session session;
};

/* One question. */
struct ask {
	enum oa_ask ask;
	const char *method;
	int64_t content_length;
};

void oa_scheme_list(unsigned schemes, char buffer[OA_SCHEME_LIST_SIZE])
{
	/* the order in which servers list them */
	static const enum oa_scheme order[] = {OA_SCHEME_NEGOTIATE, OA_SCHEME_NTLM,
		OA_SCHEME_BASIC, OA_SCHEME_DIGEST, OA_SCHEME_BEARER, OA_SCHEME_OTHER};

	buffer[0] = '\0';
	for (size_t i = 0; i < OA_LENGTH(order); i++)
		if (schemes & order[i])
			oa_append(buffer, OA_SCHEME_LIST_SIZE, "%s%s",
				buffer[0] ? ", " : "", oa_scheme_name(order[i]));
}

static int renew(struct round *round)
{
	struct oa_connection *connection;

	oa_session_free(&round->session);
	oa_connections_free(&round->group);
	connection = oa_front_open(round->front, &round->group, 1, round->until);
	if (!connection || round->front->is_unusable)
		return -1;
	oa_session_init(&round->session, connection, round->front->report, "ASK");
	return 0;
}

static struct oa_case case_of(struct round *round, const struct ask *ask)
{
	return (struct oa_case){.front = round->front,
		.session = &round->session,
		.ask = ask->ask,
		.method = ask->method};
}

static int exchange(struct round *round, const struct ask *ask)
{
	static const uint8_t body[4] = {0};
	size_t body_len = ask->ask == OA_ASK_ECHO ? sizeof(body) : 0;
	struct oa_case given = case_of(round, ask);
	struct oa_session *session = &round->session;
	struct oa_http_request request;
	struct oa_error error = {0};
	int64_t start_us = oa_now_us();
	char target[1400];

	oa_front_request(round->front, ask->method, body_len ? round->query : NULL,
		ask->content_length, &request, target, sizeof(target));
	session->name = ask->method;
	if (oa_session_send(session, &request, body, body_len, round->until, &error) ==
			0 &&
		oa_session_read_head(session, round->until, &error) == 0 &&
		oa_session_read_body(session, ask->method, round->until, &error) == 0) {
		if (ask->ask == OA_ASK_GET)
			oa_report_value(round->front->report, "http_time",
				oa_seconds_since(start_us));
		return 0;
	}
	oa_judge_no_answer(
		&given, &error, OA_CODE_HTTP_TIMEOUT, oa_seconds_since(start_us));
	return -1;
}

/* GET feeds the second looks that tell neighbouring causes apart. */
static void remember(struct round *round, const struct ask *ask, double seconds)
{
	if (ask->ask == OA_ASK_GET)
		round->front->looks.get = oa_look_at(&round->session, seconds);
}

static int note(struct round *round, const struct ask *ask, struct oa_offers *offers)
{
	const struct oa_session *session = &round->session;
	struct oa_offer *offer = &offers->item[offers->count];
	int status = oa_session_status(session);

	oa_clock_note_answer(&offers->clock, round->front, session);
	oa_device_of(session, offers->device, sizeof(offers->device));
	*offer = (struct oa_offer){.method = ask->method,
		.is_anonymous = status == 200,
		.schemes = session->offers.schemes};
	snprintf(offer->names, sizeof(offer->names), "%s", session->offers.names);
	snprintf(offer->realm, sizeof(offer->realm), "%s", session->offers.realm);
	if (status != 401 && (status != 200 || oa_is_html(session)))
		return -1;
	oa_channel_served(round->front, session);
	offers->count++;
	return 0;
}

static int ask_one(
	struct round *round, const struct ask *ask, struct oa_offers *ret_offers)
{
	struct oa_case given = case_of(round, ask);
	int64_t start_us;

	if ((!round->session.connection || !round->session.can_reuse) &&
		renew(round) < 0)
		return -1;
	start_us = oa_now_us();
	if (exchange(round, ask) < 0)
		return -1;
	remember(round, ask, oa_seconds_since(start_us));
	if (note(round, ask, ret_offers) == 0)
		return 0;
	oa_judge_answer(&given);
	return -1;
}

int oa_offers_ask(struct oa_front *front, const char *query, struct oa_deadline until,
	struct oa_offers *ret_offers)
{
	static const struct ask asks[OA_OFFERS_MAX] = {
		{OA_ASK_GET, "GET", OA_HTTP_NO_LENGTH},
		{OA_ASK_ECHO, "RPC_OUT_DATA", 4},
		{OA_ASK_ECHO, "RPC_IN_DATA", 4},
	};
	struct round round = {.front = front, .query = query, .until = until};
	int result = 0;

	*ret_offers = (struct oa_offers){0};
	for (size_t i = 0; i < OA_OFFERS_MAX && result == 0; i++)
		result = ask_one(&round, &asks[i], ret_offers);
	oa_session_free(&round.session);
	oa_connections_free(&round.group);
	return result;
}

unsigned oa_offers_any(const struct oa_offers *offers)
{
	unsigned any = 0;

	for (size_t i = 0; i < offers->count; i++)
		any |= offers->item[i].schemes;
	return any;
}

const char *oa_offers_names(const struct oa_offers *offers)
{
	for (size_t i = 0; i < offers->count; i++)
		if (offers->item[i].names[0])
			return offers->item[i].names;
	return "none";
}

static void find_anonymous(struct oa_front *front, const struct oa_offer *offer)
{
	oa_step_detail(
		oa_report_find(front->report, OA_CODE_ANONYMOUS_ACCESS, NULL, NULL),
		"%s without credentials got 200", offer->method);
}

static void find_no_scheme(struct oa_front *front, const struct oa_offer *offer)
{
	oa_step_detail(
		oa_report_find(front->report, OA_CODE_AUTH_NO_SCHEME, NULL, NULL),
		"%s got 401 without WWW-Authenticate", offer->method);
}

static void find_missing(
	struct oa_front *front, const struct oa_offer *offer, unsigned required)
{
	char missing[OA_SCHEME_LIST_SIZE], all[OA_SCHEME_LIST_SIZE];
	struct oa_facts facts = {0};

	oa_scheme_list(required & ~offer->schemes, missing);
	oa_scheme_list(required, all);
	oa_facts_set(&facts, "need", "%s", missing);
	oa_facts_set(&facts, "schemes", "%s", offer->names);
	oa_step_detail(oa_report_find(front->report, OA_CODE_AUTH_SCHEME_MISSING, NULL,
			       &facts),
		"%s: found %s, required %s", offer->method, offer->names, all);
}

static int judge_one(struct oa_front *front, const struct oa_offer *offer,
	const struct oa_offers_wish *wish)
{
	if (offer->is_anonymous) {
		find_anonymous(front, offer);
		return 0;
	}
	if (!offer->schemes && wish->elsewhere)
		return -1;
	if (!offer->schemes) {
		find_no_scheme(front, offer);
		return -1;
	}
	if (wish->required & ~offer->schemes & ~wish->elsewhere) {
		find_missing(front, offer, wish->required);
		return -1;
	}
	return 0;
}

/* A scheme without a bit of its own is named as it was sent. */
static void name_unwanted(
	const struct oa_offers *offers, unsigned unwanted, char *buffer, size_t size)
{
	char list[OA_SCHEME_LIST_SIZE];

	oa_scheme_list(unwanted, list);
	if (unwanted & OA_SCHEME_OTHER)
		snprintf(buffer, size, "%s (of %s)", list, oa_offers_names(offers));
	else
		snprintf(buffer, size, "%s", list);
}

static void judge_unwanted(struct oa_front *front, const struct oa_offers *offers,
	const struct oa_offers_wish *wish)
{
	unsigned unwanted = oa_offers_any(offers) &
			    (wish->forbidden | ~(unsigned)OA_SCHEMES_USUAL) &
			    ~wish->required;
	struct oa_facts facts = {0};
	char names[400];
	struct oa_step *step;

	if (!unwanted)
		return;
	name_unwanted(offers, unwanted, names, sizeof(names));
	oa_facts_set(&facts, "scheme", "%s", names);
	step = oa_report_find(
		front->report, OA_CODE_AUTH_SCHEME_UNWANTED, NULL, &facts);
	for (size_t i = 0; i < offers->count; i++)
		if (offers->item[i].schemes & unwanted)
			oa_step_detail(step, "%s: found %s", offers->item[i].method,
				offers->item[i].names);
}

static void describe(struct oa_front *front, const struct oa_offers *offers)
{
	struct oa_step *step;

	if (!oa_offers_any(offers))
		return;
	step = oa_report_ok(front->report, OA_HOP_AUTH, NULL, -1, "offers %s",
		oa_offers_names(offers));
	for (size_t i = 0; i < offers->count; i++)
		if (offers->item[i].names[0])
			oa_step_detail(step, "%s: %s%s%s", offers->item[i].method,
				offers->item[i].names,
				offers->item[i].realm[0] ? ", realm " : "",
				offers->item[i].realm);
}

int oa_offers_judge(struct oa_front *front, const struct oa_offers *offers,
	const struct oa_offers_wish *wish)
{
	int result = 0;

	describe(front, offers);
	for (size_t i = 0; i < offers->count; i++)
		if (judge_one(front, &offers->item[i], wish) < 0)
			result = -1;
	judge_unwanted(front, offers, wish);
	if (front->target->no_tls && (oa_offers_any(offers) & OA_SCHEME_BASIC))
		oa_report_find(front->report, OA_CODE_HTTP_PLAIN_BASIC, NULL, NULL);
	return result;
}
