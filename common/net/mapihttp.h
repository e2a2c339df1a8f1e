/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_MAPIHTTP_H
#define OA_NET_MAPIHTTP_H

/*
 * The bodies of MAPI over HTTP ([MS-OXCMAPIHTTP]): what a server writes before and
 * around the answer of a request, and the requests Connect and Disconnect.
 */

#include "common/base/bytes.h"
#include "common/base/error.h"

/* X-ResponseCode of a request that was carried out. */
#define OA_MAPI_SUCCESS 0

/* X-ResponseCode of an endpoint that is switched off or going down. */
#define OA_MAPI_DISABLED 16
#define OA_MAPI_SHUTTING 18

/* The longest distinguished name that is taken, in bytes. */
#define OA_MAPI_DN_MAX ((size_t)1024)

/* What stands before the content of an answer (2.2.2.2, 2.2.7): meta-tags and
 * further header fields. */
struct oa_mapi_body {
	bool is_done;           /* the tag DONE was there */
	unsigned pending;       /* number of PENDING tags: the server took its time */
	bool has_code;          /* code is set: X-ResponseCode stood in the body */
	uint32_t code;          /* wins over that of the head of the answer */
	double elapsed_ms;      /* X-ElapsedTime, or negative */
	const uint8_t *content; /* borrowed from the bytes; NULL if there is none */
	size_t content_len;     /* bytes of it */
};

/* The answer to Connect (2.2.4.1.2, 2.2.4.1.3). */
struct oa_mapi_connected {
	uint32_t status;        /* StatusCode: not 0 if the request failed as such */
	uint32_t error;         /* ErrorCode of the call, as of EcDoConnectEx */
	char display_name[128]; /* of the mailbox, cleaned; empty on failure */
};

/* Reads an X-ResponseCode or another number of a header field, up to 9 digits, from
 * len bytes; false if they are something else. */
bool oa_mapi_number(const char *text, size_t len, uint32_t *ret_number);

/* Returns the name of an X-ResponseCode; never NULL. */
const char *oa_mapi_code_name(uint32_t code);

/* Parses the beginning of a body of len bytes.  A body without meta-tags is content
 * as a whole.  Returns 0, or -1 (OA_LAYER_HTTP) when the meta-tags do not come to an
 * end. */
int oa_mapi_body_parse(const void *bytes, size_t len, struct oa_mapi_body *ret_body,
	struct oa_error *err);

/* Parses the answer to Connect; returns 0, or -1 (OA_LAYER_HTTP) when it is cut. */
int oa_mapi_connected_parse(const void *bytes, size_t len,
	struct oa_mapi_connected *ret_connected, struct oa_error *err);

/* Parses the answer to Disconnect (2.2.4.3.2): its ErrorCode, or its StatusCode if
 * that is not 0.  Returns 0, or -1 (OA_LAYER_HTTP) when it is cut. */
int oa_mapi_disconnected_parse(
	const void *bytes, size_t len, uint32_t *ret_error, struct oa_error *err);

/* Writes the body of a Connect request (2.2.4.1.1) for the legacy distinguished name
 * of a mailbox, at most OA_MAPI_DN_MAX bytes; out goes bad if it has no room. */
void oa_mapi_write_connect(struct oa_writer *out, const char *user_dn);

/* Writes the body of a Disconnect request (2.2.4.3.1). */
void oa_mapi_write_disconnect(struct oa_writer *out);

#endif
