/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/endpoint.h"
#include "common/probe/channels.h"
#include "common/probe/judge_http.h"
#include "common/probe/statuses.h"
#include "common/rpc/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* OUT has this share of the time left before IN is opened all the same: some
 * servers answer OUT only then, and some answer on IN alone. */
#define OUT_SHARE 0.25

/* A gateway that gives IN up after at least this long has waited for its body. */
#define BUFFERED_SECONDS 1.0

struct oa_attempt *oa_attempt_new(
	struct oa_front *front, const char *server, uint16_t port)
{
	struct oa_attempt *attempt = calloc(1, sizeof(*attempt));

	if (!attempt)
		return NULL;
	attempt->front = front;
	attempt->server = server;
	attempt->port = port;
	snprintf(attempt->query, sizeof(attempt->query), "%s:%u", server, port);
	snprintf(attempt->subject, sizeof(attempt->subject), "%u", port);
	return attempt;
}

void oa_attempt_free(struct oa_attempt *attempt)
{
	if (!attempt)
		return;
	oa_rpc_free(&attempt->rpc);
	if (attempt->group.count > 1)
		oa_connection_close(&attempt->group.item[1]);
	oa_session_free(&attempt->in);
	oa_session_free(&attempt->out);
	oa_connections_free(&attempt->group);
	free(attempt);
}

enum oa_code oa_code_of_port(uint16_t port)
{
	switch (port) {
	case 6001:
		return OA_CODE_ENDPOINT_6001_DOWN;
	case 6002:
		return OA_CODE_ENDPOINT_6002_DOWN;
	case 6004:
		return OA_CODE_ENDPOINT_6004_DOWN;
	default:
		return OA_CODE_RPC_TARGET_UNREACHABLE;
	}
}

static struct oa_case case_of(struct oa_attempt *attempt, enum oa_ask ask)
{
	bool is_in = ask == OA_ASK_IN;

	return (struct oa_case){.front = attempt->front,
		.session = is_in ? &attempt->in : &attempt->out,
		.ask = ask,
		.method = is_in ? "RPC_IN_DATA" : "RPC_OUT_DATA",
		.server = attempt->server,
		.subject = attempt->subject,
		.was_proven = attempt->front->scheme != 0};
}

/* "Server unavailable" is left for later: other ports and the time it took tell
 * what it means. */
static bool is_refusal(
	struct oa_attempt *attempt, const struct oa_session *session, uint32_t number)
{
	if (!oa_status_is_unavailable(number) && number != 5)
		return false;
	attempt->reach = OA_REACH_UNAVAILABLE;
	attempt->refusal = number;
	attempt->refusal_seconds = oa_seconds_since(attempt->out_us);
	attempt->is_exchange = oa_speaker_of(session) == OA_SPEAKER_EXCHANGE;
	return true;
}

static void judge_head(struct oa_attempt *attempt, enum oa_ask ask)
{
	struct oa_case given = case_of(attempt, ask);
	const struct oa_http_span *reason = &given.session->head.reason;
	uint32_t number;

	if (oa_rpc_error_in(reason->text, reason->len, &number) &&
		is_refusal(attempt, given.session, number))
		return;
	oa_judge_answer(&given);
}

static struct oa_facts facts_of(const struct oa_attempt *attempt, const char *phase,
	const struct oa_error *error)
{
	const struct oa_vconn *vconn = &attempt->vconn;
	int64_t since_us = attempt->in_us ? attempt->in_us : attempt->out_us;
	double seconds = (double)(vconn->end_us - since_us) / 1e6;
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "phase", "%s", phase);
	oa_facts_set(&facts, "reason", "%s", error->text);
	oa_facts_set(&facts, "target", "%s", attempt->query);
	oa_facts_set(&facts, "bytes", "%llu", (unsigned long long)vconn->body.received);
	oa_facts_set(&facts, "t", "%.1f", seconds);
	oa_facts_set(&facts, "ms", "%.0f", seconds * 1000);
	oa_facts_set(&facts, "n", "%u", vconn->ping_count);
	return facts;
}

