/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/autodiscover_ask.h"
#include "common/probe/autodiscover_reply.h"
#include "common/probe/channels.h"
#include "common/probe/frontopen.h"
#include "common/probe/hush.h"
#include "common/probe/judge_http.h"
#include "common/probe/poxrequest.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

/* One URL being asked. */
struct ask {
	const struct oa_adquestion *question;
	struct oa_adanswer *answer;
	struct oa_deadline until;
	struct oa_target target; /* the host of the URL */
	struct oa_front front;   /* the way there, owned */
	struct oa_connections group;
	struct oa_session session;
	struct oa_http_request request;
	char body[OA_POX_REQUEST_SIZE];
	size_t body_len;
	struct oa_adreply reply; /* its bytes are owned */
	bool was_judged; /* the answer to the first leg of a logon was the end */
};

static void set_target(struct ask *ask, const struct oa_front *front)
{
	const struct oa_url *url = ask->question->url;
	const struct oa_dns_answer *dns = ask->question->dns;
	bool is_same = !strcasecmp(url->host, front->target->host);

	ask->target = *front->target;
	ask->target.host = url->host;
	ask->target.port = url->port;
	ask->target.no_tls = !url->is_tls;
	if (!is_same) {
		ask->target.address = NULL;
		ask->target.spn = NULL;
	}
	/* what the names resolve to has been judged before */
	ask->target.expected = (struct oa_strings){.count = 0};
	ask->target.is_inside = ask->target.is_outside = false;
	ask->target.answer = dns && dns->count ? dns : NULL;
}

static void set_request(struct ask *ask)
{
	const struct oa_adquestion *question = ask->question;

	if (!question->is_get)
		ask->body_len = oa_pox_request(question->address, ask->body);
	ask->request = (struct oa_http_request){
		.method = question->is_get ? "GET" : "POST",
		.target = question->url->target,
		.host = question->url->host,
		.port = question->url->port,
		.is_tls = question->url->is_tls,
		.content_length = question->is_get ? OA_HTTP_NO_LENGTH
						   : (int64_t)ask->body_len,
		.extras = question->is_get ? NULL : oa_pox_fields,
		.extras_len = question->is_get ? 0 : OA_POX_FIELDS};
}

static void fail(struct ask *ask, const struct oa_error *error, int64_t start_us)
{
	struct oa_case given = {.front = &ask->front,
		.session = &ask->session,
		.method = ask->request.method,
		.url = ask->question->url->target};

	oa_judge_no_answer(
		&given, error, OA_CODE_HTTP_TIMEOUT, oa_seconds_since(start_us));
	ask->answer->result = OA_AD_UNREACHED;
}

static int look(struct ask *ask)
{
	int64_t start_us = oa_now_us();
	struct oa_error error = {0};

	if (oa_session_send(&ask->session, &ask->request, ask->body, ask->body_len,
		    ask->until, &error) == 0 &&
		oa_adreply_read(&ask->reply, ask->until, &error) == 0)
		return 0;
	fail(ask, &error, start_us);
	return -1;
}

static void close_all(struct ask *ask)
{
	oa_session_free(&ask->session);
	oa_connections_free(&ask->group);
}

/* What the reply is; that it could not be read is no fault of the server's. */
static enum oa_adresult judge(struct ask *ask, bool was_proven)
{
	struct oa_error error;
	enum oa_adresult result = oa_adreply_judge(&ask->reply, was_proven, &error);

	if (error.layer != OA_LAYER_SYSTEM)
		return result;
	fail(ask, &error, oa_now_us());
	return ask->answer->result;
}

/* The first leg of a logon brought something that is no challenge. */
static void on_no_challenge(void *data, struct oa_session *session)
{
	struct ask *ask = data;

	(void)session; /* that of the reply */
	ask->was_judged = true;
	oa_adreply_take_page(&ask->reply);
	if (ask->answer->status != 401) {
		ask->answer->result = judge(ask, false);
		return;
	}
	ask->answer->result = OA_AD_SCHEME_MISSING;
	ask->answer->scheme = ask->front.scheme;
}

static int prepare(struct ask *ask)
{
	const struct oa_channel channel = {&ask->session, "POX", ask->request.method};
	const struct oa_channel_form form = {
		.request = &ask->request, .judge = on_no_challenge, .data = ask};

	if (oa_channels_prepare_as(
		    &ask->front, &ask->group, &channel, &form, NULL, ask->until) == 0)
		return 0;
	if (!ask->was_judged)
		ask->answer->result = OA_AD_STOPPED;
	return -1;
}

static int send_proof(struct ask *ask)
{
	struct oa_logon logon = oa_front_logon(&ask->front);
	int64_t start_us = oa_now_us();
	struct oa_error error = {0};

	ask->answer->scheme = ask->front.scheme;
	if (oa_logon_send(&ask->session, &logon, &ask->request, ask->body,
		    ask->body_len, ask->until, &error) == 0 &&
		oa_adreply_read(&ask->reply, ask->until, &error) == 0)
		return 0;
	fail(ask, &error, start_us);
	return -1;
}

