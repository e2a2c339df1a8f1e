/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/client.h"
#include "common/net/ntlm.h"

#include <stdio.h>
#include <string.h>

/* One security context: a run authenticates once per connection. */
#define SECURITY_ID 0

void oa_rpc_init(struct oa_rpc *rpc, struct oa_vconn *vconn)
{
	rpc->vconn = vconn;
	rpc->context_id = 0;
	rpc->call_id = 0;
	rpc->frag_max = OA_PDU_FRAG_MAX;
	rpc->address[0] = '\0';
	oa_rpcauth_init_none(&rpc->auth);
}

void oa_rpc_free(struct oa_rpc *rpc)
{
	oa_rpcauth_free(&rpc->auth);
}

static int send_pdu(struct oa_rpc *rpc, const struct oa_writer *pdu,
	struct oa_deadline until, struct oa_error *err)
{
	if (pdu->bad || pdu->len > rpc->frag_max)
		return oa_fail(err, OA_LAYER_RPC, 0, "PDU longer than %u bytes",
			rpc->frag_max);
	return oa_vconn_send(rpc->vconn, pdu->data, pdu->len, until, err);
}

static int wrong_call(uint32_t got, uint32_t wanted, struct oa_error *err)
{
	return oa_fail(
		err, OA_LAYER_RPC, 0, "answer to call %u instead of %u", got, wanted);
}

/* Receives one PDU that belongs to the call, in clear. */
static int recv_pdu(struct oa_rpc *rpc, struct oa_deadline until,
	struct oa_pdu *ret_pdu, struct oa_error *err)
{
	uint8_t *bytes;
	size_t len;

	if (oa_vconn_recv(rpc->vconn, until, &bytes, &len, err) < 0)
		return -1;
	if (oa_rpcauth_unprotect(&rpc->auth, bytes, len, err) < 0 ||
		oa_pdu_parse(bytes, len, ret_pdu, err) < 0)
		return -1;
	if (ret_pdu->header.call_id != rpc->call_id)
		return wrong_call(ret_pdu->header.call_id, rpc->call_id, err);
	return 0;
}

static int on_fault(const struct oa_pdu *pdu, struct oa_rpc_outcome *ret_outcome,
	struct oa_error *err)
{
	struct oa_fault fault;

	if (oa_fault_parse(pdu, &fault, err) < 0)
		return -1;
	*ret_outcome = (struct oa_rpc_outcome){
		.answer = OA_RPC_FAULT, .number = fault.status};
	return 0;
}

static int on_nak(const struct oa_pdu *pdu, struct oa_rpc_outcome *ret_outcome,
	struct oa_error *err)
{
	struct oa_bind_nak nak;

	if (oa_bind_nak_parse(pdu, &nak, err) < 0)
		return -1;
	*ret_outcome = (struct oa_rpc_outcome){
		.answer = OA_RPC_NAK, .number = nak.reason};
	return 0;
}

/* Answers the server's NTLM challenge with auth3, to which there is no reply, and
 * makes the keys. */
static int send_auth3(struct oa_rpc *rpc, const struct oa_rpc_logon *logon,
	const struct oa_ntlm_answer *answer, struct oa_deadline until,
	struct oa_error *err)
{
	uint8_t bytes[OA_PDU_FRAG_MAX];
	struct oa_writer out = oa_writer(bytes, sizeof(bytes));
	struct oa_verifier token = {.type = OA_RPCAUTH_NTLM,
		.level = (uint8_t)logon->level,
		.context_id = SECURITY_ID,
		.value = answer->bytes,
		.value_len = answer->len};

	if ((logon->level >= OA_RPCAUTH_LEVEL_INTEGRITY && !answer->can_sign) ||
		(logon->level == OA_RPCAUTH_LEVEL_PRIVACY && !answer->can_seal))
		return oa_fail(err, OA_LAYER_AUTH, 0,
			"the server grants no NTLM keys for this level");
	oa_bind_write_auth3(&out, rpc->call_id, &token);
	if (send_pdu(rpc, &out, until, err) < 0)
		return -1;
	oa_rpcauth_init_ntlm(
		&rpc->auth, logon->level, SECURITY_ID, answer->exported_session_key);
	return 0;
}