static struct oa_step *find(
	struct oa_attempt *attempt, enum oa_code code, struct oa_facts *facts)
{
	return oa_report_find(attempt->front->report, code,
		oa_subject_of(code, attempt->subject), facts);
}

static bool is_claimed(int status)
{
	return status >= 400 && status != 499;
}

static bool is_gateway_status(int status)
{
	return status == 408 || (status >= 500 && status <= 504);
}

/* A device that collects the body before it passes it on gives up in the end. */
static bool is_buffered(const struct oa_attempt *attempt)
{
	double waited = (double)(attempt->vconn.end_us - attempt->in_us) / 1e6;
	int status = oa_session_status(&attempt->in);

	return attempt->vconn.state == OA_VCONN_WAIT_C2 && is_gateway_status(status) &&
	       (status == 408 ||
		       (waited >= BUFFERED_SECONDS &&
			       oa_speaker_of(&attempt->in) == OA_SPEAKER_DEVICE));
}

static void judge_in_answer(struct oa_attempt *attempt, struct oa_facts *facts)
{
	int status = oa_session_status(&attempt->in);
	char device[128];

	if (is_buffered(attempt)) {
		oa_device_of(&attempt->in, device, sizeof(device));
		oa_facts_set(facts, "device", "%s", device);
		oa_describe_answer(
			find(attempt, OA_CODE_IN_BODY_BUFFERED, facts), &attempt->in);
	} else if (is_claimed(status)) {
		judge_head(attempt, OA_ASK_IN);
	} else {
		oa_facts_set(facts, "status", "%d", status);
		oa_describe_answer(
			find(attempt, OA_CODE_IN_CHANNEL_ENDED, facts), &attempt->in);
	}
}

static bool is_page(const struct oa_attempt *attempt)
{
	char type[64];

	oa_session_field(&attempt->out, "Content-Type", type, sizeof(type));
	return !strncasecmp(type, "text/", 5) ||
	       (attempt->vconn.have && attempt->vconn.buffer[0] == '<');
}

static void judge_out_bytes(struct oa_attempt *attempt, struct oa_facts *facts,
	const struct oa_error *error)
{
	struct oa_case given = case_of(attempt, OA_ASK_OUT);
	enum oa_vconn_state state = attempt->vconn.state;

	if (state == OA_VCONN_WAIT_HEAD) {
		oa_judge_no_answer(&given, error, OA_CODE_TUNNEL_NO_A3, 0);
	} else if (state == OA_VCONN_WAIT_A3 && is_page(attempt)) {
		oa_judge_answer(&given);
	} else {
		find(attempt,
			state == OA_VCONN_OPEN ? OA_CODE_RPC_PROTOCOL_ERROR
					       : OA_CODE_RTS_PROTOCOL_ERROR,
			facts);
	}
}

/* An error of the proxy in the middle of the stream ([MS-RPCH] 3.2.3.5.11). */
static void judge_out_line(struct oa_attempt *attempt, struct oa_facts *facts)
{
	const char *line = attempt->vconn.line;
	const struct oa_status *status;
	uint32_t number;

	if (!oa_rpc_error_in(line, strlen(line), &number)) {
		oa_facts_set(facts, "reason", "%s inside the stream", line);
		find(attempt, OA_CODE_RTS_PROTOCOL_ERROR, facts);
		return;
	}
	if (is_refusal(attempt, &attempt->out, number))
		return;
	status = oa_status_find(OA_STATUS_RPC, number);
	oa_facts_set(facts, "code", "%x", number);
	oa_facts_set(facts, "name", "%s", status->name);
	oa_facts_set(facts, "reason", "%s", status->meaning);
	oa_step_detail(find(attempt, oa_code_of_rpc_error(number), facts),
		"inside the stream of OUT: %s", line);
}

