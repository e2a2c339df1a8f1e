/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/vconn.h"
#include "common/base/text.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/random.h>

/* Bytes of "ncacn_http/1.0", the greeting of version 1 ([MS-RPCH] 2.1.1). */
#define OA_BANNER_LEN 14

/* The longest status line inside the stream that is waited for
 * ([MS-RPCH] 2.1.2.1.4 allows 1024 bytes of reason). */
#define OA_LINE_MAX 1200

/* What one turn of the state machine came to. */
enum turn {
	TURN_AGAIN = 0, /* nothing more to read now */
	TURN_MOVED = 1, /* something was read */
	TURN_PDU = 2,   /* a PDU of RPC is in the buffer */
	TURN_ENDED = -1 /* see end and err */
};

static int stop(struct oa_vconn *vconn, enum oa_vconn_end end)
{
	vconn->end = end;
	vconn->end_us = oa_now_us();
	return TURN_ENDED;
}

int oa_vconn_init(
	struct oa_vconn *vconn, struct oa_report *report, struct oa_error *err)
{
	*vconn = (struct oa_vconn){.report = report};
	if (getrandom(&vconn->cookies, sizeof(vconn->cookies), 0) !=
		(ssize_t)sizeof(vconn->cookies))
		return oa_fail(err, OA_LAYER_SYSTEM, errno, "no random numbers");
	return 0;
}

void oa_vconn_a1(const struct oa_vconn *vconn, uint8_t ret_pdu[OA_RTS_CONN_A1_LEN])
{
	struct oa_writer out = oa_writer(ret_pdu, OA_RTS_CONN_A1_LEN);

	oa_rts_write_conn_a1(&out, &vconn->cookies, OA_RTS_WINDOW_BYTES);
}

void oa_vconn_b1(const struct oa_vconn *vconn, uint8_t ret_pdu[OA_VCONN_B1_LEN])
{
	struct oa_writer out = oa_writer(ret_pdu, OA_VCONN_B1_LEN);

	oa_rts_write_conn_b1(
		&out, &vconn->cookies, OA_RTS_LIFETIME_BYTES, OA_RTS_KEEPALIVE_MS);
}

void oa_vconn_set_out(struct oa_vconn *vconn, struct oa_session *out)
{
	vconn->out = out;
	oa_report_trace(vconn->report, "OUT > CONN/A1");
}

void oa_vconn_set_in(struct oa_vconn *vconn, struct oa_session *in)
{
	vconn->in = in;
	oa_report_trace(vconn->report, "IN > CONN/B1");
}

/* Anything on IN ends the connection, so one look is enough. */
static int look_at_in(struct oa_vconn *vconn, struct oa_error *err)
{
	int result;

	if (!vconn->in)
		return TURN_AGAIN;
	result = oa_session_try_head(vconn->in, err);
	if (result == OA_STREAM_AGAIN)
		return TURN_AGAIN;
	if (vconn->in->has_head) {
		oa_fail(err, OA_LAYER_HTTP, vconn->in->head.status, "status %d on IN",
			vconn->in->head.status);
		return stop(vconn, OA_VCONN_IN_ANSWERED);
	}
	return stop(vconn, OA_VCONN_IN_CLOSED);
}

static int on_head(struct oa_vconn *vconn, struct oa_error *err)
{
	struct oa_session *out = vconn->out;

	if (out->head.status != 200) {
		oa_fail(err, OA_LAYER_HTTP, out->head.status, "status %d on OUT",
			out->head.status);
		return stop(vconn, OA_VCONN_OUT_REFUSED);
	}
	if (oa_http_body_init(&vconn->body, &out->in, &out->head, "RPC_OUT_DATA", err) <
		0)
		return stop(vconn, OA_VCONN_OUT_BAD);
	vconn->head_us = oa_now_us();
	vconn->state = OA_VCONN_WAIT_A3;
	return TURN_MOVED;
}

static int read_head(struct oa_vconn *vconn, struct oa_error *err)
{
	int result = oa_session_try_head(vconn->out, err);

	if (result == OA_STREAM_AGAIN)
		return TURN_AGAIN;
	if (vconn->out->has_head)
		return on_head(vconn, err);
	return stop(vconn,
		err->layer == OA_LAYER_HTTP ? OA_VCONN_OUT_BAD : OA_VCONN_OUT_CLOSED);
}