static enum oa_ntlm_use ntlm_use(enum oa_rpcauth_level level)
{
	if (level == OA_RPCAUTH_LEVEL_PRIVACY)
		return OA_NTLM_FOR_SEALING;
	if (level == OA_RPCAUTH_LEVEL_INTEGRITY)
		return OA_NTLM_FOR_SIGNING;
	return OA_NTLM_FOR_CONNECT;
}

static int answer_challenge(struct oa_rpc *rpc, const struct oa_rpc_logon *logon,
	const struct oa_verifier *token, struct oa_deadline until, struct oa_error *err)
{
	struct oa_ntlm_login login = {.use = ntlm_use(logon->level),
		.user = logon->user,
		.password = logon->password,
		.target_name = logon->spn};
	struct oa_ntlm_challenge challenge;
	struct oa_ntlm_answer answer = {0};
	struct oa_ntlm_fresh fresh;
	int result;

	if (!token->value)
		return oa_fail(err, OA_LAYER_RPC, 0, "bind_ack without NTLM challenge");
	if (oa_ntlm_challenge_parse(token->value, token->value_len, &challenge, err) <
			0 ||
		oa_ntlm_fresh_make(&fresh, err) < 0)
		return -1;
	result = oa_ntlm_authenticate(&login, &challenge, &fresh, &answer, err);
	oa_wipe(&fresh, sizeof(fresh));
	if (result < 0)
		return -1;
	result = send_auth3(rpc, logon, &answer, until, err);
	oa_ntlm_answer_free(&answer);
	return result;
}

static int on_bind_ack(struct oa_rpc *rpc, const struct oa_pdu *pdu,
	const struct oa_rpc_logon *logon, struct oa_deadline until,
	struct oa_rpc_outcome *ret_outcome, struct oa_error *err)
{
	struct oa_bind_ack ack;

	if (oa_bind_ack_parse(pdu, &ack, err) < 0)
		return -1;
	if (!oa_bind_is_accepted(&ack)) {
		*ret_outcome = (struct oa_rpc_outcome){.answer = OA_RPC_REJECTED,
			.number = ack.results[0].result,
			.reason = ack.results[0].reason};
		return 0;
	}
	if (ack.max_recv_frag < rpc->frag_max)
		rpc->frag_max = ack.max_recv_frag;
	snprintf(rpc->address, sizeof(rpc->address), "%s", ack.address);
	if (logon->type == OA_RPCAUTH_NTLM &&
		answer_challenge(rpc, logon, &ack.verifier, until, err) < 0)
		return -1;
	*ret_outcome = (struct oa_rpc_outcome){.answer = OA_RPC_ACCEPTED};
	return 0;
}

static int on_bind_answer(struct oa_rpc *rpc, const struct oa_pdu *pdu,
	const struct oa_rpc_logon *logon, struct oa_deadline until,
	struct oa_rpc_outcome *ret_outcome, struct oa_error *err)
{
	switch (pdu->header.type) {
	case OA_PDU_BIND_ACK:
	case OA_PDU_ALTER_ACK:
		return on_bind_ack(rpc, pdu, logon, until, ret_outcome, err);
	case OA_PDU_BIND_NAK:
		return on_nak(pdu, ret_outcome, err);
	case OA_PDU_FAULT:
		return on_fault(pdu, ret_outcome, err);
	default:
		return oa_fail(err, OA_LAYER_RPC, 0, "%s in answer to bind",
			oa_pdu_name(pdu->header.type));
	}
}