/* The challenges of the channels name the computers that made them; two mean that a
 * balancer has sent the halves of the tunnel to different servers. */
static bool is_split(const struct oa_attempt *attempt, struct oa_facts *facts)
{
	struct oa_ntlm_challenge out, in;

	if (!oa_logon_challenge(&attempt->out, &out) ||
		!oa_logon_challenge(&attempt->in, &in) ||
		!strcasecmp(out.nb_computer, in.nb_computer))
		return false;
	oa_facts_set(facts, "be", "%s", out.nb_computer);
	oa_facts_set(facts, "fe", "%s", in.nb_computer);
	return true;
}

static void judge_silence(struct oa_attempt *attempt, struct oa_facts *facts)
{
	static const enum oa_code codes[] = {
		[OA_VCONN_WAIT_HEAD] = OA_CODE_TUNNEL_NO_A3,
		[OA_VCONN_WAIT_A3] = OA_CODE_TUNNEL_NO_A3,
		[OA_VCONN_WAIT_C2] = OA_CODE_TUNNEL_NO_C2,
		[OA_VCONN_OPEN] = OA_CODE_RPC_NO_ANSWER,
	};

	if (attempt->vconn.state < OA_VCONN_WAIT_C2)
		oa_facts_set(facts, "t", "%.1f", oa_seconds_since(attempt->out_us));
	if (attempt->vconn.state == OA_VCONN_WAIT_C2 && is_split(attempt, facts))
		find(attempt, OA_CODE_TUNNEL_SPLIT_NODES, facts);
	else
		find(attempt, codes[attempt->vconn.state], facts);
}

static void judge_out_end(struct oa_attempt *attempt, struct oa_facts *facts,
	const struct oa_error *error)
{
	struct oa_case given = case_of(attempt, OA_ASK_OUT);

	if (attempt->vconn.state == OA_VCONN_WAIT_HEAD)
		oa_judge_no_answer(&given, error, OA_CODE_TUNNEL_NO_A3, 0);
	else
		oa_step_detail(find(attempt, OA_CODE_OUT_CHANNEL_CLOSED, facts), "%s",
			error->text);
}

void oa_attempt_judge_end(
	struct oa_attempt *attempt, const char *phase, const struct oa_error *error)
{
	struct oa_facts facts = facts_of(attempt, phase, error);

	switch (attempt->vconn.end) {
	case OA_VCONN_TIMEOUT:
		judge_silence(attempt, &facts);
		break;
	case OA_VCONN_OUT_REFUSED:
		judge_head(attempt, OA_ASK_OUT);
		break;
	case OA_VCONN_IN_ANSWERED:
		judge_in_answer(attempt, &facts);
		break;
	case OA_VCONN_IN_CLOSED:
		oa_facts_set(&facts, "status", "closed");
		oa_step_detail(find(attempt, OA_CODE_IN_CHANNEL_ENDED, &facts), "%s",
			error->text);
		break;
	case OA_VCONN_OUT_CLOSED:
	case OA_VCONN_OUT_RECYCLE:
		judge_out_end(attempt, &facts, error);
		break;
	case OA_VCONN_OUT_STATUS:
		judge_out_line(attempt, &facts);
		break;
	case OA_VCONN_OUT_BAD:
		judge_out_bytes(attempt, &facts, error);
		break;
	case OA_VCONN_RTS_BAD:
		find(attempt, OA_CODE_RTS_PROTOCOL_ERROR, &facts);
		break;
	case OA_VCONN_RPC_BAD:
		find(attempt, OA_CODE_RPC_PROTOCOL_ERROR, &facts);
		break;
	default:
		find(attempt, OA_CODE_INTERNAL_ERROR, &facts);
	}
}

