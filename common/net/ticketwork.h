/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_TICKETWORK_H
#define OA_NET_TICKETWORK_H

/*
 * The getting of tickets itself, which blocks while a KDC is silent; tickets.h is
 * for callers.  There is nothing here in a build without libkrb5.
 */

#include "common/net/tickets.h"

#ifdef HAVE_GSSAPI

#include <krb5.h>

/* Everything that the work may touch, hence with copies of the source; zeroed, with
 * the source filled in, it is ready.  It belongs to one thread at a time. */
struct oa_ticket_work {
	krb5_context krb5;              /* owned, NULL before the first step */
	krb5_ccache cache;              /* owned, in memory; or NULL */
	char *cache_name;               /* owned, or NULL */
	char user[OA_PRINCIPAL_MAX];    /* as given, then the principal */
	char *keytab;                   /* owned, or NULL */
	char *ccache;                   /* owned, or NULL */
	struct oa_secret password;      /* owned */
	char spn[OA_PRINCIPAL_MAX];     /* of the service to get a ticket for */
	char service[OA_PRINCIPAL_MAX]; /* its principal */
	struct oa_error error;          /* why the last step failed */
};

/* Gets the first ticket and puts its principal into user.  Returns 0, or -1 with the
 * work's error filled as oa_tickets_get() says. */
int oa_ticket_work_start(struct oa_ticket_work *work);

/* Gets a ticket for spn and puts its principal into service; as
 * oa_ticket_work_start(). */
int oa_ticket_work_fetch(struct oa_ticket_work *work);

/* Wipes and releases what the work owns, not the struct itself. */
void oa_ticket_work_free(struct oa_ticket_work *work);

#endif

#endif
