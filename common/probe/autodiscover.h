/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_AUTODISCOVER_H
#define OA_PROBE_AUTODISCOVER_H

/*
 * The concern of check_oa_autodiscover: do clients find the front end by the address
 * of a mailbox, and do the settings that they get fit what is there?  Goes the ways
 * of Outlook from outside: the root of the domain, its host autodiscover, the
 * redirect that this host gives over plain http, SRV records.
 */

#include "common/base/deadline.h"
#include "common/probe/front.h"

/* What to test; everything is borrowed. */
struct oa_autodiscover_plan {
	const char *address;       /* user@domain, see oa_pox_is_address() */
	struct oa_strings allowed; /* more hosts to which the logon may go */
	bool requires_srv;         /* a missing SRV record is a finding */
	bool wants_same_address; /* autodiscover.DOMAIN has to resolve to the addresses
				  * of the front end */
	bool tries_all;          /* go on after the first method that works */
	bool has_no_logon;       /* send no password, as if none was there */
	uint16_t https_port;     /* of the methods; 0 for 443 */
	uint16_t http_port;      /* of the redirect and of plain http; 0 for 80 */
};

/* What autodiscover says to the other checks; a text is empty where it says nothing. */
struct oa_autodiscovered {
	bool is_known;          /* settings came; otherwise all is empty */
	bool is_mapi_known;     /* MAPI over HTTP would be there if it was published */
	char server[256];       /* RPC server: guid@domain or a name */
	char proxy[256];        /* host of the RPC proxy */
	char principal[256];    /* CertPrincipalName, "msstd:..." */
	char auth_package[64];  /* AuthPackage of the RPC proxy */
	char user_dn[512];      /* LegacyDN of the mailbox */
	char mapi_store[512];   /* URL of MAPI over HTTP for the mailbox */
	char mapi_book[512];    /* URL of MAPI over HTTP for the address book */
	char url[1400];         /* that has answered */
	bool is_ssl;            /* the RPC proxy wants TLS */
	bool has_rpc_over_http; /* there is EXPR or EXHTTP */
};

/* Runs the test until the deadline on a front that is initialised and belongs to the
 * caller, and whose name has resolved; everything it finds is in the front's report.
 * Without credentials it judges what anybody can see.  ret_found may be NULL. */
void oa_autodiscover_walk(struct oa_front *front,
	const struct oa_autodiscover_plan *plan, struct oa_deadline until,
	struct oa_autodiscovered *ret_found);

/* The same on a front of its own. */
void oa_probe_autodiscover(const struct oa_target *target,
	const struct oa_autodiscover_plan *plan, struct oa_deadline until,
	struct oa_report *report, struct oa_autodiscovered *ret_found);

#endif