static int send_channel(struct oa_attempt *attempt, enum oa_ask ask, const void *pdu,
	size_t pdu_len, struct oa_deadline until, struct oa_error *err)
{
	struct oa_case given = case_of(attempt, ask);
	struct oa_logon logon = oa_front_logon(attempt->front);
	struct oa_http_request request;
	char target[1400];

	oa_front_request(attempt->front, given.method, attempt->query,
		ask == OA_ASK_IN ? OA_HTTP_IN_LENGTH : (int64_t)pdu_len, &request,
		target, sizeof(target));
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

/* Who speaks of the target has let the logon pass. */
static bool is_past_logon(const struct oa_session *session)
{
	const struct oa_http_span *reason = &session->head.reason;
	uint32_t number;

	return oa_session_status(session) >= 404 &&
	       (oa_speaker_of(session) == OA_SPEAKER_EXCHANGE ||
		       oa_rpc_error_in(reason->text, reason->len, &number));
}

/* The time from the first request to the answer that accepts the logon. */
static void accept_logon(struct oa_attempt *attempt, int64_t start_us)
{
	const struct oa_vconn *vconn = &attempt->vconn;
	int64_t answer_us = vconn->head_us;

	if (vconn->end == OA_VCONN_OUT_REFUSED && is_past_logon(&attempt->out))
		answer_us = vconn->end_us;
	if (answer_us)
		oa_channels_accepted(attempt->front, &attempt->out,
			(double)(answer_us - start_us) / 1e6);
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
		oa_attempt_judge_end(attempt, "CONN/A3", err);
		return -1;
	}
	accept_logon(attempt, start_us);
	return 0;
}

static int open_in(
	struct oa_attempt *attempt, struct oa_deadline until, struct oa_error *err)
{
	struct oa_vconn *vconn = &attempt->vconn;
	uint8_t pdu[OA_VCONN_B1_LEN];

	oa_vconn_b1(vconn, pdu);
	attempt->in_us = oa_now_us();
	if (send_channel(attempt, OA_ASK_IN, pdu, sizeof(pdu), until, err) < 0)
		return -1;
	oa_vconn_set_in(vconn, &attempt->in);
	if (oa_vconn_wait(vconn, OA_VCONN_OPEN, until, err) == 0)
		return 0;
	oa_attempt_judge_end(
		attempt, vconn->state < OA_VCONN_WAIT_C2 ? "CONN/A3" : "CONN/C2", err);
	return -1;
}

static void record_open(struct oa_attempt *attempt)
{
	const struct oa_vconn *vconn = &attempt->vconn;
	struct oa_report *report = attempt->front->report;
	double a3_seconds = (double)(vconn->a3_us - attempt->out_us) / 1e6;
	double c2_seconds = (double)(vconn->c2_us - attempt->in_us) / 1e6;

	oa_report_value(report, "a3_time", a3_seconds);
	oa_report_value(report, "c2_time", c2_seconds);
	oa_report_value(report, "idle_timeout", vconn->in_timeout_ms / 1000.0);
	oa_report_ok(report, OA_HOP_PROXY, attempt->subject, -1, "%s accepted",
		attempt->query);
	oa_report_ok(report, OA_HOP_TUNNEL, attempt->subject, a3_seconds + c2_seconds,
		"CONN/A3 and CONN/C2 received, idle time-out %u s",
		vconn->in_timeout_ms / 1000);
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
	if (oa_vconn_init(&attempt->vconn, front->report, &error) < 0) {
		oa_attempt_judge_end(attempt, "random numbers", &error);
		return OA_REACH_BROKEN;
	}
	if (oa_channels_prepare(front, &attempt->group, channels, 2, attempt->query,
		    attempt->subject, until) < 0)
		return OA_REACH_BROKEN;
	start_us = attempt->out.challenged_us ? attempt->out.challenged_us
					      : oa_now_us();
	if (open_out(attempt, start_us, until, &error) < 0 ||
		open_in(attempt, until, &error) < 0)
		return attempt->reach;
	accept_logon(attempt, start_us);
	oa_rpc_init(&attempt->rpc, &attempt->vconn);
	attempt->reach = OA_REACH_OPEN;
	record_open(attempt);
	return attempt->reach;
}
