/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_HTTPHEAD_H
#define OA_NET_HTTPHEAD_H

/*
 * Response heads of HTTP/1.0 and HTTP/1.1 (RFC 9112), parsed from bytes; http.h
 * reads them from a connection.  Reason and values stay raw bytes; give them to
 * oa_clean before they are shown.
 *
 * Lines may end in CRLF or LF.  Refused, with the rule named in the error: NUL,
 * bare CR, folded lines, a name that is no token, space before the colon, more
 * than OA_HTTP_FIELDS_MAX fields, more than OA_HTTP_HEAD_MAX bytes, and
 * Content-Length that is nonsense or contradicts itself.
 */

#include "common/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Header fields in one head. */
#define OA_HTTP_FIELDS_MAX 100

/* The longest head that is accepted, in bytes. */
#define OA_HTTP_HEAD_MAX ((size_t)65536)

/* Content-Length is absent. */
#define OA_HTTP_LENGTH_UNKNOWN UINT64_MAX

/* Some raw bytes of a head; borrowed, not NUL-terminated. */
struct oa_http_span {
	const char *text; /* first byte; not NULL even if len is 0 */
	size_t len;       /* bytes at text */
};

/* One header field. */
struct oa_http_field {
	struct oa_http_span name;  /* a token, as it was sent */
	struct oa_http_span value; /* without white space around it */
};

/* A response head.  Its spans point into the bytes that were parsed: those of
 * the caller, or those that oa_http_head_read put into `owned`. */
struct oa_http_head {
	char *owned;                /* copy of the head, owned; or NULL */
	size_t len;                 /* bytes of the head with its empty line */
	int minor;                  /* 0 or 1, of HTTP/1.x */
	int status;                 /* 100..599 as a rule, always three digits */
	struct oa_http_span line;   /* the whole status line */
	struct oa_http_span reason; /* what follows the status; may be empty */
	uint64_t content_length;    /* bytes, or OA_HTTP_LENGTH_UNKNOWN */
	unsigned interim_count;     /* 1xx responses that came before it */
	size_t fields_len;          /* number of fields */
	struct oa_http_field fields[OA_HTTP_FIELDS_MAX]; /* in the order sent */
};

/* Looks for the end of a head in len bytes, of which none before `from` can end
 * it.  Returns 0 with the length of the head in ret_len, 1 when more bytes are
 * needed, or -1 (OA_LAYER_HTTP) when they are not HTTP or too many. */
int oa_http_head_find(const void *bytes, size_t len, size_t from, size_t *ret_len,
	struct oa_error *err);

/* Parses a head at the start of len bytes without copying.  Returns 0, or 1 when
 * more bytes are needed, or -1 (OA_LAYER_HTTP).  Bytes that cannot become HTTP
 * are refused as soon as they are seen. */
int oa_http_head_parse(const void *bytes, size_t len, struct oa_http_head *ret_head,
	struct oa_error *err);

/* Releases what the head owns. */
void oa_http_head_free(struct oa_http_head *head);

/* Returns the field of that name (in any case) that follows `after`, or the
 * first one if `after` is NULL; NULL if there is none. */
const struct oa_http_field *oa_http_head_next(const struct oa_http_head *head,
	const char *name, const struct oa_http_field *after);

/* Returns true if the comma-separated list in the fields of that name has the
 * token, in any case; a parameter behind `;` does not count. */
bool oa_http_head_lists(
	const struct oa_http_head *head, const char *name, const char *token);

/* Returns true if the connection may be used again when the body has been read:
 * HTTP/1.1 without `Connection: close`, or HTTP/1.0 with `keep-alive`
 * (RFC 9112, 9.3). */
bool oa_http_head_keeps_alive(const struct oa_http_head *head);

#endif
