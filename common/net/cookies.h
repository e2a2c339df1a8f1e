/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_COOKIES_H
#define OA_NET_COOKIES_H

/*
 * Cookies of one conversation (RFC 6265, as far as a session needs it): what the
 * server sets is sent back, whatever its attributes are, to the same server and path
 * and for as long as the conversation lasts.
 */

#include "common/net/httphead.h"

#include <stdbool.h>

/* Bytes that the cookies of a conversation may have together. */
#define OA_COOKIES_MAX 4096

/* The cookies; zero-initialised there are none. */
struct oa_cookies {
	char text[OA_COOKIES_MAX]; /* value of the field Cookie, "a=1; b=2" */
};

/* Takes one value of Set-Cookie, len bytes.  An older cookie of that name goes.  What
 * cannot stand in a header field, or has no room, is passed over. */
void oa_cookies_add(struct oa_cookies *cookies, const char *text, size_t len);

/* Takes all cookies that an answer sets. */
void oa_cookies_take(struct oa_cookies *cookies, const struct oa_http_head *head);

#endif