/* A proxy may give up in the middle of the stream with a status line where a PDU
 * should be ([MS-RPCH] 3.2.3.5.11). */
static int on_foreign_bytes(struct oa_vconn *vconn, struct oa_error *err)
{
	const char *text = (const char *)vconn->buffer;
	const char *end = memchr(text, '\r', vconn->have);

	if (vconn->have >= 7 && !memcmp(text, "HTTP/1.", 7)) {
		oa_clean(vconn->line, sizeof(vconn->line), text,
			end ? (size_t)(end - text) : vconn->have);
		oa_fail(err, OA_LAYER_HTTP, 0, "%s", vconn->line);
		return stop(vconn, OA_VCONN_OUT_STATUS);
	}
	if (vconn->have >= OA_BANNER_LEN &&
		!memcmp(text, "ncacn_http/1.0", OA_BANNER_LEN))
		oa_fail(err, OA_LAYER_RTS, 0,
			"banner ncacn_http/1.0: RPC over HTTP version 1 only");
	else
		oa_fail(err, OA_LAYER_RTS, 0, "no PDU: %02x %02x %02x %02x",
			vconn->buffer[0], vconn->buffer[1], vconn->buffer[2],
			vconn->buffer[3]);
	return stop(vconn, OA_VCONN_OUT_BAD);
}

static bool begins_foreign(const struct oa_vconn *vconn)
{
	return vconn->have >= 2 && (vconn->buffer[0] != 5 || vconn->buffer[1] != 0);
}

/* A status line is wanted whole, a banner as far as it goes. */
static size_t wanted_foreign(const struct oa_vconn *vconn)
{
	static const char http[] = "HTTP/1.";
	size_t known = vconn->have < sizeof(http) - 1 ? vconn->have : sizeof(http) - 1;

	if (memcmp(vconn->buffer, http, known) != 0)
		return OA_BANNER_LEN;
	return memchr(vconn->buffer, '\n', vconn->have) ? vconn->have : OA_LINE_MAX;
}

/* How many bytes the buffer should hold before it can be judged further; 0 with
 * the end set when it is broken. */
static size_t wanted(struct oa_vconn *vconn, struct oa_error *err)
{
	struct oa_pdu_header header;

	if (begins_foreign(vconn))
		return wanted_foreign(vconn);
	if (vconn->have < OA_PDU_HEADER_LEN)
		return OA_PDU_HEADER_LEN;
	if (oa_pdu_peek(vconn->buffer, vconn->have, &header, err) < 0) {
		stop(vconn, vconn->buffer[2] == OA_PDU_RTS  ? OA_VCONN_RTS_BAD
			    : vconn->state == OA_VCONN_OPEN ? OA_VCONN_RPC_BAD
							    : OA_VCONN_OUT_BAD);
		return 0;
	}
	return header.frag_len;
}

static int out_ended(struct oa_vconn *vconn, int result, struct oa_error *err)
{
	if (begins_foreign(vconn) && vconn->have >= 4)
		return on_foreign_bytes(vconn, err);
	if (result == OA_STREAM_EOF)
		oa_fail(err, OA_LAYER_CLOSED, 0, "OUT ended after %llu bytes",
			(unsigned long long)vconn->body.received);
	return stop(vconn,
		err->layer == OA_LAYER_HTTP ? OA_VCONN_OUT_BAD : OA_VCONN_OUT_CLOSED);
}

/* Reads until the buffer holds one whole PDU. */
static int read_pdu(struct oa_vconn *vconn, struct oa_error *err)
{
	for (;;) {
		size_t want = wanted(vconn, err);
		size_t len;
		int result;

		if (!want)
			return TURN_ENDED;
		if (vconn->have >= want)
			return begins_foreign(vconn) ? on_foreign_bytes(vconn, err)
						     : TURN_PDU;
		result = oa_http_body_try(&vconn->body, vconn->buffer + vconn->have,
			want - vconn->have, &len, err);
		if (result == OA_STREAM_AGAIN)
			return TURN_AGAIN;
		if (result != OA_STREAM_DONE)
			return out_ended(vconn, result, err);
		vconn->have += len;
	}
}

static int out_of_order(
	struct oa_vconn *vconn, const struct oa_rts *rts, struct oa_error *err)
{
	char text[160];

