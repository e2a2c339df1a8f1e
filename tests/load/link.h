/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOAD_LINK_H
#define LOAD_LINK_H

/*
 * One TLS connection of a client: handshake, what has come and is not yet used,
 * what is sent.  The fault of the front end is taken from the name in the
 * ClientHello, so that a black hole never answers it.
 */

#include "tests/load/site.h"

/* Longest request head or PDU that is taken. */
#define LOAD_INPUT_MAX 8192

enum load_use {
	LOAD_GREETS, /* handshake */
	LOAD_WAITS,  /* handshake, to be answered later */
	LOAD_ASKS,   /* requests, one after the other */
	LOAD_OPENS,  /* OUT channel whose CONN/A1 is still to come */
	LOAD_OUT,    /* OUT channel */
	LOAD_IN,     /* IN channel */
	LOAD_HANGS,  /* nothing is read or answered any more */
};

struct load_link {
	struct load_source source; /* first, so that one leads to the other */
	SSL *ssl;                  /* owned */
	enum load_use use;
	unsigned number; /* of the front end */
	enum load_fault fault;
	int64_t until_us; /* monotonic moment at which it has waited */
	size_t skip;      /* bytes of a body that are not wanted */
	size_t len;       /* bytes at input */
	uint8_t input[LOAD_INPUT_MAX];
	bool is_closed;             /* is on the list of those that are gone */
	struct load_tunnel *tunnel; /* the one it is a channel of, or NULL */
	struct load_link **place;   /* what points to it among those that are open */
	struct load_link *next;     /* among those that are open, or gone */
};

/* The ClientHello callback of the TLS context; its argument is the site. */
int load_link_greet(SSL *ssl, int *alert, void *site);

/* Takes an accepted, non-blocking connection over and watches it. */
void load_link_open(struct load_site *site, int fd);

/* Sends len bytes; a client that does not take them at once is cut off. */
void load_link_send(
	struct load_site *site, struct load_link *link, const void *bytes, size_t len);

/* Forgets the first len bytes of the input. */
void load_link_drop(struct load_link *link, size_t len);

/* Says that nothing more comes; what the client sends is not read any more. */
void load_link_end(struct load_site *site, struct load_link *link);

/* Closes the connection, and the other channel of its tunnel. */
void load_link_close(struct load_site *site, struct load_link *link);

/* Closes all connections. */
void load_link_close_all(struct load_site *site);

/* Goes on with connections that have waited long enough; returns the milliseconds until
 * the next call is wanted, -1 if none waits. */
int load_link_resume(struct load_site *site);

/* Frees the connections that are gone. */
void load_link_sweep(struct load_site *site);

#endif
