/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_BACKENDLOOK_H
#define OA_PROBE_BACKENDLOOK_H

/*
 * One look at one back end: connection, handshake, an answer without credentials, the
 * names that it gives itself, and with credentials an echo.  Nothing is judged here,
 * and nothing of it comes into the report of the run.
 */

#include "common/net/ntlmchallenge.h"
#include "common/probe/backend.h"
#include "common/probe/trial.h"

/* How far a look has come. */
enum oa_backend_reach {
	OA_BACKEND_NOT_FOUND,  /* its name has no address */
	OA_BACKEND_NOT_OPEN,   /* no connection */
	OA_BACKEND_NOT_SECURE, /* no handshake */
	OA_BACKEND_SILENT,     /* no HTTP answer */
	OA_BACKEND_ANSWERED,   /* an HTTP answer */
};

/* One back end; it is large, for the heap. */
struct oa_backend {
	const struct oa_front *beside; /* the front end; borrowed */
	char host[256];                /* as given */
	char place[64];                /* "EX1.lab.test:444", for people */
	bool is_literal;               /* host is an address */
	bool is_same_host;             /* it has an address of the front end */
	struct oa_target target;       /* as the front's, but for host and port */
	struct oa_report report;       /* its own; owned */
	struct oa_front front;         /* its own; owned */
	struct oa_connections group;   /* of the look; owned */
	struct oa_connection *first;   /* that the look was taken by; NULL before */
	enum oa_backend_reach reach;   /* see there */
	struct oa_step failure;        /* what stopped it; code OA_CODE_OK if nothing */
	struct oa_look look;           /* the answer without credentials */
	unsigned schemes;              /* that it offers, bits of enum oa_scheme */
	char offers[200];              /* the same in words */
	char answer[512];        /* status line and telling fields of the answer */
	bool has_rpc_error;      /* the answer is an error of the RPC proxy */
	bool has_exchange_field; /* it has a header field that Exchange alone sends */
	bool is_html;            /* its body is a page */
	char dns_name[256];      /* its own name by NTLM, or empty */
	char netbios_name[64];   /* likewise */
	struct oa_trial trial;   /* echo with logon; result NONE if not tried */
	double seconds;          /* from the connect to the answer */
};

/* Prepares a look at a place that oa_backend_parse() takes (NULL: port 444 of the
 * front end).  Returns NULL without memory; ended by oa_backend_free(). */
struct oa_backend *oa_backend_new(const struct oa_front *front, const char *place);

/* Sets the facts {host} and {port}, which findings about it name it by. */
void oa_backend_name(const struct oa_backend *backend, struct oa_facts *facts);

/* Connects to the port and nothing else; returns true if it is open.  Why not is in
 * backend->failure, and after a connect in the error of backend->first. */
bool oa_backend_knock(struct oa_backend *backend, struct oa_deadline until);

/* Takes the look; query is "server:port". */
void oa_backend_look(
	struct oa_backend *backend, const char *query, struct oa_deadline until);

/* Returns true if what has answered is another web server than Exchange's site. */
bool oa_backend_is_foreign(const struct oa_backend *backend);

/* Tries an echo with the logon that the front end has accepted. */
void oa_backend_log_on(struct oa_backend *backend, const struct oa_front *front,
	const char *query, struct oa_deadline until);

/* Releases the back end, which may be NULL. */
void oa_backend_free(struct oa_backend *backend);

#endif
