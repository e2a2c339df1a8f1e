/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/vconn.h"
#include "common/rpc/vconnread.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/random.h>

/* How long the old OUT channel is listened to once the server wants a new one. */
#define RECYCLE_SECONDS 0.5

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

static enum oa_vconn_read out_of_order(
	struct oa_vconn *vconn, const struct oa_rts *rts, struct oa_error *err)
{
	char text[160];

	oa_rts_describe(rts, text, sizeof(text));
	oa_fail(err, OA_LAYER_RTS, 0, "%s where %s belongs", text,
		vconn->state == OA_VCONN_WAIT_A3 ? "CONN/A3" : "CONN/C2");
	return oa_vconn_stop(vconn, OA_VCONN_RTS_BAD);
}

static void on_flow_ack(struct oa_vconn *vconn, const struct oa_rts *rts)
{
	const struct oa_rts_command *ack = oa_rts_find(rts, OA_RTS_FLOW_CONTROL_ACK);
	uint32_t in_flight = vconn->sent - ack->value;

	/* [MS-RPCH] 3.2.1.5.1.1; an acknowledgment of bytes never sent is ignored */
	if (in_flight <= ack->window)
		vconn->peer_window = ack->window - in_flight;
}

static enum oa_vconn_read on_opening_rts(
	struct oa_vconn *vconn, const struct oa_rts *rts, struct oa_error *err)
{
	enum oa_rts_kind kind = oa_rts_kind(rts);

	if (vconn->state == OA_VCONN_WAIT_A3 && kind == OA_RTS_KIND_CONN_A3) {
		vconn->a3_us = oa_now_us();
		vconn->out_timeout_ms = oa_rts_value(rts, OA_RTS_CONNECTION_TIMEOUT);
		vconn->state = OA_VCONN_WAIT_C2;
		return OA_VCONN_READ_MOVED;
	}
	/* the version is the lowest of all parties, and ours is 1 */
	if (vconn->state == OA_VCONN_WAIT_C2 && kind == OA_RTS_KIND_CONN_C2 &&
		vconn->in && oa_rts_value(rts, OA_RTS_VERSION) == 1) {
		vconn->c2_us = oa_now_us();
		vconn->in_timeout_ms = oa_rts_value(rts, OA_RTS_CONNECTION_TIMEOUT);
		vconn->peer_window = oa_rts_value(rts, OA_RTS_RECEIVE_WINDOW);
		vconn->state = OA_VCONN_OPEN;
		return OA_VCONN_READ_MOVED;
	}
	return out_of_order(vconn, rts, err);
}

static enum oa_vconn_read on_rts(struct oa_vconn *vconn, struct oa_error *err)
{
	struct oa_rts rts;
	char text[200];

	if (oa_rts_parse(vconn->buffer, vconn->have, &rts, err) < 0)
		return oa_vconn_stop(vconn, OA_VCONN_RTS_BAD);
	vconn->have = 0;
	oa_rts_describe(&rts, text, sizeof(text));
	oa_report_trace(vconn->report, "OUT < %s", text);
	switch (oa_rts_kind(&rts)) {
	case OA_RTS_KIND_PING:
		vconn->ping_count++;
		return OA_VCONN_READ_MOVED;
	case OA_RTS_KIND_FLOW_ACK:
		on_flow_ack(vconn, &rts);
		return OA_VCONN_READ_MOVED;
	case OA_RTS_KIND_OUT_RECYCLE:
		if (!vconn->recycle_us)
			vconn->recycle_us = oa_now_us();
		return OA_VCONN_READ_MOVED;
	default:
		/* [MS-RPCH] knows further PDUs once the connection is open */
		return vconn->state == OA_VCONN_OPEN ? OA_VCONN_READ_MOVED
						     : on_opening_rts(vconn, &rts, err);
	}
}

static enum oa_vconn_read read_out(struct oa_vconn *vconn, struct oa_error *err)
{
	enum oa_vconn_read result;

	if (!vconn->out)
		return OA_VCONN_READ_AGAIN;
	if (vconn->state == OA_VCONN_WAIT_HEAD)
		return oa_vconn_read_head(vconn, err);
	if (vconn->taken) {
		vconn->have = 0;
		vconn->taken = 0;
	}
	result = oa_vconn_read_pdu(vconn, err);
	if (result != OA_VCONN_READ_PDU)
		return result;
	if (vconn->buffer[2] == OA_PDU_RTS)
		return on_rts(vconn, err);
	if (vconn->state == OA_VCONN_OPEN)
		return OA_VCONN_READ_PDU;
	oa_fail(err, OA_LAYER_RTS, 0, "%s before the connection is open",
		oa_pdu_name(vconn->buffer[2]));
	return oa_vconn_stop(vconn, OA_VCONN_RTS_BAD);
}

/* Channels are not recycled here ([MS-RPCH] 3.2.2.5.5 to 10); what is on its way when
 * the server asks for it still comes on the old one. */
static struct oa_deadline patience(
	const struct oa_vconn *vconn, struct oa_deadline until)
{
	double left = RECYCLE_SECONDS - oa_seconds_since(vconn->recycle_us);

	return vconn->recycle_us ? oa_deadline_step(until, left > 0 ? left : 0) : until;
}

