/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_TARGET_H
#define OA_PROBE_TARGET_H

/*
 * What to look at and how: the settings that all checks of a front end share.
 * The program fills one from its options; probes only read it.
 */

#include "common/base/secret.h"
#include "common/net/tls.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A list of strings, in the order given; strings are borrowed. */
struct oa_strings {
	const char **item; /* owned array, NULL if empty */
	size_t count;      /* items */
};

/* HTTP authentication to use. */
enum oa_auth_choice {
	OA_AUTH_AUTO,      /* Kerberos if a keytab or a ticket cache is named, else
			    * NTLM if it is offered, else Basic over TLS */
	OA_AUTH_BASIC,     /* RFC 7617 */
	OA_AUTH_NTLM,      /* [MS-NTHT], NTLMv2 */
	OA_AUTH_NEGOTIATE, /* RFC 4559, Kerberos; its tickets from the keytab, the
			    * cache, the password or the system's cache */
};

/* Who logs on; without a user nothing is logged on. */
struct oa_credentials {
	const char *user;          /* DOMAIN\user, UPN or user, as typed; or NULL */
	const char *domain;        /* from domain= of a credentials file; or NULL */
	struct oa_secret password; /* owned */
	const char *keytab;        /* Kerberos: name of a keytab; or NULL */
	const char *ccache;        /* Kerberos: name of a ticket cache; or NULL */
};

/* The memory of refused passwords, see budget.h; everything is borrowed. */
struct oa_budget_plan {
	const char *dir;   /* --state-dir, or NULL to keep nothing */
	double interval;   /* --lockout-interval, seconds */
	const char *stamp; /* tells one password file from the next, without a line
			    * end; or NULL */
};

struct oa_dns_answer;

/* One front end. */
struct oa_target {
	const char *host;            /* the name that Outlook uses */
	const char *address;         /* connect there instead, literal; or NULL */
	long port;                   /* TCP port */
	bool only_ipv4;              /* -4 */
	bool only_ipv6;              /* -6 */
	const char *path;            /* "/rpc/rpcproxy.dll" */
	bool no_tls;                 /* plain http */
	struct oa_strings resolvers; /* ADDR[:PORT], empty for the system's */
	struct oa_strings expected;  /* ADDR[/BITS] the name may resolve to; or empty */
	bool is_inside;              /* the name must resolve to private addresses */
	bool is_outside;             /* the name must resolve to public addresses */
	const struct oa_dns_answer *answer; /* what the name resolves to; borrowed; NULL
					     * to ask */
	double answer_seconds;              /* how long that answer took */
	const char *forward_proxy;          /* URL, or NULL for none */
	struct oa_tls_settings tls;         /* see there */
	X509_STORE *trust;                  /* store that runs share, borrowed; NULL:
					     * each loads what tls names */
	struct oa_credentials who;          /* see there */
	enum oa_auth_choice auth;           /* HTTP level */
	const char *spn;              /* service principal, or NULL for HTTP/host */
	bool no_channel_binding;      /* leave [MS-NLMP] MsvAvChannelBindings out */
	bool is_account_good;         /* a refused password is the server's fault */
	struct oa_budget_plan budget; /* see there */
	int64_t now;                  /* seconds since 1970, or 0 for the clock */
};

#endif
