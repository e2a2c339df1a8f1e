/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_RPCCOURSE_H
#define OA_PROBE_RPCCOURSE_H

/*
 * One RPC association behind an open tunnel, and what its answers mean: every bind
 * and every call of a probe is judged here alike.
 */

#include "common/probe/attempt.h"
#include "common/probe/depth.h"
#include "common/rpc/status.h"

/* What to do behind the tunnel. */
struct oa_rpc_plan {
	const struct oa_iface *iface;    /* interface to bind */
	enum oa_depth depth;             /* of this endpoint, at least OA_DEPTH_BIND */
	const struct oa_deep_plan *deep; /* for depths beyond the cheap call */
	bool is_auto;                    /* a refusal for want of logon is no finding */
	bool may_be_other;               /* another interface may stand in */
	enum oa_rpcauth_type type;       /* RPC-level: none, NTLM or Kerberos */
	enum oa_rpcauth_level level;     /* and its level */
};

/* What became of it. */
enum oa_rpc_result {
	OA_RPC_DONE,        /* everything asked for passed */
	OA_RPC_BROKEN,      /* a finding is in the report */
	OA_RPC_WANTS_LOGON, /* only with is_auto: RPC-level authentication is wanted */
	OA_RPC_WANTS_OTHER, /* only with may_be_other: oa_iface_other() is to be tried
			     */
	OA_RPC_UNAVAILABLE, /* the proxy gave the endpoint up: attempt->refusal */
};

/* What all steps of one association share. */
struct oa_course {
	struct oa_attempt *attempt;     /* borrowed */
	const struct oa_rpc_plan *plan; /* borrowed */
	struct oa_deadline until;       /* of the association */
	const char *phase;              /* the exchange under way, e.g. "bind" */
	bool is_answered;               /* the last call was accepted */
	bool is_unbound;                /* the server is there without the interface */
	bool was_answered;              /* one before it was: a logon is good */
};

/* The request of one call, and how long its answer took. */
struct oa_rpc_request {
	const char *name;              /* of the operation, for people */
	uint16_t opnum;                /* its number */
	const struct oa_writer *stub;  /* arguments, or NULL if there are none */
	struct oa_rpc_outcome outcome; /* answer, once there is one */
	double seconds;                /* it took, once there is one */
};

/* Returns the report of the run. */
struct oa_report *oa_course_report(const struct oa_course *course);

/* Records a finding about the endpoint. */
struct oa_step *oa_course_find(
	const struct oa_course *course, enum oa_code code, struct oa_facts *facts);

/* Records how an exchange ended that brought no outcome: the channels ended, or what
 * came breaks the protocol. */
enum oa_rpc_result oa_course_break_off(
	const struct oa_course *course, const struct oa_error *error);

/* The same for a reply that has come but cannot be read. */
enum oa_rpc_result oa_course_break_reply(
	const struct oa_course *course, const struct oa_error *error);

/* Judges an outcome: OA_RPC_DONE if the bind or call was accepted. */
enum oa_rpc_result oa_course_judge(
	const struct oa_course *course, const struct oa_rpc_outcome *outcome);

/* Judges the return value of a call of the store, the referral or the address book,
 * which is not one that says that all is well. */
enum oa_rpc_result oa_course_judge_value(
	const struct oa_course *course, uint32_t value);

/* Records as a warning that a session which was good did not end cleanly, by a fault
 * (table OA_STATUS_RPC) or a return value (OA_STATUS_STORE); returns OA_RPC_DONE. */
enum oa_rpc_result oa_course_find_unclean(
	const struct oa_course *course, enum oa_status_table table, uint32_t number);

/* Returns true if the value asks for the logon at RPC level that the plan allows. */
bool oa_course_wants_logon(const struct oa_course *course, uint32_t value);

/* Makes a call and waits for its answer, whatever that is; OA_RPC_DONE with the
 * outcome, results are in attempt->rpc.reply. */
enum oa_rpc_result oa_course_exchange(
	struct oa_course *course, struct oa_rpc_request *request);

/* Makes a call that must be accepted. */
enum oa_rpc_result oa_course_call(
	struct oa_course *course, struct oa_rpc_request *request);

#endif
