/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_AUTODISCOVER_ASK_H
#define OA_PROBE_AUTODISCOVER_ASK_H

/*
 * One URL of autodiscover, asked as far as it may be: without credentials first, and
 * with them where a logon is demanded over TLS with a good certificate.  What is found
 * on the way stays out of the run's report.
 */

#include "common/net/dns.h"
#include "common/net/url.h"
#include "common/probe/front.h"
#include "common/probe/pox.h"

/* How far it came. */
enum oa_adresult {
	OA_AD_UNREACHED,      /* no name, no connection, no good certificate, no HTTP */
	OA_AD_WEBSITE,        /* a web site that knows nothing of autodiscover */
	OA_AD_BAD,            /* no usable answer, although it should have one */
	OA_AD_REDIRECTED,     /* by HTTP, to the place in `location` */
	OA_AD_ALIVE,          /* a logon is demanded, and there is none to give */
	OA_AD_FOREIGN,        /* likewise, by a host to which the logon may not go */
	OA_AD_SCHEME_MISSING, /* likewise, by schemes that were not asked for */
	OA_AD_REFUSED,        /* the logon was refused */
	OA_AD_STOPPED,        /* the logon could not be tried: see `finding` */
	OA_AD_ANSWERED,       /* an answer of autodiscover is in `pox` */
};

/* What makes an answer unusable, as far as it takes another repair. */
enum oa_adfault {
	OA_AD_OTHER,        /* nothing of the kind below */
	OA_AD_LOOP,         /* redirects that come back */
	OA_AD_MANY,         /* too many redirects */
	OA_AD_PLAIN,        /* a redirect to plain http */
	OA_AD_LOCATION,     /* a redirect to what is no URL */
	OA_AD_ADDRESS,      /* a redirect to an address that cannot be asked for */
	OA_AD_STOPPED_POOL, /* 503 of http.sys */
	OA_AD_NO_POX, /* 200 behind the logon, without an answer of autodiscover */
	OA_AD_TARGET, /* an SRV record names no place */
	OA_AD_FAULTS
};

/* What to ask; everything is borrowed. */
struct oa_adquestion {
	const struct oa_url *url;        /* where */
	const char *address;             /* whose settings */
	bool is_get;                     /* GET instead of POST: a look at a redirect */
	bool is_named;                   /* the logon may go there */
	bool has_logon;                  /* there is a logon to give */
	const struct oa_dns_answer *dns; /* addresses of the host, or NULL to ask */
};

/* What came of it; it is large, for the heap. */
struct oa_adanswer {
	enum oa_adresult result; /* see there */
	enum oa_adfault fault;   /* with BAD */
	struct oa_step finding;  /* with UNREACHED and STOPPED; its details are NULL */
	char text[300];          /* the same, or what was answered, for people */
	int status;              /* of the last answer, 0 if there was none */
	unsigned scheme;         /* that was tried, 0 for none */
	char schemes[200];       /* that were demanded, as sent */
	char location[1400];     /* of a redirect, as sent */
	double seconds;          /* all in all */
	struct oa_pox pox;       /* with ANSWERED */
	bool is_mapi_known;      /* the question for MAPI over HTTP was answered */
};

/* Asks, and fills ret_answer; front lends what all connections share. */
void oa_autodiscover_ask(struct oa_front *front, const struct oa_adquestion *question,
	struct oa_deadline until, struct oa_adanswer *ret_answer);

#endif