static enum oa_vconn_read wait_no_longer(struct oa_vconn *vconn, struct oa_error *err)
{
	if (!vconn->recycle_us) {
		oa_fail(err, OA_LAYER_TIMEOUT, 0, "no answer in time");
		return oa_vconn_stop(vconn, OA_VCONN_TIMEOUT);
	}
	oa_fail(err, OA_LAYER_RTS, 0, "the server wants a new OUT channel");
	return oa_vconn_stop(vconn, OA_VCONN_OUT_RECYCLE);
}

/* Sleeps until one of the channels has something, or the deadline. */
static enum oa_vconn_read sleep_on_both(
	struct oa_vconn *vconn, struct oa_deadline until, struct oa_error *err)
{
	struct pollfd polls[2] = {
		{.fd = vconn->out ? vconn->out->connection->stream.fd : -1,
			.events = POLLIN},
		{.fd = vconn->in ? vconn->in->connection->stream.fd : -1,
			.events = POLLIN},
	};

	until = patience(vconn, until);
	if (oa_deadline_passed(until))
		return wait_no_longer(vconn, err);
	if (poll(polls, 2, oa_deadline_left_ms(until)) < 0 && errno != EINTR) {
		oa_fail(err, OA_LAYER_SYSTEM, errno, "poll: %s", strerror(errno));
		return oa_vconn_stop(vconn, OA_VCONN_FAILED);
	}
	return OA_VCONN_READ_AGAIN;
}

/* One step: OUT first, because its stream may name the cause of an end that both
 * channels show. */
static enum oa_vconn_read turn(
	struct oa_vconn *vconn, struct oa_deadline until, struct oa_error *err)
{
	enum oa_vconn_read result;

	if (vconn->end == OA_VCONN_TIMEOUT)
		vconn->end = OA_VCONN_GOES_ON;
	if (vconn->end != OA_VCONN_GOES_ON)
		return OA_VCONN_READ_ENDED;
	result = read_out(vconn, err);
	if (result != OA_VCONN_READ_AGAIN)
		/* pings without end must not outlive the deadline */
		return result == OA_VCONN_READ_MOVED && oa_deadline_passed(until)
			       ? sleep_on_both(vconn, until, err)
			       : result;
	result = oa_vconn_read_in(vconn, err);
	if (result != OA_VCONN_READ_AGAIN)
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

/* Sends bytes on IN. */
static int send_in(struct oa_vconn *vconn, const void *bytes, size_t len,
	struct oa_deadline until, struct oa_error *err)
{
	vconn->sent_us = oa_now_us();
	if (oa_stream_send_all(
		    &vconn->in->connection->stream, bytes, len, until, err) == 0)
		return 0;
	if (err->layer == OA_LAYER_TIMEOUT)
		return oa_vconn_stop(vconn, OA_VCONN_TIMEOUT);
	/* what made the send fail may be an answer that waits to be read */
	if (oa_vconn_read_in(vconn, err) == OA_VCONN_READ_ENDED)
		return -1;
	return oa_vconn_stop(vconn, OA_VCONN_IN_CLOSED);
}

int oa_vconn_send(struct oa_vconn *vconn, const void *pdu, size_t len,
	struct oa_deadline until, struct oa_error *err)
{
	while (vconn->peer_window < len) {
		enum oa_vconn_read result = turn(vconn, until, err);

		if (result < 0)
			return -1;
		if (result == OA_VCONN_READ_PDU) {
			oa_fail(err, OA_LAYER_RPC, 0, "%s that nobody asked for",
				oa_pdu_name(vconn->buffer[2]));
			return oa_vconn_stop(vconn, OA_VCONN_RPC_BAD);
		}
	}
	vconn->peer_window -= (uint32_t)len;
	vconn->sent += (uint32_t)len;
	oa_report_trace(vconn->report, "IN > %s, %zu bytes",
		oa_pdu_name(((const uint8_t *)pdu)[2]), len);
	return send_in(vconn, pdu, len, until, err);
}

int oa_vconn_send_rts(struct oa_vconn *vconn, const void *pdu, size_t len,
	struct oa_deadline until, struct oa_error *err)
{
	oa_report_trace(vconn->report, "IN > RTS PDU, %zu bytes", len);
	return send_in(vconn, pdu, len, until, err);
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
	return send_in(vconn, bytes, out.len, until, err);
}

int oa_vconn_recv(struct oa_vconn *vconn, struct oa_deadline until, uint8_t **ret_pdu,
	size_t *ret_len, struct oa_error *err)
{
	enum oa_vconn_read result;

	do {
		result = turn(vconn, until, err);
	} while (result == OA_VCONN_READ_AGAIN || result == OA_VCONN_READ_MOVED);
	if (result < 0)
		return -1;
	vconn->received += (uint32_t)vconn->have;
	vconn->taken = vconn->have;
	if (acknowledge(vconn, until, err) < 0)
		return -1;
	oa_report_trace(vconn->report, "OUT < %s, %zu bytes",
		oa_pdu_name(vconn->buffer[2]), vconn->have);
	*ret_pdu = vconn->buffer;
	*ret_len = vconn->have;
	return 0;
}