	oa_rts_describe(rts, text, sizeof(text));
	oa_fail(err, OA_LAYER_RTS, 0, "%s where %s belongs", text,
		vconn->state == OA_VCONN_WAIT_A3 ? "CONN/A3" : "CONN/C2");
	return stop(vconn, OA_VCONN_RTS_BAD);
}

static void on_flow_ack(struct oa_vconn *vconn, const struct oa_rts *rts)
{
	const struct oa_rts_command *ack = oa_rts_find(rts, OA_RTS_FLOW_CONTROL_ACK);
	uint32_t in_flight = vconn->sent - ack->value;

	/* [MS-RPCH] 3.2.1.5.1.1; an acknowledgment of bytes never sent is ignored */
	if (in_flight <= ack->window)
		vconn->peer_window = ack->window - in_flight;
}

static int on_opening_rts(
	struct oa_vconn *vconn, const struct oa_rts *rts, struct oa_error *err)
{
	enum oa_rts_kind kind = oa_rts_kind(rts);

	if (vconn->state == OA_VCONN_WAIT_A3 && kind == OA_RTS_KIND_CONN_A3) {
		vconn->a3_us = oa_now_us();
		vconn->out_timeout_ms = oa_rts_value(rts, OA_RTS_CONNECTION_TIMEOUT);
		vconn->state = OA_VCONN_WAIT_C2;
		return TURN_MOVED;
	}
	if (vconn->state == OA_VCONN_WAIT_C2 && kind == OA_RTS_KIND_CONN_C2 &&
		vconn->in) {
		vconn->c2_us = oa_now_us();
		vconn->in_timeout_ms = oa_rts_value(rts, OA_RTS_CONNECTION_TIMEOUT);
		vconn->peer_window = oa_rts_value(rts, OA_RTS_RECEIVE_WINDOW);
		vconn->state = OA_VCONN_OPEN;
		return TURN_MOVED;
	}
	return out_of_order(vconn, rts, err);
}

static int on_rts(struct oa_vconn *vconn, struct oa_error *err)
{
	struct oa_rts rts;
	char text[200];

	if (oa_rts_parse(vconn->buffer, vconn->have, &rts, err) < 0)
		return stop(vconn, OA_VCONN_RTS_BAD);
	vconn->have = 0;
	oa_rts_describe(&rts, text, sizeof(text));
	oa_report_trace(vconn->report, "OUT < %s", text);
	switch (oa_rts_kind(&rts)) {
	case OA_RTS_KIND_PING:
		vconn->ping_count++;
		return TURN_MOVED;
	case OA_RTS_KIND_FLOW_ACK:
		on_flow_ack(vconn, &rts);
		return TURN_MOVED;
	case OA_RTS_KIND_OUT_RECYCLE:
		oa_fail(err, OA_LAYER_RTS, 0, "the server wants a new OUT channel");
		return stop(vconn, OA_VCONN_OUT_RECYCLE);
	default:
		/* [MS-RPCH] knows further PDUs once the connection is open */
		return vconn->state == OA_VCONN_OPEN ? TURN_MOVED
						     : on_opening_rts(vconn, &rts, err);
	}
}

static int read_out(struct oa_vconn *vconn, struct oa_error *err)
{
	int result;

	if (!vconn->out)
		return TURN_AGAIN;
	if (vconn->state == OA_VCONN_WAIT_HEAD)
		return read_head(vconn, err);
	if (vconn->taken) {
		vconn->have = 0;
		vconn->taken = 0;
	}
	result = read_pdu(vconn, err);
	if (result != TURN_PDU)
		return result;
	if (vconn->buffer[2] == OA_PDU_RTS)
		return on_rts(vconn, err);
	if (vconn->state == OA_VCONN_OPEN)
		return TURN_PDU;
	oa_fail(err, OA_LAYER_RTS, 0, "%s before the connection is open",
		oa_pdu_name(vconn->buffer[2]));
	return stop(vconn, OA_VCONN_RTS_BAD);
}

/* Sleeps until one of the channels has something, or the deadline. */
static int sleep_on_both(
	struct oa_vconn *vconn, struct oa_deadline until, struct oa_error *err)
{
	struct pollfd polls[2] = {
		{.fd = vconn->out ? vconn->out->connection->stream.fd : -1,
			.events = POLLIN},
		{.fd = vconn->in ? vconn->in->connection->stream.fd : -1,
			.events = POLLIN},
	};

