/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/channels.h"
#include "common/base/text.h"
#include "common/probe/judge_http.h"
#include "common/probe/kerberos.h"

#include <stdio.h>

/* What all steps of one preparation share. */
struct preparation {
	struct oa_front *front;
	struct oa_connections *group;
	const struct oa_channel *channels;
	size_t count;
	const char *query;
	const char *subject;
	struct oa_deadline until;
};

static int open_all(const struct preparation *p)
{
	struct oa_connection *first = oa_front_open(
		p->front, p->group, p->count, p->until);

	if (!first)
		return -1;
	for (size_t i = 0; i < p->count; i++)
		oa_session_init(p->channels[i].session, &first[i], p->front->report,
			p->channels[i].name);
	return 0;
}

static int reopen_all(const struct preparation *p)
{
	for (size_t i = 0; i < p->count; i++)
		oa_session_free(p->channels[i].session);
	oa_connections_free(p->group);
	return open_all(p);
}

static void judge_failure(const struct preparation *p, const struct oa_channel *channel,
	const struct oa_error *error, int64_t start_us)
{
	struct oa_case given = {.front = p->front,
		.session = channel->session,
		.method = channel->method,
		.subject = p->subject};

	oa_judge_no_answer(
		&given, error, OA_CODE_HTTP_TIMEOUT, oa_seconds_since(start_us));
}

static void judge_answer(
	const struct preparation *p, const struct oa_channel *channel, enum oa_ask ask)
{
	struct oa_case given = {.front = p->front,
		.session = channel->session,
		.ask = ask,
		.method = channel->method,
		.server = p->query,
		.subject = p->subject};

	oa_judge_answer(&given);
}

/* Asks without credentials what would be wanted. */
static int echo(const struct preparation *p, const struct oa_channel *channel)
{
	static const uint8_t body[4] = {0};
	struct oa_http_request request;
	struct oa_error error = {0};
	int64_t start_us = oa_now_us();
	char target[1400];

	oa_front_request(p->front, channel->method, p->query, sizeof(body), &request,
		target, sizeof(target));
	if (oa_session_send(channel->session, &request, body, sizeof(body), p->until,
		    &error) < 0 ||
		oa_session_read_head(channel->session, p->until, &error) < 0 ||
		oa_session_read_body(
			channel->session, channel->method, p->until, &error) < 0) {
		judge_failure(p, channel, &error, start_us);
		return -1;
	}
	return 0;
}

/* The healthy answer lists schemes; no user was given, so this is the end. */
static void miss_credentials(
	const struct preparation *p, const struct oa_session *session)
{
	struct oa_facts facts = {0};

	oa_channels_served(p->front, session);
	oa_facts_set(&facts, "schemes", "%s", session->offers.names);
	oa_report_find(
		p->front->report, OA_CODE_MISSING_CREDENTIALS, p->subject, &facts);
}

static bool is_rpc_answer(const struct oa_session *session)
{
	char type[64];

	oa_session_field(session, "Content-Type", type, sizeof(type));
	return oa_session_status(session) == 200 &&
	       (!session->page_len || session->page[0] == 5);
}

static int go_anonymous(const struct preparation *p)
{
	const struct oa_channel *first = &p->channels[0];

	if (echo(p, first) < 0)
		return -1;
	if (oa_session_status(first->session) == 401 &&
		first->session->offers.schemes) {
		miss_credentials(p, first->session);
		return -1;
	}
	if (!is_rpc_answer(first->session)) {
		judge_answer(p, first, OA_ASK_ECHO);
		return -1;
	}
	oa_channels_served(p->front, first->session);
	oa_report_find(p->front->report, OA_CODE_ANONYMOUS_ACCESS, NULL, NULL);
	return first->session->can_reuse ? 0 : reopen_all(p);
}

/* A bad certificate ends the logon, not the look: the schemes are listed, no
 * password is sent. */
static int look_only(const struct preparation *p)
{
	const struct oa_channel *first = &p->channels[0];

	if (echo(p, first) < 0)
		return -1;
	oa_channels_served(p->front, first->session);
	if (oa_session_status(first->session) == 401)
		oa_report_ok(p->front->report, OA_HOP_AUTH, NULL, -1,
			"offers %s; no password was sent",
			first->session->offers.names[0] ? first->session->offers.names
							: "no scheme");
	return -1;
}