int oa_rpc_bind(struct oa_rpc *rpc, const struct oa_iface *iface,
	const struct oa_rpc_logon *logon, struct oa_deadline until,
	struct oa_rpc_outcome *ret_outcome, struct oa_error *err)
{
	uint8_t message[OA_NTLM_NEGOTIATE_LEN];
	uint8_t bytes[OA_PDU_FRAG_MAX];
	struct oa_writer out = oa_writer(bytes, sizeof(bytes));
	struct oa_bind bind = {.call_id = ++rpc->call_id,
		.context_id = rpc->context_id,
		.syntax = iface->syntax};
	struct oa_verifier token = {.type = OA_RPCAUTH_NTLM,
		.level = (uint8_t)logon->level,
		.context_id = SECURITY_ID,
		.value = message,
		.value_len = sizeof(message)};
	struct oa_pdu pdu;

	oa_ntlm_negotiate(ntlm_use(logon->level), message);
	oa_bind_write(&out, &bind, logon->type == OA_RPCAUTH_NTLM ? &token : NULL);
	if (send_pdu(rpc, &out, until, err) < 0 || recv_pdu(rpc, until, &pdu, err) < 0)
		return -1;
	return on_bind_answer(rpc, &pdu, logon, until, ret_outcome, err);
}

int oa_rpc_alter(struct oa_rpc *rpc, const struct oa_iface *iface,
	struct oa_deadline until, struct oa_rpc_outcome *ret_outcome,
	struct oa_error *err)
{
	static const struct oa_rpc_logon anonymous = {.type = OA_RPCAUTH_NONE};
	uint8_t bytes[OA_PDU_FRAG_MAX];
	struct oa_writer out = oa_writer(bytes, sizeof(bytes));
	struct oa_bind bind = {.call_id = ++rpc->call_id,
		.context_id = (uint16_t)(rpc->context_id + 1),
		.syntax = iface->syntax};
	struct oa_pdu pdu;

	oa_bind_write_alter(&out, &bind, NULL);
	if (send_pdu(rpc, &out, until, err) < 0 ||
		recv_pdu(rpc, until, &pdu, err) < 0 ||
		on_bind_answer(rpc, &pdu, &anonymous, until, ret_outcome, err) < 0)
		return -1;
	if (ret_outcome->answer == OA_RPC_ACCEPTED)
		rpc->context_id = bind.context_id;
	return 0;
}

static int send_call(struct oa_rpc *rpc, const struct oa_call *call,
	struct oa_deadline until, struct oa_error *err)
{
	uint8_t bytes[OA_PDU_FRAG_MAX];
	struct oa_writer out = oa_writer(bytes, sizeof(bytes));

	oa_call_write(&out, call);
	if (oa_rpcauth_protect(&rpc->auth, &out, err) < 0)
		return -1;
	return send_pdu(rpc, &out, until, err);
}

static int recv_reply(struct oa_rpc *rpc, struct oa_deadline until,
	struct oa_rpc_outcome *ret_outcome, struct oa_error *err)
{
	struct oa_pdu pdu;

	while (!rpc->reply.is_complete) {
		if (recv_pdu(rpc, until, &pdu, err) < 0)
			return -1;
		if (pdu.header.type == OA_PDU_FAULT)
			return on_fault(&pdu, ret_outcome, err);
		if (oa_reply_add(&rpc->reply, &pdu, err) < 0)
			return -1;
	}
	*ret_outcome = (struct oa_rpc_outcome){.answer = OA_RPC_ACCEPTED};
	return 0;
}

int oa_rpc_call(struct oa_rpc *rpc, uint16_t opnum, const void *stub, size_t len,
	struct oa_deadline until, struct oa_rpc_outcome *ret_outcome,
	struct oa_error *err)
{
	struct oa_call call = {.call_id = ++rpc->call_id,
		.context_id = rpc->context_id,
		.opnum = opnum,
		.stub = stub,
		.stub_len = len};

	oa_reply_init(&rpc->reply, call.call_id);
	if (send_call(rpc, &call, until, err) < 0)
		return -1;
	return recv_reply(rpc, until, ret_outcome, err);
}
