/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_ATTEMPT_H
#define OA_PROBE_ATTEMPT_H

/*
 * One attempt to reach one RPC endpoint through the front end: its two channels and
 * what has become of them.
 */

#include "common/probe/front.h"
#include "common/probe/judge_http.h"
#include "common/rpc/client.h"
#include "common/rpc/eeinfo.h"
#include "common/rpc/vconn.h"

/* How far an attempt came. */
enum oa_reach {
	OA_REACH_BROKEN,      /* a finding is in the report, or see `ended_in` */
	OA_REACH_UNAVAILABLE, /* the proxy says that it has no way to the endpoint;
			       * no finding yet, see `refusal` */
	OA_REACH_OPEN,        /* CONN/C2 has come */
};

/* Which computer serves one channel, as far as answers have told. */
struct oa_side {
	char front_end[128]; /* X-FEServer of an answer, or empty */
	char computer[64];   /* NetBIOS name in the NTLM challenge, or empty */
};

/* An attempt.  It is large: 200 KiB, for the heap. */
struct oa_attempt {
	struct oa_front *front;      /* borrowed */
	const char *server;          /* RPC server as in the query; borrowed */
	char query[1200];            /* "server:port" */
	uint16_t port;               /* RPC endpoint */
	char subject[8];             /* the port, for steps */
	struct oa_connections group; /* owned */
	struct oa_session out;       /* OUT channel, owned */
	struct oa_session in;        /* IN channel, owned */
	struct oa_vconn vconn;       /* owned */
	struct oa_rpc rpc;           /* owned */
	enum oa_reach reach;         /* how far it came */
	uint32_t refusal;            /* status number for OA_REACH_UNAVAILABLE */
	double refusal_seconds;      /* from the OUT request to that answer */
	bool is_exchange;            /* an Exchange front end of 2013+ refused */
	int64_t out_us;              /* when the OUT request was sent */
	int64_t in_us;               /* when the IN request was sent */
	struct oa_side out_side;     /* who serves OUT */
	struct oa_side in_side;      /* who serves IN */
	struct oa_eeinfo eeinfo;     /* came with the refusal; count 0 if none did */
	char eeinfo_trouble[256];    /* why it could not be decoded, or empty */
	bool sends_short_body;       /* IN announces only what it sends; set by
				      * the caller before oa_attempt_open() */
	double bind_seconds;   /* until the bind was answered; negative if it was not */
	double call_seconds;   /* the same for the cheap call */
	const char *ended_in;  /* phase in which opening it ended, if nothing is in
				* the report of that yet; else NULL */
	struct oa_error error; /* of that end */
	struct oa_deadline looks_until; /* second looks at it end then at the latest;
					 * set by the caller before it is judged */
	const struct oa_strings *alternatives; /* other names of the server, to compare
						* with, or NULL; set by the caller;
						* borrowed */
};

/* Makes an attempt for server and port; NULL without memory. */
struct oa_attempt *oa_attempt_new(
	struct oa_front *front, const char *server, uint16_t port);

/* Closes the channels, IN first ([MS-RPCH] has no goodbye), and releases the
 * attempt, which may be NULL. */
void oa_attempt_free(struct oa_attempt *attempt);

/* Returns the frame in which an answer on OUT or IN is judged. */
struct oa_case oa_attempt_case(struct oa_attempt *attempt, enum oa_ask ask);

/* If the virtual connection ended with an RPC error that says that the proxy has no way
 * to the endpoint, sets reach, refusal and what belongs to it; returns true then. */
bool oa_attempt_note_refusal(struct oa_attempt *attempt);

/* Returns the code that says "this endpoint alone is down", or the one for an
 * unreachable target if the port is none of Exchange's. */
enum oa_code oa_code_of_port(uint16_t port);

#endif