static int ask_all(const struct preparation *p)
{
	enum oa_scheme scheme = (enum oa_scheme)p->front->scheme;
	struct oa_http_request request;
	struct oa_error error = {0};
	int64_t start_us = oa_now_us();
	char target[1400];

	for (size_t i = 0; i < p->count; i++) {
		oa_front_request(p->front, p->channels[i].method, p->query, 0, &request,
			target, sizeof(target));
		if (oa_logon_ask_as(p->channels[i].session, scheme, &request, p->until,
			    &error) < 0) {
			judge_failure(p, &p->channels[i], &error, start_us);
			return -1;
		}
	}
	return 0;
}

/* Hears the challenge of one channel: 1 if it came, 0 if something else did. */
static int hear_one(const struct preparation *p, const struct oa_channel *channel)
{
	struct oa_error error = {0};
	int64_t start_us = oa_now_us();
	int answer = oa_logon_hear(channel->session, channel->method, p->until, &error);

	if (answer < 0) {
		judge_failure(p, channel, &error, start_us);
		return -1;
	}
	return answer == OA_LOGON_CHALLENGED;
}

static void miss_challenge(
	const struct preparation *p, const struct oa_session *session)
{
	struct oa_facts facts = {0};

	char device[128];
	bool has_token = session->offers.ntlm.bytes || session->offers.negotiate.bytes;

	/* a challenge is worth nothing on a connection that ends with it */
	oa_device_of(session, device, sizeof(device));
	oa_facts_set(&facts, "device", "%s", device);
	oa_facts_set(&facts, "reason", "NTLM is offered but brings no challenge");
	oa_report_find(p->front->report,
		has_token ? OA_CODE_AUTH_CONNECTION_NOT_PINNED : OA_CODE_HTTP_MALFORMED,
		p->subject, &facts);
}

static int go_ntlm(const struct preparation *p);

static bool may_use_basic(
	const struct oa_front *front, const struct oa_session *session)
{
	return front->target->auth == OA_AUTH_AUTO && !front->target->no_tls &&
	       oa_session_status(session) == 401 &&
	       (session->offers.schemes & OA_SCHEME_BASIC);
}

/* Hears the answers of the channels behind one: 1 if all can go on, 0 if one of
 * them has to be opened anew. */
static int hear_rest(const struct preparation *p, size_t from)
{
	int keeps = 1;

	for (size_t i = from; i < p->count; i++) {
		if (hear_one(p, &p->channels[i]) < 0)
			return -1;
		if (!p->channels[i].session->can_reuse)
			keeps = 0;
	}
	return keeps;
}

static int go_basic(const struct preparation *p, size_t from)
{
	int keeps = hear_rest(p, from + 1);

	if (keeps < 0)
		return -1;
	oa_channels_served(p->front, p->channels[from].session);
	p->front->scheme = OA_SCHEME_BASIC;
	return keeps && p->channels[from].session->can_reuse ? 0 : reopen_all(p);
}

/* NTLM is not offered by its own name, but may pass under the other one. */
static bool may_use_negotiate(
	const struct oa_front *front, const struct oa_session *session)
{
	return front->scheme == OA_SCHEME_NTLM && oa_session_status(session) == 401 &&
	       (session->offers.schemes & OA_SCHEME_NEGOTIATE) &&
	       !(session->offers.schemes & OA_SCHEME_NTLM);
}

static int go_negotiate(const struct preparation *p, size_t from)
{
	int keeps = hear_rest(p, from + 1);

	if (keeps < 0)
		return -1;
	p->front->scheme = OA_SCHEME_NEGOTIATE;
	if ((!keeps || !p->channels[from].session->can_reuse) && reopen_all(p) < 0)
		return -1;
	return go_ntlm(p);
}

/* No challenge came on a channel: the other name of NTLM, then Basic if that is
 * allowed, else a finding. */
static int fall_back(const struct preparation *p, size_t from)
{
	const struct oa_channel *channel = &p->channels[from];
	const struct oa_session *session = channel->session;

	if (may_use_negotiate(p->front, session))
		return go_negotiate(p, from);
	if (may_use_basic(p->front, session))
		return go_basic(p, from);
	/* what is offered is Kerberos alone: NTLM is what is missing */
	p->front->scheme = OA_SCHEME_NTLM;
	if (oa_session_status(session) == 401 &&
		(session->offers.schemes & OA_SCHEME_NTLM))
		miss_challenge(p, session);
	else
		judge_answer(p, channel, OA_ASK_OUT);
	if (oa_session_status(session) == 401)
		oa_channels_served(p->front, session);
	return -1;
}

