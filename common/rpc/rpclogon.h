/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_RPCLOGON_H
#define OA_RPC_RPCLOGON_H

/*
 * The tokens of RPC-level authentication: one of ours in bind, the server's in
 * bind_ack, and a last one of ours, in auth3 with NTLM and in alter_context with
 * Kerberos ([MS-RPCE] 3.3.1.5.2).
 *
 *	oa_rpc_logon_begin(&run, logon, &token, err);      ... bind, bind_ack ...
 *	oa_rpc_logon_answer(&run, &verifier, &token, err); ... the last leg ...
 *	oa_rpc_logon_finish(&run, context_id, signs_header, &auth);
 *	oa_rpc_logon_free(&run);
 */

#include "common/base/secret.h"
#include "common/net/kerberos.h"
#include "common/rpc/pdu.h"
#include "common/rpc/rpcauth.h"

/* How to authenticate at RPC level; everything is borrowed. */
struct oa_rpc_logon {
	enum oa_rpcauth_type type;        /* _NONE, _NTLM or _KERBEROS */
	enum oa_rpcauth_level level;      /* what to protect */
	const char *user;                 /* NTLM: DOMAIN\user, UPN or user */
	const struct oa_secret *password; /* NTLM: the password */
	const char *spn;                  /* NTLM: "exchangeMDB/EX1.lab.test" */
	const struct oa_tickets *tickets; /* Kerberos: ours */
	const char *service;              /* Kerberos: as from oa_tickets_fetch() */
};

/* A logon on its way; zeroed it is none. */
struct oa_rpc_logon_run {
	const struct oa_rpc_logon *logon; /* borrowed */
	struct oa_kerberos *kerberos;     /* owned, or NULL */
	uint8_t key[16];                  /* NTLM: of the session */
};

/* Begins a logon and makes the token for bind, which stays empty with
 * OA_RPCAUTH_NONE; the caller gives it to oa_kerberos_token_free(), and the run to
 * oa_rpc_logon_free() in any case.  Returns 0, or -1 as oa_kerberos_new() does. */
int oa_rpc_logon_begin(struct oa_rpc_logon_run *run, const struct oa_rpc_logon *logon,
	struct oa_kerberos_token *ret_token, struct oa_error *err);

/* Returns 0, or -1 with OA_LAYER_RPC for a token of another package, or of another
 * security context, which is no answer to ours.  The level is not looked at: each
 * protected PDU proves it. */
int oa_rpc_logon_check(const struct oa_rpc_logon *logon,
	const struct oa_verifier *theirs, uint32_t context_id, struct oa_error *err);

/* Answers the server's token with the last one.  Returns 0, or -1: OA_LAYER_RPC if
 * there is none, OA_LAYER_AUTH if it is no good, or grants less than the level. */
int oa_rpc_logon_answer(struct oa_rpc_logon_run *run, const struct oa_verifier *theirs,
	struct oa_kerberos_token *ret_token, struct oa_error *err);

/* Turns the logon into the protection of PDUs; signs_header is what bind and bind_ack
 * have agreed upon. */
void oa_rpc_logon_finish(struct oa_rpc_logon_run *run, uint32_t context_id,
	bool signs_header, struct oa_rpcauth *ret_auth);

/* Wipes and releases what is left of the logon. */
void oa_rpc_logon_free(struct oa_rpc_logon_run *run);

#endif
