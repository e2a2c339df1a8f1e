/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_HTTPIN_H
#define OA_NET_HTTPIN_H

/*
 * The receiving side of one HTTP connection: a stream and the bytes that were
 * received from it and not yet used.  It lives as long as the connection, so
 * that what came behind one head or body is there for the next.
 */

#include "common/net/httphead.h"
#include "common/net/stream.h"

#include <stdint.h>

/* Unused bytes of a connection. */
struct oa_http_in {
	struct oa_stream stream; /* where more comes from; its handle is borrowed */
	uint8_t *data;           /* buffer, owned; NULL until the first byte */
	size_t cap;              /* size of the buffer, OA_HTTP_HEAD_MAX at most */
	size_t pos;              /* first unused byte, never above len */
	size_t len;              /* bytes in the buffer */
	size_t scanned;          /* unused bytes known to hold no end of a head */
	unsigned interim_count;  /* 1xx responses before the head being read */
};

/* Makes an empty reader over a stream. */
void oa_http_in_init(struct oa_http_in *in, const struct oa_stream *stream);

/* Releases the buffer, not the stream. */
void oa_http_in_free(struct oa_http_in *in);

/* Returns the number of unused bytes. */
size_t oa_http_in_left(const struct oa_http_in *in);

/* Returns the first unused byte; valid until the next call of any function. */
const uint8_t *oa_http_in_bytes(const struct oa_http_in *in);

/* Marks len bytes, at most those that are left, as used. */
void oa_http_in_skip(struct oa_http_in *in, size_t len);

/* Copies at most size unused bytes to buffer, marks them as used, and returns
 * their number. */
size_t oa_http_in_take(struct oa_http_in *in, void *buffer, size_t size);

/* Receives once, without blocking, behind the unused bytes.  Returns
 * OA_STREAM_DONE, OA_STREAM_AGAIN, OA_STREAM_EOF, or -1: the failure of the
 * stream, OA_LAYER_SYSTEM without memory, OA_LAYER_HTTP when OA_HTTP_HEAD_MAX
 * bytes are waiting already. */
int oa_http_in_fill(struct oa_http_in *in, struct oa_error *err);

#endif
