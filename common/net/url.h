/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_URL_H
#define OA_NET_URL_H

/*
 * URLs of http and https in parts.
 */

#include "common/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One URL. */
struct oa_url {
	bool is_tls;       /* https */
	char host[256];    /* name or address, without brackets */
	uint16_t port;     /* TCP port, the customary one if none was written */
	char target[1024]; /* path and query, beginning with "/" */
	char text[1400];   /* the whole, normalised, without a fragment */
};

/* Reads a URL, which may be relative to base (NULL: it must be absolute), into
 * ret_url.  Returns 0, or -1 with OA_LAYER_HTTP if it is none, is too long, carries a
 * user, or has another scheme. */
int oa_url_parse(const char *text, const struct oa_url *base, struct oa_url *ret_url,
	struct oa_error *err);

#endif
