/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CERTLOOK_H
#define OA_PROBE_CERTLOOK_H

/*
 * One look at one place: a connection of its own, never a resumed session, and on
 * request an HTTP answer behind it.
 */

#include "common/probe/front.h"

/* One place and what was seen there. */
struct oa_certlook {
	char place[300];          /* "192.0.2.1", "EX2:443": for people */
	bool is_other;            /* a host to compare with, not the target */
	struct oa_dns_answer dns; /* addresses to try */
	struct oa_connect how;    /* how to connect */
	const char *addresses[OA_DNS_ADDRESSES_MAX]; /* the same, for connecting */
	struct oa_connections group;                 /* owned */
	struct oa_connection *connection; /* in the group; NULL if not tried */
	struct oa_error error; /* why there is no connection; layer NONE if there is */
	int64_t date;          /* HTTP Date of the answer, seconds since 1970, or 0 */
};

/* Prepares a look at the target: at all its addresses, or at one of them (its number
 * in front->dns; negative for all). */
void oa_certlook_at_target(
	struct oa_certlook *look, const struct oa_front *front, int number);

/* Prepares a look at "HOST", "HOST:PORT" or "[ADDR]:PORT" under the target's name;
 * resolves HOST until the deadline.  A failure is in look->error. */
void oa_certlook_at_other(struct oa_certlook *look, const struct oa_front *front,
	const char *place, struct oa_deadline until);

/* Connects until the deadline, unless an error is there already. */
void oa_certlook_open(struct oa_certlook *look, struct oa_deadline until);

/* Returns true if the handshake was completed and a certificate is there. */
bool oa_certlook_is_up(const struct oa_certlook *look);

/* Asks for the RPC path and closes the connection.  Records what concerns TLS, a
 * demand for a client certificate or HTTP/2, if is_judged; keeps the date.  Returns
 * what else came, for people, in buffer. */
void oa_certlook_ask(struct oa_certlook *look, struct oa_front *front, bool is_judged,
	struct oa_deadline until, char *buffer, size_t size);

/* Releases what it owns. */
void oa_certlook_free(struct oa_certlook *look);

#endif
