/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_KERBEROS_H
#define OA_NET_KERBEROS_H

/*
 * Kerberos security contexts by MIT GSSAPI: one token for HTTP, inside SPNEGO and
 * bound to the TLS channel (RFC 4559, RFC 5929), or the three legs and the message
 * protection of DCE style for RPC ([MS-KILE], [MS-RPCE] 3.3.1.5.2.2).  The tickets
 * must be there already, so nothing here waits for a KDC.
 */

#include "common/net/tickets.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a context is for; decides the flags that are asked for. */
enum oa_kerberos_use {
	OA_KERBEROS_FOR_HTTP,      /* a token under the name Negotiate */
	OA_KERBEROS_FOR_CONNECT,   /* RPC level connect: identity alone */
	OA_KERBEROS_FOR_INTEGRITY, /* RPC level integrity: signatures */
	OA_KERBEROS_FOR_PRIVACY,   /* RPC level privacy: encryption */
};

/* Whom to talk to and how; everything is borrowed for the call. */
struct oa_kerberos_peer {
	enum oa_kerberos_use use;         /* see there */
	const struct oa_tickets *tickets; /* ours */
	const char *service;              /* as from oa_tickets_fetch() */
	const void *binding;              /* "tls-server-end-point:" and a digest, or
					   * NULL for none; for HTTP alone */
	size_t binding_len;               /* bytes at binding */
};

/* A token to be sent; released with oa_kerberos_token_free(). */
struct oa_kerberos_token {
	uint8_t *bytes; /* owned, or NULL if there is none */
	size_t len;     /* bytes */
};

/* One message to be protected, as it lies in memory, in clear: a head, data, a
 * tail, and room for the signature. */
struct oa_kerberos_message {
	uint8_t *head;        /* signed with headers, else left alone */
	size_t head_len;      /* bytes at head */
	uint8_t *data;        /* signed, and with FOR_PRIVACY encrypted in place */
	size_t data_len;      /* bytes at data */
	uint8_t *tail;        /* like head */
	size_t tail_len;      /* bytes at tail */
	uint8_t *signature;   /* where it goes or stands */
	size_t signature_len; /* bytes at signature */
	bool signs_head;      /* both sides have agreed to sign head and tail */
};

/* A security context; opaque. */
struct oa_kerberos;

/* Makes a context without a first leg yet.  Returns 0 with a context that the caller
 * gives to oa_kerberos_free(), or -1: OA_LAYER_KERBEROS, OA_LAYER_FEATURE in a build
 * without Kerberos, OA_LAYER_SYSTEM. */
int oa_kerberos_new(const struct oa_kerberos_peer *peer,
	struct oa_kerberos **ret_context, struct oa_error *err);

/* Takes the peer's token (NULL for the first leg) and makes the next one of ours,
 * which may be none.  Returns 0, or -1: OA_LAYER_AUTH if the peer's token is no good,
 * otherwise as oa_kerberos_new() does. */
int oa_kerberos_step(struct oa_kerberos *context, const void *token, size_t len,
	struct oa_kerberos_token *ret_token, struct oa_error *err);

/* Returns true once the peer has proven itself and messages can be protected. */
bool oa_kerberos_is_complete(const struct oa_kerberos *context);

/* Returns the bytes of a signature for data of data_len bytes, 0 on failure. */
size_t oa_kerberos_signature_len(const struct oa_kerberos *context, size_t data_len);

/* Signs, and with FOR_PRIVACY encrypts, a message; signature_len must be that of
 * oa_kerberos_signature_len().  Returns 0, or -1 with OA_LAYER_KERBEROS. */
int oa_kerberos_protect(struct oa_kerberos *context,
	const struct oa_kerberos_message *message, struct oa_error *err);

/* Decrypts and verifies a message of the peer; returns 0, or -1 with
 * OA_LAYER_KERBEROS if it is not what the peer has sent. */
int oa_kerberos_verify(struct oa_kerberos *context,
	const struct oa_kerberos_message *message, struct oa_error *err);

/* Wipes and releases a token. */
void oa_kerberos_token_free(struct oa_kerberos_token *token);

/* Wipes and releases a context, which may be NULL. */
void oa_kerberos_free(struct oa_kerberos *context);

#endif
