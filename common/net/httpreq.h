/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_HTTPREQ_H
#define OA_NET_HTTPREQ_H

/*
 * Request heads of HTTP/1.1 (RFC 9112), with the header set that RPC over HTTP
 * wants ([MS-RPCH] 2.1.2.1.1, 2.1.2.1.2).  No argument can smuggle a line in.
 */

#include "common/base/error.h"
#include "common/base/secret.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The announced length of an IN channel ([MS-RPCH] 2.1.2.1.1), in bytes. */
#define OA_HTTP_IN_LENGTH INT64_C(1073741824)

/* No Content-Length at all. */
#define OA_HTTP_NO_LENGTH INT64_C(-1)

/* One further header field. */
struct oa_http_extra {
	const char *name;  /* field name; borrowed */
	const char *value; /* field value; borrowed */
};

/* What to ask for; all pointers are borrowed. */
struct oa_http_request {
	const char *method;     /* "RPC_IN_DATA", "GET" */
	const char *target;     /* path and query, "/rpc/rpcproxy.dll?host:6001" */
	const char *host;       /* name or address; an IPv6 one without brackets */
	uint16_t port;          /* TCP port */
	bool is_tls;            /* decides whether the port is the customary one */
	bool is_rpc;            /* send the header set of RPC over HTTP */
	bool is_last;           /* ask for the connection to be closed afterwards */
	int64_t content_length; /* bytes of body, or OA_HTTP_NO_LENGTH */
	const char *user_agent; /* NULL: "MSRPC" if is_rpc, else "oa-plugins" */
	const struct oa_secret *authorization; /* its value, see httpauth.h; or NULL */
	const struct oa_http_extra *extras;    /* further fields, or NULL */
	size_t extras_len;                     /* number of extras */
};

/* Builds the head, up to and with the empty line, into ret_head, which the
 * caller gives to oa_secret_free because it may hold credentials.  Returns 0, or
 * -1: OA_LAYER_USAGE when an argument is empty or holds a character that may not
 * stand there, OA_LAYER_SYSTEM without memory. */
int oa_http_request_build(const struct oa_http_request *request,
	struct oa_secret *ret_head, struct oa_error *err);

#endif
