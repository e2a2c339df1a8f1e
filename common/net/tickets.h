/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_TICKETS_H
#define OA_NET_TICKETS_H

/*
 * Kerberos tickets of one run: from a password, a keytab or a ticket cache, for as
 * many services as are asked for.  They are kept in the memory of the process; no
 * file is written, also not the cache that they came from.  Names are taken as they
 * are: no DNS look-up makes another host of them.
 *
 * The KDC is asked by libkrb5, which finds it by its own configuration
 * (krb5.conf, KRB5_CONFIG) and blocks; a deadline that passes leaves it behind.
 */

#include "common/base/deadline.h"
#include "common/base/error.h"
#include "common/base/secret.h"

/* Bytes that hold any principal, with the NUL. */
#define OA_PRINCIPAL_MAX 512

/* Why there is no ticket: the number of OA_LAYER_KERBEROS. */
enum oa_tickets_trouble {
	OA_TICKETS_OTHER,            /* none of the following */
	OA_TICKETS_NO_SOURCE,        /* cache or keytab missing, empty, expired */
	OA_TICKETS_NO_KDC,           /* no KDC known, or none answers */
	OA_TICKETS_CLIENT_UNKNOWN,   /* the KDC does not know the user */
	OA_TICKETS_SERVICE_UNKNOWN,  /* the KDC does not know the service */
	OA_TICKETS_PASSWORD_WRONG,   /* pre-authentication failed */
	OA_TICKETS_ACCOUNT_UNUSABLE, /* revoked, expired, or not now */
	OA_TICKETS_CLOCK_SKEW,       /* clocks of monitor and KDC differ too much */
};

/* Where tickets come from, the first that is given: keytab, ticket cache, password,
 * the system's default cache.  Everything is borrowed. */
struct oa_tickets_source {
	const char *user;   /* DOMAIN\user, user@REALM, user; empty or NULL: the first
			     * of the keytab, or whom the cache belongs to */
	const char *keytab; /* name as of libkrb5, e.g. a path; or NULL */
	const char *ccache; /* likewise; or NULL */
	const struct oa_secret *password; /* may be one that is not given */
};

/* Tickets; opaque. */
struct oa_tickets;

/* Gets the first ticket of a user.  Returns 0 with tickets that the caller gives to
 * oa_tickets_free(), or -1: OA_LAYER_KERBEROS, OA_LAYER_FEATURE if this build has no
 * Kerberos, OA_LAYER_SYSTEM.  A wrong password is tried once. */
int oa_tickets_get(const struct oa_tickets_source *source, struct oa_deadline until,
	struct oa_tickets **ret_tickets, struct oa_error *err);

/* Gets a ticket for a service, "HTTP/mail.lab.test", and puts its principal
 * into ret_service: "HTTP/mail.lab.test@LAB.TEST", or without the realm if only the
 * KDC knows that.  Returns 0, or -1 as
 * oa_tickets_get() does; when the time is over *tickets is released and NULL. */
int oa_tickets_fetch(struct oa_tickets **tickets, const char *spn,
	struct oa_deadline until, char ret_service[OA_PRINCIPAL_MAX],
	struct oa_error *err);

/* Returns the name of the cache that holds the tickets, for GSSAPI; it belongs to
 * the tickets. */
const char *oa_tickets_cache(const struct oa_tickets *tickets);

/* Returns whose tickets they are, "alice@LAB.TEST"; it belongs to the tickets. */
const char *oa_tickets_user(const struct oa_tickets *tickets);

/* Wipes and releases the tickets, which may be NULL. */
void oa_tickets_free(struct oa_tickets *tickets);

#endif
