/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_WWWAUTH_H
#define OA_NET_WWWAUTH_H

/*
 * What a server demands in WWW-Authenticate (RFC 9110, 11.6.1): one or several
 * header lines, each a list of challenges with a token68 or parameters.
 */

#include "common/net/http.h"

/* Authentication schemes, as bits. */
enum oa_scheme {
	OA_SCHEME_BASIC = 1 << 0,     /* RFC 7617 */
	OA_SCHEME_NTLM = 1 << 1,      /* [MS-NTHT] */
	OA_SCHEME_NEGOTIATE = 1 << 2, /* RFC 4559 */
	OA_SCHEME_DIGEST = 1 << 3,    /* RFC 7616 */
	OA_SCHEME_BEARER = 1 << 4,    /* RFC 6750 */
	OA_SCHEME_OTHER = 1 << 5,     /* any other */
};

/* The longest token that is accepted, in bytes after decoding. */
#define OA_AUTH_TOKEN_MAX ((size_t)16384)

/* A decoded token. */
struct oa_auth_token {
	uint8_t *bytes; /* owned; NULL if the server sent none */
	size_t len;     /* bytes */
};

/* The challenges of one response. */
struct oa_wwwauth {
	unsigned schemes; /* bits of enum oa_scheme */
	char names[200];  /* "Negotiate, NTLM, Basic" as sent, each once, cleaned */
	char realm[128];  /* realm of Basic, cleaned; empty if there is none */
	struct oa_auth_token ntlm;      /* token behind NTLM */
	struct oa_auth_token negotiate; /* token behind Negotiate */
};

/* Reads all WWW-Authenticate fields of a head into ret_auth, which the caller
 * gives to oa_wwwauth_free.  Returns 0, also when there are none, or -1:
 * OA_LAYER_AUTH when a token is too long or not base64, OA_LAYER_HTTP for an
 * unfinished quoted string or something that is no challenge, OA_LAYER_SYSTEM
 * without memory. */
int oa_wwwauth_parse(const struct oa_http_head *head, struct oa_wwwauth *ret_auth,
	struct oa_error *err);

/* Adds the challenges of one field value to auth (zeroed before the first);
 * returns 0, or -1 as oa_wwwauth_parse does. */
int oa_wwwauth_add(
	struct oa_wwwauth *auth, const char *value, size_t len, struct oa_error *err);

/* Releases the tokens. */
void oa_wwwauth_free(struct oa_wwwauth *auth);

/* Returns the customary name of one scheme bit, "other" if it has none. */
const char *oa_scheme_name(enum oa_scheme scheme);

#endif
