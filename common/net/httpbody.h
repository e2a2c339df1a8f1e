/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_HTTPBODY_H
#define OA_NET_HTTPBODY_H

/*
 * Response bodies (RFC 9112, 6.3): by Content-Length, chunked, until the end of
 * the connection, or none.  Bytes are handed out as they come, which is how the
 * PDUs of an OUT channel are read.
 */

#include "common/net/http.h"

/* How the end of a body is found. */
enum oa_http_framing {
	OA_HTTP_BODY_NONE,    /* there is none: 1xx, 204, 304, answers to HEAD */
	OA_HTTP_BODY_LENGTH,  /* Content-Length */
	OA_HTTP_BODY_CHUNKED, /* Transfer-Encoding: chunked */
	OA_HTTP_BODY_TO_EOF,  /* the connection ends it */
};

/* Where a chunked body is (RFC 9112, 7.1); of no concern outside. */
enum oa_http_chunk_state {
	OA_HTTP_CHUNK_SIZE,      /* in the digits of a size */
	OA_HTTP_CHUNK_EXTENSION, /* behind the digits, up to the end of the line */
	OA_HTTP_CHUNK_DATA,      /* in the data */
	OA_HTTP_CHUNK_DATA_END,  /* in the line end behind the data */
	OA_HTTP_CHUNK_TRAILER,   /* in the trailer section */
};

/* A body being read. */
struct oa_http_body {
	struct oa_http_in *in;          /* the connection; borrowed */
	enum oa_http_framing framing;   /* how it ends */
	enum oa_http_chunk_state state; /* of a chunked body */
	uint64_t left;                  /* bytes left of the body or of the chunk */
	uint64_t received;              /* bytes handed out so far */
	size_t overhead;                /* bytes of the size line or trailer so far */
	size_t line_len;                /* bytes of the trailer line so far */
	unsigned digits;                /* digits of the chunk size so far */
	bool cr_seen;                   /* the byte before was CR */
	bool keeps_alive;               /* the head allows another request */
	bool is_done;                   /* the last byte has been handed out */
};

/* Prepares to read the body that belongs to a head, which may be freed
 * afterwards; method is that of the request.  Returns 0, or -1 (OA_LAYER_HTTP)
 * when the transfer coding is unknown. */
int oa_http_body_init(struct oa_http_body *body, struct oa_http_in *in,
	const struct oa_http_head *head, const char *method, struct oa_error *err);

/* Copies at most size (above 0) bytes of the body that have arrived to buffer,
 * without blocking, and puts their number into ret_len.  Returns OA_STREAM_DONE,
 * OA_STREAM_AGAIN, OA_STREAM_EOF at the regular end of the body, or -1:
 * OA_LAYER_CLOSED when the connection ended before the body (number 0) or was
 * reset (errno), OA_LAYER_HTTP for broken chunks. */
int oa_http_body_try(struct oa_http_body *body, void *buffer, size_t size,
	size_t *ret_len, struct oa_error *err);

/* As oa_http_body_try, but waits until the deadline for at least one byte:
 * OA_STREAM_DONE, OA_STREAM_EOF, or -1, also with OA_LAYER_TIMEOUT. */
int oa_http_body_read(struct oa_http_body *body, void *buffer, size_t size,
	struct oa_deadline deadline, size_t *ret_len, struct oa_error *err);

/* Reads a body to its end, or gives it up after max bytes.  The first keep_size
 * bytes go to keep (NULL with keep_size 0), their number to ret_kept (may be
 * NULL).  ret_reusable says whether the connection can carry another request;
 * false after a body that was given up.  Returns 0, or -1 as oa_http_body_read
 * does; what was kept until a failure is valid. */
int oa_http_body_skip(struct oa_http_body *body, uint64_t max, void *keep,
	size_t keep_size, struct oa_deadline deadline, size_t *ret_kept,
	bool *ret_reusable, struct oa_error *err);

/* Returns true if the body is at its end and the connection can carry another
 * request. */
bool oa_http_body_reusable(const struct oa_http_body *body);

#endif
