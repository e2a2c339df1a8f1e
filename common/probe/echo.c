/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/echo.h"
#include "common/probe/channels.h"
#include "common/probe/judge_http.h"
#include "common/probe/looks.h"
#include "common/rpc/rtspdu.h"

#include <string.h>

/* One echo on one connection. */
struct echo {
	struct oa_front *front;
	const char *query;
	const char *server;
	const char *subject;
	struct oa_deadline until;
	struct oa_connections group;
	struct oa_session session;
	int64_t start_us;
};

static int prepare(struct echo *echo)
{
	const struct oa_channel channel = {&echo->session, "ECHO", "RPC_IN_DATA"};
	int result = oa_channels_prepare(echo->front, &echo->group, &channel, 1,
		echo->query, echo->subject, echo->until);

	echo->start_us = oa_now_us();
	return result;
}

static int exchange(struct echo *echo, struct oa_error *err)
{
	static const uint8_t body[4] = {0};
	struct oa_logon logon = oa_front_logon(echo->front);
	struct oa_http_request request;
	char target[1400];

	oa_front_request(echo->front, "RPC_IN_DATA", echo->query, sizeof(body),
		&request, target, sizeof(target));
	if (oa_logon_send(&echo->session, &logon, &request, body, sizeof(body),
		    echo->until, err) < 0 ||
		oa_session_read_head(&echo->session, echo->until, err) < 0)
		return -1;
	return oa_session_read_body(&echo->session, "RPC_IN_DATA", echo->until, err);
}

static void finish(struct echo *echo)
{
	oa_session_free(&echo->session);
	oa_connections_free(&echo->group);
}

static bool is_echo(const struct oa_session *session)
{
	struct oa_rts rts;

	return oa_rts_parse(session->page, session->page_len, &rts, NULL) == 0 &&
	       oa_rts_kind(&rts) == OA_RTS_KIND_ECHO;
}

static bool is_pdu(const struct oa_session *session)
{
	return session->page_len && session->page[0] == 5;
}

static struct oa_case case_of(struct echo *echo)
{
	return (struct oa_case){.front = echo->front,
		.session = &echo->session,
		.ask = OA_ASK_ECHO,
		.method = "RPC_IN_DATA",
		.server = echo->server,
		.subject = echo->subject,
		.was_proven = echo->front->scheme != 0};
}

static double logon_seconds(const struct echo *echo)
{
	int64_t challenged_us = echo->session.challenged_us;

	return oa_seconds_since(challenged_us ? challenged_us : echo->start_us);
}

static enum oa_echo answered(struct echo *echo)
{
	double seconds = oa_seconds_since(echo->start_us);

	oa_channel_accepted(echo->front, &echo->session, logon_seconds(echo));
	oa_report_value(echo->front->report, "echo_time", seconds);
	oa_report_ok(echo->front->report, OA_HOP_PROXY, echo->subject, seconds,
		"echo answered");
	return OA_ECHO_ANSWERED;
}

static enum oa_echo no_echo(struct echo *echo)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "phase", "echo");
	oa_facts_set(&facts, "reason", "the answer is no echo PDU");
	oa_report_find(
		echo->front->report, OA_CODE_RTS_PROTOCOL_ERROR, echo->subject, &facts);
	return OA_ECHO_FAILED;
}

static enum oa_echo no_mailbox(struct echo *echo)
{
	oa_channel_accepted(
		echo->front, &echo->session, oa_seconds_since(echo->start_us));
	oa_report_ok(echo->front->report, OA_HOP_PROXY, echo->subject, -1,
		"the front end wants a mailbox: --server guid@domain goes on");
	return OA_ECHO_NO_MAILBOX;
}

static enum oa_echo judge(struct echo *echo)
{
	struct oa_case given = case_of(echo);

	echo->front->looks.logon = oa_look_at(
		&echo->session, oa_seconds_since(echo->start_us));
	if (oa_session_status(&echo->session) == 200) {
		if (is_echo(&echo->session))
			return answered(echo);
		if (is_pdu(&echo->session))
			return no_echo(echo);
	}
	if (oa_wants_mailbox(&echo->session, echo->server))
		return no_mailbox(echo);
	oa_judge_answer(&given);
	return OA_ECHO_FAILED;
}

static enum oa_echo test(struct echo *echo)
{
	struct oa_case given = case_of(echo);
	struct oa_error error = {0};

	if (prepare(echo) < 0)
		return OA_ECHO_FAILED;
	given.was_proven = echo->front->scheme != 0;
	if (exchange(echo, &error) == 0)
		return judge(echo);
	if (error.layer == OA_LAYER_TIMEOUT)
		return OA_ECHO_SILENT;
	oa_judge_no_answer(
		&given, &error, OA_CODE_HTTP_TIMEOUT, oa_seconds_since(echo->start_us));
	return OA_ECHO_FAILED;
}

enum oa_echo oa_echo_test(struct oa_front *front, const char *query, const char *server,
	const char *subject, struct oa_deadline until)
{
	struct echo echo = {.front = front,
		.query = query,
		.server = server,
		.subject = subject,
		.until = until};
	enum oa_echo result = test(&echo);

	finish(&echo);
	return result;
}

void oa_echo_find_silence(struct oa_front *front, const char *subject, double seconds)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "t", "%.1f", seconds);
	oa_step_detail(
		oa_report_find(front->report, OA_CODE_HTTP_TIMEOUT, subject, &facts),
		"no answer to an echo request");
}

double oa_echo_seconds(
	struct oa_front *front, const char *query, double *ret_logon_seconds)
{
	struct echo echo = {.front = front,
		.query = query,
		.until = oa_deadline_share(front->until, 0.5)};
	double seconds = -1;

	*ret_logon_seconds = -1;
	if (prepare(&echo) == 0 && exchange(&echo, NULL) == 0 &&
		oa_session_status(&echo.session) == 200) {
		seconds = oa_seconds_since(echo.start_us);
		*ret_logon_seconds = logon_seconds(&echo);
	}
	finish(&echo);
	return seconds;
}
