/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/rpclogon.h"

#include "common/net/ntlm.h"
#include "common/rpc/rpckerberos.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static enum oa_ntlm_use ntlm_use(enum oa_rpcauth_level level)
{
	if (level == OA_RPCAUTH_LEVEL_PRIVACY)
		return OA_NTLM_FOR_SEALING;
	if (level == OA_RPCAUTH_LEVEL_INTEGRITY)
		return OA_NTLM_FOR_SIGNING;
	return OA_NTLM_FOR_CONNECT;
}

static enum oa_kerberos_use kerberos_use(enum oa_rpcauth_level level)
{
	if (level == OA_RPCAUTH_LEVEL_PRIVACY)
		return OA_KERBEROS_FOR_PRIVACY;
	if (level == OA_RPCAUTH_LEVEL_INTEGRITY)
		return OA_KERBEROS_FOR_INTEGRITY;
	return OA_KERBEROS_FOR_CONNECT;
}

static int begin_ntlm(const struct oa_rpc_logon *logon,
	struct oa_kerberos_token *ret_token, struct oa_error *err)
{
	uint8_t *message = malloc(OA_NTLM_NEGOTIATE_LEN);

	if (!message)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	oa_ntlm_negotiate(ntlm_use(logon->level), message);
	*ret_token = (struct oa_kerberos_token){message, OA_NTLM_NEGOTIATE_LEN};
	return 0;
}

static int begin_kerberos(struct oa_rpc_logon_run *run,
	struct oa_kerberos_token *ret_token, struct oa_error *err)
{
	const struct oa_kerberos_peer peer = {.use = kerberos_use(run->logon->level),
		.tickets = run->logon->tickets,
		.service = run->logon->service};

	if (oa_kerberos_new(&peer, &run->kerberos, err) < 0)
		return -1;
	return oa_kerberos_step(run->kerberos, NULL, 0, ret_token, err);
}

int oa_rpc_logon_begin(struct oa_rpc_logon_run *run, const struct oa_rpc_logon *logon,
	struct oa_kerberos_token *ret_token, struct oa_error *err)
{
	*run = (struct oa_rpc_logon_run){.logon = logon};
	*ret_token = (struct oa_kerberos_token){0};
	if (logon->type == OA_RPCAUTH_NTLM)
		return begin_ntlm(logon, ret_token, err);
	if (logon->type == OA_RPCAUTH_KERBEROS)
		return begin_kerberos(run, ret_token, err);
	return 0;
}

/* Hands the message over to ret_token, and the key to the run. */
static int take_answer(struct oa_rpc_logon_run *run, struct oa_ntlm_answer *answer,
	struct oa_kerberos_token *ret_token, struct oa_error *err)
{
	enum oa_rpcauth_level level = run->logon->level;

	if ((level >= OA_RPCAUTH_LEVEL_INTEGRITY && !answer->can_sign) ||
		(level == OA_RPCAUTH_LEVEL_PRIVACY && !answer->can_seal))
		return oa_fail(err, OA_LAYER_AUTH, 0,
			"the server grants no NTLM keys for this level");
	*ret_token = (struct oa_kerberos_token){answer->bytes, answer->len};
	answer->bytes = NULL;
	answer->len = 0;
	memcpy(run->key, answer->exported_session_key, sizeof(run->key));
	return 0;
}

static int answer_ntlm(struct oa_rpc_logon_run *run, const struct oa_verifier *theirs,
	struct oa_kerberos_token *ret_token, struct oa_error *err)
{
	const struct oa_rpc_logon *logon = run->logon;
	struct oa_ntlm_login login = {.use = ntlm_use(logon->level),
		.user = logon->user,
		.password = logon->password,
		.target_name = logon->spn};
	struct oa_ntlm_challenge challenge;
	struct oa_ntlm_answer answer = {0};
	struct oa_ntlm_fresh fresh;
	int result;

	if (oa_ntlm_challenge_parse(theirs->value, theirs->value_len, &challenge, err) <
			0 ||
		oa_ntlm_fresh_make(&fresh, err) < 0)
		return -1;
	result = oa_ntlm_authenticate(&login, &challenge, &fresh, &answer, err);
	oa_wipe(&fresh, sizeof(fresh));
	if (result < 0)
		return -1;
	result = take_answer(run, &answer, ret_token, err);
	oa_ntlm_answer_free(&answer);
	return result;
}

static int answer_kerberos(struct oa_rpc_logon_run *run,
	const struct oa_verifier *theirs, struct oa_kerberos_token *ret_token,
	struct oa_error *err)
{
	if (oa_kerberos_step(run->kerberos, theirs->value, theirs->value_len, ret_token,
		    err) < 0)
		return -1;
	if (oa_kerberos_is_complete(run->kerberos) && ret_token->bytes)
		return 0;
	oa_kerberos_token_free(ret_token);
	return oa_fail(err, OA_LAYER_AUTH, 0, "Kerberos is not complete after 3 legs");
}

int oa_rpc_logon_check(const struct oa_rpc_logon *logon,
	const struct oa_verifier *theirs, uint32_t context_id, struct oa_error *err)
{
	if (!theirs->value ||
		(theirs->type == logon->type && theirs->context_id == context_id))
		return 0;
	return oa_fail(err, OA_LAYER_RPC, 0,
		"verifier of type %u for security context %u instead of %u for %u",
		theirs->type, theirs->context_id, (unsigned)logon->type, context_id);
}

int oa_rpc_logon_answer(struct oa_rpc_logon_run *run, const struct oa_verifier *theirs,
	struct oa_kerberos_token *ret_token, struct oa_error *err)
{
	bool is_ntlm = run->logon->type == OA_RPCAUTH_NTLM;

	if (!theirs->value)
		return oa_fail(err, OA_LAYER_RPC, 0, "bind_ack without %s",
			is_ntlm ? "NTLM challenge" : "Kerberos answer");
	if (is_ntlm)
		return answer_ntlm(run, theirs, ret_token, err);
	return answer_kerberos(run, theirs, ret_token, err);
}

void oa_rpc_logon_finish(struct oa_rpc_logon_run *run, uint32_t context_id,
	bool signs_header, struct oa_rpcauth *ret_auth)
{
	enum oa_rpcauth_level level = run->logon->level;

	if (run->logon->type == OA_RPCAUTH_NTLM) {
		oa_rpcauth_init_ntlm(ret_auth, level, context_id, run->key);
		return;
	}
	oa_rpcauth_init_kerberos(
		ret_auth, level, context_id, run->kerberos, signs_header);
	run->kerberos = NULL;
}

void oa_rpc_logon_free(struct oa_rpc_logon_run *run)
{
	oa_kerberos_free(run->kerberos);
	oa_wipe(run, sizeof(*run));
}
