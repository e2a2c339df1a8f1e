/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_FETCH_H
#define OA_NET_FETCH_H

/*
 * One small file over plain http: an issuer's certificate, a list of revoked ones.
 * What comes is signed, so it needs no TLS; the address was chosen by a stranger, so
 * it is http alone, without redirects, bounded in size and time.
 */

#include "common/base/deadline.h"
#include "common/base/error.h"

#include <stddef.h>
#include <stdint.h>

/* What to fetch; everything is borrowed. */
struct oa_fetch {
	const char *url;           /* http://... */
	const char *forward_proxy; /* URL, "env", or NULL for none */
	size_t max;                /* bytes that are taken at most */
	const uint8_t *request;    /* body to POST, or NULL to GET */
	size_t request_len;        /* bytes of it */
	const char *request_type;  /* Content-Type of it */
};

/* Fetches into ret_bytes, which the caller frees.  Returns 0, or -1: OA_LAYER_HTTP
 * with the status for an answer other than 200 or one that is too long,
 * OA_LAYER_TIMEOUT, OA_LAYER_TCP for everything else of the network,
 * OA_LAYER_SYSTEM. */
int oa_fetch_get(const struct oa_fetch *fetch, struct oa_deadline until,
	uint8_t **ret_bytes, size_t *ret_len, struct oa_error *err);

#endif
