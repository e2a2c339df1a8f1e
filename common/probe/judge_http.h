/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_JUDGE_HTTP_H
#define OA_PROBE_JUDGE_HTTP_H

/*
 * What an HTTP answer means that is not the one hoped for: the decision tables
 * over status, speaker, headers and second looks.
 */

#include "common/probe/front.h"
#include "common/probe/headers.h"

/* Which request was answered. */
enum oa_ask {
	OA_ASK_GET,  /* GET */
	OA_ASK_ECHO, /* an RPC method with at most 16 bytes of body */
	OA_ASK_OUT,  /* RPC_OUT_DATA, its first leg of a logon too */
	OA_ASK_IN,   /* RPC_IN_DATA that announces 1 GiB */
};

/* One answer to be judged. */
struct oa_case {
	struct oa_front *front;     /* borrowed */
	struct oa_session *session; /* holds the answer; borrowed */
	enum oa_ask ask;            /* what was asked */
	const char *method;         /* the request's method */
	const char *url;            /* its path, or NULL for that of the RPC proxy */
	const char *server;         /* target in the query, or NULL */
	const char *subject;        /* for the step, e.g. "6001", or NULL */
	bool was_proven;            /* the request carried the proof of a logon */
	bool is_trial;              /* other logons will tell what a refusal means */
	enum oa_speaker speaker;    /* set by oa_judge_answer() */
	int status;                 /* set by oa_judge_answer() */
	struct oa_facts facts;      /* set by oa_judge_answer() */
};

/* Records the finding for an answer that ends the way.  The answer's body need
 * not have been read. */
void oa_judge_answer(struct oa_case *given);

/* As oa_judge_answer(), for an "RPC Error" of that number, in the answer's reason or
 * behind its head.  Returns the step. */
struct oa_step *oa_judge_rpc_error(struct oa_case *given, uint32_t number);

/* Records the finding for a request that got no proper answer: silence, an end of
 * the connection, broken HTTP.  waited is in seconds. */
void oa_judge_no_answer(struct oa_case *given, const struct oa_error *error,
	enum oa_code code_of_silence, double waited);

/* Returns the subject for a finding: what lies before the proxy is shared by all
 * endpoints and has none. */
const char *oa_subject_of(enum oa_code code, const char *subject);

#endif
