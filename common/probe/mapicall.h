/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_MAPICALL_H
#define OA_PROBE_MAPICALL_H

/*
 * Requests of MAPI over HTTP ([MS-OXCMAPIHTTP] 2.2.2), one after the other on one
 * connection as long as the server keeps it, with the logon that the run has decided
 * upon, and the cookies that hold a session together.
 */

#include "common/net/cookies.h"
#include "common/net/mapihttp.h"
#include "common/probe/front.h"

/* What a request came to. */
enum oa_mapi_result {
	OA_MAPI_ANSWERED, /* HTTP 200 with an X-ResponseCode */
	OA_MAPI_REFUSED,  /* another answer, or one that is no MAPI: to be judged */
	OA_MAPI_SILENT,   /* no answer: `error` says why; to be judged */
	OA_MAPI_FAILED,   /* the finding is in the report */
};

/* One request. */
struct oa_mapi_call {
	const char *path;    /* "/mapi/emsmdb/" */
	const char *type;    /* X-RequestType */
	const char *subject; /* for the steps, "emsmdb" */
	const void *body;    /* or NULL */
	size_t body_len;     /* bytes of it */
};

/* A conversation: the first part is set by the caller, the rest by the calls. */
struct oa_mapi {
	struct oa_front *front;      /* borrowed */
	const char *mailbox;         /* guid@domain, or NULL; borrowed */
	bool is_anonymous;           /* send no logon */
	struct oa_deadline until;    /* for every call */
	struct oa_connections group; /* owned */
	struct oa_session session;   /* holds the last answer; owned */
	struct oa_cookies cookies;   /* of the endpoint */
	const char *path;            /* that the cookies belong to */
	char client[48];             /* "{guid}" of this run */
	unsigned serial;             /* number of the last request */
	bool was_proven;             /* the last request bore the proof of a logon */
	bool was_tried_elsewhere;    /* the logon was tried on /rpc for comparison */
	const char *accepted_by;     /* path that took the logon before, or NULL */
	struct oa_error error;       /* with OA_MAPI_SILENT */
	uint32_t code;               /* X-ResponseCode, with OA_MAPI_ANSWERED */
	struct oa_mapi_body answer;  /* likewise; borrows from the session */
	double seconds;              /* from the request to the end of its answer */
	const struct oa_mapi_call *call; /* the last one; borrowed */
};

/* Carries out one call; what is to be judged goes to oa_mapi_judge(). */
enum oa_mapi_result oa_mapi_call(struct oa_mapi *mapi, const struct oa_mapi_call *call);

/* Asks for a page on the same connection, without credentials and cookies; returns
 * its status, 0 if there was no answer. */
int oa_mapi_get(struct oa_mapi *mapi, const char *path);

/* Releases what the conversation owns. */
void oa_mapi_free(struct oa_mapi *mapi);

#endif