	if (oa_deadline_passed(until)) {
		oa_fail(err, OA_LAYER_TIMEOUT, 0, "no answer in time");
		return stop(vconn, OA_VCONN_TIMEOUT);
	}
	if (poll(polls, 2, oa_deadline_left_ms(until)) < 0 && errno != EINTR) {
		oa_fail(err, OA_LAYER_SYSTEM, errno, "poll: %s", strerror(errno));
		return stop(vconn, OA_VCONN_FAILED);
	}
	return 0;
}

/* One step: OUT first, because its stream may name the cause of an end that both
 * channels show. */
static int turn(struct oa_vconn *vconn, struct oa_deadline until, struct oa_error *err)
{
	int result;

	if (vconn->end == OA_VCONN_TIMEOUT)
		vconn->end = OA_VCONN_GOES_ON;
	if (vconn->end != OA_VCONN_GOES_ON)
		return TURN_ENDED;
	result = read_out(vconn, err);
	if (result != TURN_AGAIN)
		/* pings without end must not outlive the deadline */
		return result == TURN_MOVED && oa_deadline_passed(until)
			       ? sleep_on_both(vconn, until, err)
			       : result;
	result = look_at_in(vconn, err);
	if (result != TURN_AGAIN)
		return result;
	return sleep_on_both(vconn, until, err);
}

int oa_vconn_wait(struct oa_vconn *vconn, enum oa_vconn_state goal,
	struct oa_deadline until, struct oa_error *err)
{
	while (vconn->state < goal)
		if (turn(vconn, until, err) < 0)
			return -1;
	return 0;
}

int oa_vconn_send(struct oa_vconn *vconn, const void *pdu, size_t len,
	struct oa_deadline until, struct oa_error *err)
{
	while (vconn->peer_window < len) {
		int result = turn(vconn, until, err);

		if (result < 0)
			return -1;
		if (result == TURN_PDU) {
			oa_fail(err, OA_LAYER_RPC, 0, "%s that nobody asked for",
				oa_pdu_name(vconn->buffer[2]));
			return stop(vconn, OA_VCONN_RPC_BAD);
		}
	}
	vconn->peer_window -= (uint32_t)len;
	vconn->sent += (uint32_t)len;
	oa_report_trace(vconn->report, "IN > %s, %zu bytes",
		oa_pdu_name(((const uint8_t *)pdu)[2]), len);
	if (oa_stream_send_all(&vconn->in->connection->stream, pdu, len, until, err) ==
		0)
		return 0;
	/* what made the send fail may be an answer that waits to be read */
	if (err->layer != OA_LAYER_TIMEOUT && look_at_in(vconn, err) < 0)
		return -1;
	return stop(vconn,
		err->layer == OA_LAYER_TIMEOUT ? OA_VCONN_TIMEOUT : OA_VCONN_IN_CLOSED);
}

/* Tells the server about received bytes once half of the window is used
 * ([MS-RPCH] 3.2.1.4.1.1). */
static int acknowledge(
	struct oa_vconn *vconn, struct oa_deadline until, struct oa_error *err)
{
	uint8_t bytes[OA_RTS_LEN_MAX];
	struct oa_writer out = oa_writer(bytes, sizeof(bytes));

	if (vconn->received - vconn->acknowledged < OA_RTS_WINDOW_BYTES / 2)
		return 0;
	oa_rts_write_flow_ack(
		&out, &vconn->cookies, vconn->received, OA_RTS_WINDOW_BYTES);
	vconn->acknowledged = vconn->received;
	if (oa_stream_send_all(
		    &vconn->in->connection->stream, bytes, out.len, until, err) == 0)
		return 0;
	return stop(vconn, OA_VCONN_IN_CLOSED);
}

int oa_vconn_recv(struct oa_vconn *vconn, struct oa_deadline until, uint8_t **ret_pdu,
	size_t *ret_len, struct oa_error *err)
{
	int result;

	do {
		result = turn(vconn, until, err);
	} while (result == TURN_AGAIN || result == TURN_MOVED);
	if (result < 0)
		return -1;
	vconn->received += (uint32_t)vconn->have;
	if (acknowledge(vconn, until, err) < 0)
		return -1;
	oa_report_trace(vconn->report, "OUT < %s, %zu bytes",
		oa_pdu_name(vconn->buffer[2]), vconn->have);
	vconn->taken = vconn->have;
	*ret_pdu = vconn->buffer;
	*ret_len = vconn->have;
	return 0;
}
