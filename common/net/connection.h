/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_CONNECTION_H
#define OA_NET_CONNECTION_H

/*
 * Connections to one front end: libcurl finds the way (address, forward proxy,
 * TCP, TLS) and carries bytes; nothing of HTTP is left to it.  Several
 * connections can be opened at the same time, so that two cost one wait.
 */

#include "common/base/deadline.h"
#include "common/base/error.h"
#include "common/net/dials.h"
#include "common/net/stream.h"
#include "common/net/tls.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

/* Connections that one group can open at the same time. */
#define OA_CONNECTIONS_MAX 4

/* How far a connection has come. */
enum oa_phase {
	OA_PHASE_TCP,   /* waiting for the connect (of the forward proxy, if any) */
	OA_PHASE_PROXY, /* waiting for the forward proxy's CONNECT */
	OA_PHASE_TLS,   /* waiting for the handshake */
	OA_PHASE_OPEN,  /* bytes can be exchanged */
};

/* Where to connect and how; everything is borrowed. */
struct oa_connect {
	const char *host; /* name for SNI, and for a forward proxy to resolve */
	uint16_t port;    /* TCP port */
	const char *const *address; /* literals to try, or NULL */
	size_t address_count;       /* number of them */
	bool no_tls;                /* plain TCP */
	const char *forward_proxy;  /* URL, "env" for the environment's, or NULL */
	const struct oa_tls_settings *tls; /* used unless no_tls */
	X509_STORE *trust;                 /* used unless no_tls */
	CURLSH *sessions;                  /* TLS sessions to resume, or NULL */
	int64_t now;                       /* see oa_tls_prepare() */
};

/* One connection; it must not be moved while it is open. */
struct oa_connection {
	CURL *curl;              /* owned, NULL if closed */
	CURLM *group;            /* borrowed from the group */
	enum oa_phase phase;     /* how far it came */
	struct oa_stream stream; /* valid in phase OPEN; borrows the connection */
	struct oa_tls_info tls;  /* what the handshake showed */
	struct oa_error error;   /* why it stopped before OPEN; layer NONE if not */
	int64_t started_us;      /* see oa_now_us(): opening began */
	int64_t tls_us;          /* the handshake began; 0 if it did not */
	double tcp_seconds;      /* connect; negative if not reached */
	double tls_seconds;      /* handshake; negative if not reached */
	char peer[46];           /* address connected to, or empty */
	struct oa_dials dials;   /* addresses that were tried */
	char message[CURL_ERROR_SIZE]; /* libcurl's own words */
	const struct oa_connect *how;  /* borrowed during opening */
};

/* Connections that share one libcurl multi handle. */
struct oa_connections {
	CURLM *multi;                                  /* owned */
	struct oa_connection item[OA_CONNECTIONS_MAX]; /* in the order opened */
	size_t count;                                  /* used items */
};

/* Makes an empty group; returns 0, or -1 with OA_LAYER_SYSTEM. */
int oa_connections_init(struct oa_connections *group, struct oa_error *err);

/* Opens `count` more connections at the same time and waits until each of them
 * is open or has failed, at most until the deadline.  Each one's phase and error
 * tell what became of it.  Returns the first new connection, the others follow
 * it, or NULL with OA_LAYER_SYSTEM or OA_LAYER_FEATURE if none could be tried. */
struct oa_connection *oa_connections_open(struct oa_connections *group, size_t count,
	const struct oa_connect *how, struct oa_deadline until, struct oa_error *err);

/* Closes one connection at once and releases what it owns, except what its TLS
 * handshake showed. */
void oa_connection_close(struct oa_connection *connection);

/* Closes all connections and releases everything. */
void oa_connections_free(struct oa_connections *group);

#endif
