/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/vconnread.h"
#include "common/base/text.h"

#include <string.h>

/* Bytes of "ncacn_http/1.0", the greeting of version 1 ([MS-RPCH] 2.1.1). */
#define BANNER_LEN 14

/* The longest status line inside the stream that is waited for
 * ([MS-RPCH] 2.1.2.1.4 allows 1024 bytes of reason). */
#define LINE_LEN_MAX 1200

enum oa_vconn_read oa_vconn_stop(struct oa_vconn *vconn, enum oa_vconn_end end)
{
	vconn->end = end;
	vconn->end_us = oa_now_us();
	return OA_VCONN_READ_ENDED;
}

/* Anything on IN ends the connection, so one look is enough. */
enum oa_vconn_read oa_vconn_read_in(struct oa_vconn *vconn, struct oa_error *err)
{
	int result;

	if (!vconn->in)
		return OA_VCONN_READ_AGAIN;
	result = oa_session_try_head(vconn->in, err);
	if (result == OA_STREAM_AGAIN)
		return OA_VCONN_READ_AGAIN;
	if (vconn->in->has_head) {
		oa_fail(err, OA_LAYER_HTTP, vconn->in->head.status, "status %d on IN",
			vconn->in->head.status);
		return oa_vconn_stop(vconn, OA_VCONN_IN_ANSWERED);
	}
	return oa_vconn_stop(vconn, OA_VCONN_IN_CLOSED);
}

static enum oa_vconn_read on_head(struct oa_vconn *vconn, struct oa_error *err)
{
	struct oa_session *out = vconn->out;

	if (out->head.status != 200) {
		oa_fail(err, OA_LAYER_HTTP, out->head.status, "status %d on OUT",
			out->head.status);
		return oa_vconn_stop(vconn, OA_VCONN_OUT_REFUSED);
	}
	if (oa_http_body_init(&vconn->body, &out->in, &out->head, "RPC_OUT_DATA", err) <
		0)
		return oa_vconn_stop(vconn, OA_VCONN_OUT_BAD);
	vconn->head_us = oa_now_us();
	vconn->state = OA_VCONN_WAIT_A3;
	return OA_VCONN_READ_MOVED;
}

enum oa_vconn_read oa_vconn_read_head(struct oa_vconn *vconn, struct oa_error *err)
{
	int result = oa_session_try_head(vconn->out, err);

	if (result == OA_STREAM_AGAIN)
		return OA_VCONN_READ_AGAIN;
	if (vconn->out->has_head)
		return on_head(vconn, err);
	return oa_vconn_stop(vconn,
		err->layer == OA_LAYER_HTTP ? OA_VCONN_OUT_BAD : OA_VCONN_OUT_CLOSED);
}

/* A proxy may give up in the middle of the stream with a status line where a PDU
 * should be ([MS-RPCH] 3.2.3.5.11). */
static enum oa_vconn_read on_foreign_bytes(struct oa_vconn *vconn, struct oa_error *err)
{
	const char *text = (const char *)vconn->buffer;
	const char *end = memchr(text, '\r', vconn->have);

	if (vconn->have >= 7 && !memcmp(text, "HTTP/1.", 7)) {
		oa_clean(vconn->line, sizeof(vconn->line), text,
			end ? (size_t)(end - text) : vconn->have);
		oa_fail(err, OA_LAYER_HTTP, 0, "%s", vconn->line);
		return oa_vconn_stop(vconn, OA_VCONN_OUT_STATUS);
	}
	if (vconn->have >= BANNER_LEN && !memcmp(text, "ncacn_http/1.0", BANNER_LEN))
		oa_fail(err, OA_LAYER_RTS, 0,
			"banner ncacn_http/1.0: RPC over HTTP version 1 only");
	else
		oa_fail(err, OA_LAYER_RTS, 0, "no PDU: %02x %02x %02x %02x",
			vconn->buffer[0], vconn->buffer[1], vconn->buffer[2],
			vconn->buffer[3]);
	return oa_vconn_stop(vconn, OA_VCONN_OUT_BAD);
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
		return BANNER_LEN;
	return memchr(vconn->buffer, '\n', vconn->have) ? vconn->have : LINE_LEN_MAX;
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
		oa_vconn_stop(vconn, vconn->buffer[2] == OA_PDU_RTS ? OA_VCONN_RTS_BAD
				     : vconn->state == OA_VCONN_OPEN
					     ? OA_VCONN_RPC_BAD
					     : OA_VCONN_OUT_BAD);
		return 0;
	}
	return header.frag_len;
}

static enum oa_vconn_read out_ended(
	struct oa_vconn *vconn, int result, struct oa_error *err)
{
	if (begins_foreign(vconn) && vconn->have >= 4)
		return on_foreign_bytes(vconn, err);
	if (result == OA_STREAM_EOF)
		oa_fail(err, OA_LAYER_CLOSED, 0, "OUT ended after %llu bytes",
			(unsigned long long)vconn->body.received);
	return oa_vconn_stop(vconn,
		err->layer == OA_LAYER_HTTP ? OA_VCONN_OUT_BAD : OA_VCONN_OUT_CLOSED);
}

/* Reads until the buffer holds one whole PDU. */
enum oa_vconn_read oa_vconn_read_pdu(struct oa_vconn *vconn, struct oa_error *err)
{
	for (;;) {
		size_t want = wanted(vconn, err);
		size_t len;
		int result;

		if (!want)
			return OA_VCONN_READ_ENDED;
		if (vconn->have >= want)
			return begins_foreign(vconn) ? on_foreign_bytes(vconn, err)
						     : OA_VCONN_READ_PDU;
		result = oa_http_body_try(&vconn->body, vconn->buffer + vconn->have,
			want - vconn->have, &len, err);
		if (result == OA_STREAM_AGAIN)
			return OA_VCONN_READ_AGAIN;
		if (result != OA_STREAM_DONE)
			return out_ended(vconn, result, err);
		vconn->have += len;
	}
}
