/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_FRONT_H
#define OA_PROBE_FRONT_H

/*
 * What a run knows of its front end: name, connection, TLS, and who logs on.  The way
 * to it is frontopen.h; what is found on the way is recorded in the report once.
 */

#include "common/base/statefile.h"
#include "common/net/connection.h"
#include "common/net/dns.h"
#include "common/net/logon.h"
#include "common/probe/build.h"
#include "common/probe/speaker.h"
#include "common/probe/target.h"
#include "common/report/report.h"

/* One request of a run and who answered it, mostly without credentials. */
struct oa_look {
	bool is_taken;           /* the look was tried */
	int status;              /* of the answer, 0 if there was none */
	enum oa_speaker speaker; /* who answered */
	char who[64];            /* the same in words */
	char fe[64];             /* X-FEServer, or empty */
	char be[64];             /* X-CalculatedBETarget, or empty */
	double seconds;          /* until the answer; negative if there was none */
};

/* Looks that tell neighbouring causes apart; each is taken when it is needed. */
struct oa_looks {
	struct oa_look get;          /* GET on the RPC path */
	struct oa_look out;          /* a short RPC_OUT_DATA on the RPC path */
	struct oa_look echo;         /* echo on the RPC path */
	struct oa_look logon;        /* echo with logon */
	struct oa_look announcement; /* head of an IN channel; no status: accepted */
	struct oa_look autodiscover; /* GET /autodiscover/autodiscover.xml */
	struct oa_look owa;          /* GET /owa/ */
	struct oa_look by_address;   /* GET on the RPC path with the address as Host */
};

/* The second tunnel whose IN body ends (shortbody.h), opened once in a run. */
struct oa_short_body_look {
	bool is_taken;  /* it was tried */
	bool is_open;   /* CONN/C2 came */
	bool are_apart; /* its channels were served by two computers */
};

/* The lockout budget in one run (budget.h); zero-initialised it is closed. */
struct oa_budget {
	struct oa_statefile state; /* owned */
	bool is_begun;             /* the mark was looked at */
	bool may_go;               /* and did not forbid a logon */
};

struct oa_cert_plan;

/* The front end in one run. */
struct oa_front {
	const struct oa_target *target;       /* borrowed */
	struct oa_report *report;             /* borrowed */
	enum oa_seen_role role;               /* of this end, in report->seen */
	int64_t start_us;                     /* monotonic moment it was made */
	struct oa_deadline until;             /* of the run */
	const struct oa_cert_plan *cert_plan; /* borrowed; NULL: judge in short */
	struct oa_dns_answer dns;             /* addresses of the name */
	const char *addresses[OA_DNS_ADDRESSES_MAX]; /* the same, for connecting */
	X509_STORE *trust;                           /* owned */
	CURLSH *sessions;                    /* TLS sessions of the run, owned */
	struct oa_connect how;               /* for every connection of the run */
	bool is_described;                   /* steps tcp and tls are in the report */
	bool is_port_closed;                 /* a connect was refused */
	bool is_unusable;                    /* TLS works, but no HTTP/1.1 can follow */
	bool has_bad_certificate;            /* no password may be sent */
	uint8_t binding[OA_TLS_BINDING_MAX]; /* of the certificate that was judged good
					      */
	size_t binding_len;                  /* 0 if there was none yet */
	bool was_served;                     /* some request got an answer of IIS */
	bool was_accepted;                   /* the credentials were accepted once */
	bool was_refused;                    /* a proof of the password got 401 */
	/* Called once, when the credentials have been accepted; may be NULL. */
	void (*on_accepted)(void *watcher);
	void *watcher;                  /* argument of on_accepted; borrowed */
	struct oa_budget budget;        /* see there */
	unsigned scheme;                /* decided enum oa_scheme, 0 if none */
	char user[256];                 /* DOMAIN\user, UPN or user */
	char spn[300];                  /* of the HTTP service */
	struct oa_tickets *tickets;     /* owned; see oa_front_tickets() */
	char service[OA_PRINCIPAL_MAX]; /* principal of spn, once there is a ticket */
	struct oa_error kerberos;       /* why there are no tickets, once asked for */
	char offers[200];               /* schemes that GET was offered, as sent */
	struct oa_looks looks;          /* see there */
	struct oa_short_body_look short_body; /* see there */
	struct oa_build build;                /* of the server, once it has told */
};

/* Returns the logon that the scheme decided upon stands for. */
struct oa_logon oa_front_logon(struct oa_front *front);

/* Fills a request of RPC over HTTP for "server:port" (NULL: no query) into
 * ret_request, whose target text is put into buffer (size bytes). */
void oa_front_request(const struct oa_front *front, const char *method,
	const char *query, int64_t content_length, struct oa_http_request *ret_request,
	char *buffer, size_t size);

/* Returns the current time: the target's, if it has one, else the clock's. */
int64_t oa_front_now(const struct oa_front *front);

/* Returns how long to wait for an answer whose kind was measured as the value `label`
 * before: three times that, within min..max, all in seconds. */
double oa_front_patience(
	const struct oa_front *front, const char *label, double min, double max);

#endif
