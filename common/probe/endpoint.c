/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/endpoint.h"
#include "common/probe/channels.h"
#include "common/probe/holdback.h"
#include "common/probe/inbody.h"
#include "common/probe/sides.h"
#include "common/probe/statuses.h"

#include <stdio.h>
#include <stdlib.h>

/* OUT has this share of the time left before IN is opened all the same: some
 * servers answer OUT only then, and some answer on IN alone. */
#define OUT_SHARE 0.25

static int64_t announced_len(
	const struct oa_attempt *attempt, enum oa_ask ask, size_t pdu_len)
{
	bool is_long = ask == OA_ASK_IN && !attempt->sends_short_body;

	return is_long ? OA_HTTP_IN_LENGTH : (int64_t)pdu_len;
}

static int send_channel(struct oa_attempt *attempt, enum oa_ask ask, const void *pdu,
	size_t pdu_len, struct oa_deadline until, struct oa_error *err)
{
	struct oa_case given = oa_attempt_case(attempt, ask);
	struct oa_logon logon = oa_front_logon(attempt->front);
	struct oa_http_request request;
	char target[1400];

	oa_front_request(attempt->front, given.method, attempt->query,
		announced_len(attempt, ask, pdu_len), &request, target, sizeof(target));
	if (oa_logon_send(given.session, &logon, &request, pdu, pdu_len, until, err) ==
		0)
		return 0;
	/* the refusal may already wait to be read: look before judging */
	if (err->layer == OA_LAYER_CLOSED || err->layer == OA_LAYER_TLS)
		return 0;
	oa_judge_no_answer(
		&given, err, OA_CODE_HTTP_TIMEOUT, oa_seconds_since(attempt->out_us));
	return -1;
}

static bool names_rpc_error(const struct oa_session *session)
{
	const struct oa_http_span *reason = &session->head.reason;
	uint32_t number;

	return oa_rpc_error_in(reason->text, reason->len, &number);
}

/* Who speaks of the target has let the logon pass, unless it speaks of the logon. */
static bool is_past_logon(const struct oa_session *session)
{
	const struct oa_http_span *reason = &session->head.reason;
	uint32_t number;

	if (oa_session_status(session) < 404)
		return false;
	if (oa_rpc_error_in(reason->text, reason->len, &number))
		return oa_diagnosis(oa_code_of_rpc_error(number))->hop != OA_HOP_AUTH;
	return oa_speaker_of(session) == OA_SPEAKER_EXCHANGE;
}

/* The time from the first request to the answer that accepts the logon.  An RPC error
 * comes when the proxy has given the endpoint up: it tells nothing of the logon's. */
static void accept_logon(struct oa_attempt *attempt, int64_t start_us)
{
	const struct oa_vconn *vconn = &attempt->vconn;
	bool is_refused = vconn->end == OA_VCONN_OUT_REFUSED &&
			  is_past_logon(&attempt->out);
	int64_t answer_us = vconn->head_us;

	if (is_refused && !names_rpc_error(&attempt->out))
		answer_us = vconn->end_us;
	if (answer_us || is_refused)
		oa_channel_accepted(attempt->front, &attempt->out,
			answer_us ? (double)(answer_us - start_us) / 1e6 : -1);
}

/* Leaves the end for the judge. */
static int end_in(
	struct oa_attempt *attempt, const char *phase, const struct oa_error *error)
{
	attempt->ended_in = phase;
	attempt->error = *error;
	(void)oa_attempt_note_refusal(attempt);
	return -1;
}

static int open_out(struct oa_attempt *attempt, int64_t start_us,
	struct oa_deadline until, struct oa_error *err)
{
	struct oa_vconn *vconn = &attempt->vconn;
	uint8_t pdu[OA_RTS_CONN_A1_LEN];

	oa_vconn_a1(vconn, pdu);
	attempt->out_us = oa_now_us();
	if (send_channel(attempt, OA_ASK_OUT, pdu, sizeof(pdu), until, err) < 0)
		return -1;
	oa_vconn_set_out(vconn, &attempt->out);
	if (oa_vconn_wait(vconn, OA_VCONN_WAIT_C2, oa_deadline_share(until, OUT_SHARE),
		    err) < 0 &&
		vconn->end != OA_VCONN_TIMEOUT) {
		accept_logon(attempt, start_us);
		return end_in(attempt, "CONN/A3", err);
	}
	accept_logon(attempt, start_us);
	return 0;
}