/* Whatever becomes of this, the answer to the question before it stands. */
static void ask_for_mapi(struct ask *ask)
{
	struct oa_adanswer *answer = ask->answer;
	struct oa_pox pox;
	int result;

	if (!ask->session.can_reuse)
		return;
	ask->request.extras_len = OA_POX_FIELDS_MAPI;
	/* NTLM and Kerberos have proven the connection, Basic proves each request */
	result = ask->front.scheme == OA_SCHEME_BASIC ? send_proof(ask) : look(ask);
	if (result == 0 && answer->status == 200 &&
		oa_pox_parse(ask->reply.bytes, ask->reply.len, &pox, NULL) == 0 &&
		pox.kind == OA_POX_SETTINGS) {
		answer->pox.mapi = pox.mapi;
		answer->is_mapi_known = true;
	}
	answer->result = OA_AD_ANSWERED;
	answer->status = 200;
}

static void finish(struct ask *ask, bool was_proven)
{
	struct oa_adanswer *answer = ask->answer;

	answer->result = judge(ask, was_proven);
	if (answer->result == OA_AD_ANSWERED && answer->pox.kind == OA_POX_SETTINGS)
		ask_for_mapi(ask);
}

static void log_on(struct ask *ask)
{
	close_all(ask);
	if (prepare(ask) == 0 && send_proof(ask) == 0)
		finish(ask, true);
}

static bool demands_logon(const struct ask *ask)
{
	return ask->answer->status == 401 && ask->session.offers.schemes &&
	       !ask->question->is_get;
}

static void judge_demand(struct ask *ask)
{
	const struct oa_adquestion *question = ask->question;
	struct oa_adanswer *answer = ask->answer;

	snprintf(answer->schemes, sizeof(answer->schemes), "%s",
		ask->session.offers.names);
	snprintf(answer->text, sizeof(answer->text), "asks for a logon (%s)",
		answer->schemes);
	if (!question->has_logon)
		answer->result = OA_AD_ALIVE;
	else if (!question->is_named)
		answer->result = OA_AD_FOREIGN;
	else
		log_on(ask);
}

static void walk(struct ask *ask)
{
	struct oa_connection *connection;

	ask->front.role = OA_SEEN_AUTODISCOVER;
	connection = oa_front_open(&ask->front, &ask->group, 1, ask->until);
	if (!connection || ask->front.is_unusable)
		return;
	oa_session_init(&ask->session, connection, ask->front.report,
		ask->question->is_get ? "GET" : "POX");
	if (look(ask) < 0 || ask->front.has_bad_certificate)
		return;
	if (demands_logon(ask))
		judge_demand(ask);
	else
		finish(ask, false);
}

static void name_host(struct oa_report *report, const struct oa_url *url)
{
	oa_facts_set(&report->facts, "host", "%s", url->host);
	oa_facts_set(&report->facts, "port", "%u", url->port);
}

static void run(struct ask *ask, struct oa_front *front)
{
	struct oa_adanswer *answer = ask->answer;
	struct oa_hush hush;

	ask->front = (struct oa_front){.report = front->report};
	oa_hush_begin(&hush, &ask->front);
	if (hush.scratch)
		name_host(hush.scratch, ask->question->url);
	if (oa_front_init(&ask->front, &ask->target, ask->front.report, ask->until) ==
		0)
		walk(ask);
	close_all(ask);
	oa_hush_end(&hush, &ask->front, &answer->finding);
	oa_front_free(&ask->front);
	free(answer->finding.details);
	answer->finding.details = NULL;
	if (answer->result == OA_AD_UNREACHED || answer->result == OA_AD_STOPPED)
		snprintf(answer->text, sizeof(answer->text), "%.280s",
			answer->finding.text);
}

void oa_autodiscover_ask(struct oa_front *front, const struct oa_adquestion *question,
	struct oa_deadline until, struct oa_adanswer *ret_answer)
{
	struct ask *ask = calloc(1, sizeof(*ask));
	int64_t start_us = oa_now_us();

	*ret_answer = (struct oa_adanswer){.result = OA_AD_UNREACHED};
	ret_answer->finding.code = OA_CODE_INTERNAL_ERROR;
	snprintf(ret_answer->text, sizeof(ret_answer->text), "out of memory");
	if (ask)
		ask->reply.bytes = malloc(OA_POX_MAX);
	if (ask && ask->reply.bytes) {
		ask->question = question;
		ask->answer = ret_answer;
		ask->until = until;
		ask->reply.session = &ask->session;
		ask->reply.answer = ret_answer;
		ask->reply.is_get = question->is_get;
		set_target(ask, front);
		set_request(ask);
		run(ask, front);
	}
	if (ask)
		free(ask->reply.bytes);
	free(ask);
	ret_answer->seconds = oa_seconds_since(start_us);
}
