/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOAD_SITE_H
#define LOAD_SITE_H

/*
 * What all parts of the responder share: the loop, the front ends, the counts.
 * There is one thread, which waits in epoll and must never wait elsewhere.
 */

#include "tests/load/faults.h"
#include "tests/load/runs.h"

#include <openssl/ssl.h>

struct load_link;
struct load_site;
struct load_source;
struct load_tunnel;

typedef void load_ready(
	struct load_site *site, struct load_source *source, uint32_t events);

/* Something that epoll watches; its events carry a pointer to this. */
struct load_source {
	int fd;
	load_ready *ready; /* called with the EPOLL* bits that came */
};

/* Buckets of tunnels that wait for nothing but their cookie to be looked up. */
#define LOAD_BUCKETS 4096

/* What has happened since the start. */
struct load_counts {
	unsigned long connections; /* accepted */
	unsigned long handshakes;  /* of TLS that were completed */
	unsigned long refused;     /* requests that got 401 */
	unsigned long echoes;      /* answered */
	unsigned long tunnels;     /* virtual connections that got CONN/C2 */
	unsigned long calls;       /* of RPC answered */
	unsigned long questions;   /* of DNS */
	unsigned long open;        /* connections at this moment */
	unsigned long most;        /* connections at one moment */
};

struct load_site {
	int epoll;
	SSL_CTX *tls;
	SSL_CTX *other;    /* with one that nobody trusts, or NULL */
	SSL_CTX *soon;     /* with one that ends soon, or NULL */
	char account[512]; /* value of Authorization that is accepted */
	struct load_faults faults;
	struct load_runs runs; /* owned */
	struct load_counts counts;
	struct load_tunnel *tunnels[LOAD_BUCKETS]; /* by cookie; owned */
	struct load_link *links;                   /* open ones; owned */
	unsigned waiting;                          /* links that are LOAD_WAITS */
	struct load_link *gone; /* closed, to be freed when no event is at hand that
				 * may point to them; owned */
	bool is_over;
};

/* Watches a source for the given EPOLL* bits; false if that is not possible. */
bool load_watch(struct load_site *site, struct load_source *source, uint32_t events);

#endif