/* The body may be longer than a socket takes at once: from the heap, too. */
static int send_short_in(
	struct oa_attempt *attempt, struct oa_deadline until, struct oa_error *err)
{
	uint8_t *body = malloc(OA_SHORT_BODY_LEN);
	int result = -1;

	if (body) {
		oa_short_body_write(&attempt->vconn, body);
		result = send_channel(
			attempt, OA_ASK_IN, body, OA_SHORT_BODY_LEN, until, err);
	}
	free(body);
	return result;
}

static int send_in(
	struct oa_attempt *attempt, struct oa_deadline until, struct oa_error *err)
{
	uint8_t pdu[OA_VCONN_B1_LEN];

	attempt->in_us = oa_now_us();
	if (attempt->sends_short_body)
		return send_short_in(attempt, until, err);
	oa_vconn_b1(&attempt->vconn, pdu);
	return send_channel(attempt, OA_ASK_IN, pdu, sizeof(pdu), until, err);
}

static int open_in(
	struct oa_attempt *attempt, struct oa_deadline until, struct oa_error *err)
{
	struct oa_vconn *vconn = &attempt->vconn;

	if (send_in(attempt, until, err) < 0)
		return -1;
	oa_vconn_set_in(vconn, &attempt->in);
	if (oa_vconn_wait(vconn, OA_VCONN_OPEN, until, err) == 0)
		return 0;
	return end_in(
		attempt, vconn->state < OA_VCONN_WAIT_C2 ? "CONN/A3" : "CONN/C2", err);
}

static void record_open(struct oa_attempt *attempt)
{
	const struct oa_vconn *vconn = &attempt->vconn;
	struct oa_report *report = attempt->front->report;
	double a3_seconds = (double)(vconn->a3_us - attempt->out_us) / 1e6;
	double c2_seconds = (double)(vconn->c2_us - attempt->in_us) / 1e6;

	oa_report_value_most(report, "a3_time", a3_seconds);
	oa_report_value_most(report, "c2_time", c2_seconds);
	oa_report_value(report, "idle_timeout", vconn->in_timeout_ms / 1000.0);
	oa_report_ok(report, OA_HOP_PROXY, attempt->subject, -1, "%s accepted",
		attempt->query);
	oa_sides_describe(oa_report_ok(report, OA_HOP_TUNNEL, attempt->subject,
				  a3_seconds + c2_seconds,
				  "CONN/A3 and CONN/C2 received, idle time-out %u s",
				  vconn->in_timeout_ms / 1000),
		attempt);
	oa_sides_remark(attempt);
}

void oa_attempt_remark(const struct oa_attempt *attempt)
{
	if (attempt->vconn.recycle_us)
		oa_report_ok(attempt->front->report, OA_HOP_TUNNEL, attempt->subject,
			-1,
			"note: the server wants to recycle the OUT channel, whose "
			"announced length is used up; what was on its way has come");
	oa_holdback_remark(attempt);
}

enum oa_reach oa_attempt_open(struct oa_attempt *attempt, struct oa_deadline until)
{
	struct oa_front *front = attempt->front;
	const struct oa_channel channels[] = {
		{&attempt->out, "OUT", "RPC_OUT_DATA"},
		{&attempt->in, "IN", "RPC_IN_DATA"},
	};
	int64_t start_us;
	struct oa_error error = {0};

	attempt->reach = OA_REACH_BROKEN;
	oa_report_wait(front->report, "the tunnel to %s", attempt->query);
	if (oa_vconn_init(&attempt->vconn, front->report, &error) < 0) {
		end_in(attempt, "random numbers", &error);
		return OA_REACH_BROKEN;
	}
	if (oa_channels_prepare(front, &attempt->group, channels, 2, attempt->query,
		    attempt->subject, until) < 0)
		return OA_REACH_BROKEN;
	oa_sides_update(attempt);
	oa_report_wait(front->report, "the tunnel to %s", attempt->query);
	start_us = attempt->out.challenged_us ? attempt->out.challenged_us
					      : oa_now_us();
	if (open_out(attempt, start_us, until, &error) < 0)
		return attempt->reach;
	if (open_in(attempt, until, &error) < 0) {
		accept_logon(attempt, start_us);
		return attempt->reach;
	}
	accept_logon(attempt, start_us);
	oa_rpc_init(&attempt->rpc, &attempt->vconn);
	attempt->reach = OA_REACH_OPEN;
	oa_sides_update(attempt);
	record_open(attempt);
	return attempt->reach;
}