static int go_ntlm(const struct preparation *p)
{
	if (p->front->scheme != OA_SCHEME_NEGOTIATE)
		p->front->scheme = OA_SCHEME_NTLM;
	if (ask_all(p) < 0)
		return -1;
	for (size_t i = 0; i < p->count; i++) {
		int heard = hear_one(p, &p->channels[i]);

		if (heard < 0)
			return -1;
		if (!heard)
			return fall_back(p, i);
		oa_channels_served(p->front, p->channels[i].session);
	}
	return 0;
}

static bool has_credentials(const struct oa_front *front)
{
	return front->user[0] && oa_secret_given(&front->target->who.password);
}

/* The KDC has refused nothing that another scheme needs, and that one is allowed:
 * by Negotiate, too, if only the service has no name there. */
static bool may_do_without(const struct oa_front *front, const struct oa_error *error)
{
	bool is_nameless = error->layer == OA_LAYER_KERBEROS &&
			   error->number == OA_TICKETS_SERVICE_UNKNOWN;

	return has_credentials(front) && oa_kerberos_may_go_on(error) &&
	       (front->target->auth == OA_AUTH_AUTO || is_nameless);
}

/* One leg, which goes with the final request: there is nothing to ask before. */
static int go_kerberos(const struct preparation *p)
{
	struct oa_front *front = p->front;
	struct oa_error error = {0};

	front->scheme = OA_SCHEME_NEGOTIATE;
	if (oa_kerberos_log_on(front, oa_deadline_share(p->until, 0.5), &error) == 0)
		return 0;
	if (!may_do_without(front, &error)) {
		oa_kerberos_find(front, &error);
		return -1;
	}
	front->kerberos = error;
	front->scheme = 0;
	return go_ntlm(p);
}

int oa_channels_prepare(struct oa_front *front, struct oa_connections *group,
	const struct oa_channel *channels, size_t count, const char *query,
	const char *subject, struct oa_deadline until)
{
	struct preparation p = {.front = front,
		.group = group,
		.channels = channels,
		.count = count,
		.query = query,
		.subject = subject,
		.until = until};

	if (open_all(&p) < 0 || front->is_unusable)
		return -1;
	if (front->has_bad_certificate)
		return look_only(&p);
	if (!has_credentials(front) && !oa_kerberos_is_wanted(front))
		return go_anonymous(&p);
	if (front->target->auth == OA_AUTH_BASIC || front->scheme == OA_SCHEME_BASIC) {
		front->scheme = OA_SCHEME_BASIC;
		return 0;
	}
	if (front->service[0] || (!front->scheme && oa_kerberos_is_wanted(front)))
		return go_kerberos(&p);
	return go_ntlm(&p);
}

/* What has passed under the name of Negotiate. */
static const char *package_of(const struct oa_front *front)
{
	if (front->scheme != OA_SCHEME_NEGOTIATE)
		return "";
	return front->service[0] ? " (Kerberos)" : " (NTLM)";
}

void oa_channels_accepted(
	struct oa_front *front, const struct oa_session *session, double seconds)
{
	oa_channels_served(front, session);
	if (front->was_accepted || !front->scheme)
		return;
	front->was_accepted = true;
	oa_report_value(front->report, "auth_time", seconds);
	oa_report_ok(front->report, OA_HOP_AUTH, NULL, seconds, "%s%s accepted for %s",
		oa_scheme_name(front->scheme), package_of(front), front->user);
	if (!front->service[0] && front->kerberos.layer != OA_LAYER_NONE)
		oa_kerberos_warn(front, &front->kerberos);
}

void oa_channels_served(struct oa_front *front, const struct oa_session *session)
{
	char server[128], front_end[128];
	struct oa_step *step;

	if (front->was_served)
		return;
	front->was_served = true;
	oa_device_of(session, server, sizeof(server));
	oa_session_field(session, "X-FEServer", front_end, sizeof(front_end));
	step = oa_report_ok(front->report, OA_HOP_HTTP, NULL, -1,
		front_end[0] ? "%s answers, front end %s" : "%s answers%s", server,
		front_end);
	oa_describe_answer(step, session);
}
