/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_HTTP_H
#define OA_NET_HTTP_H

/*
 * Reading of response heads from a connection.  What comes behind a head stays
 * in the struct oa_http_in, for its body (httpbody.h) and for the next response.
 */

#include "common/net/httphead.h"
#include "common/net/httpin.h"

/* Interim responses (1xx) that are passed over before a final one. */
#define OA_HTTP_INTERIM_MAX 16

/* Takes what has arrived, without blocking.  Returns OA_STREAM_DONE with a head
 * in ret_head (to be given to oa_http_head_free), OA_STREAM_AGAIN, or -1:
 * OA_LAYER_CLOSED when the peer closed before the first byte of it or reset the
 * connection, OA_LAYER_HTTP when it closed in the middle or broke a rule, and
 * the failures of oa_http_in_fill.  Passes over 1xx except 101. */
int oa_http_head_try(
	struct oa_http_in *in, struct oa_http_head *ret_head, struct oa_error *err);

/* Reads a head until the deadline; returns 0, or -1 as oa_http_head_try does and
 * OA_LAYER_TIMEOUT, whose text says whether anything had come. */
int oa_http_head_read(struct oa_http_in *in, struct oa_deadline deadline,
	struct oa_http_head *ret_head, struct oa_error *err);

#endif
