/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/client.h"

#include <stdio.h>
#include <string.h>

/* One security context: a run authenticates once per connection. */
#define SECURITY_ID 0

/* Where the type stands in the common header. */
#define AT_TYPE 2

void oa_rpc_init(struct oa_rpc *rpc, struct oa_vconn *vconn)
{
	rpc->vconn = vconn;
	rpc->context_id = 0;
	rpc->iface = NULL;
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
	*ret_outcome = (struct oa_rpc_outcome){.answer = OA_RPC_FAULT,
		.number = fault.status,
		.extended = fault.extended,
		.extended_len = fault.extended_len};
	return 0;
}

static int on_nak(const struct oa_pdu *pdu, struct oa_rpc_outcome *ret_outcome,
	struct oa_error *err)
{
	struct oa_bind_nak nak;

	if (oa_bind_nak_parse(pdu, &nak, err) < 0)
		return -1;
	*ret_outcome = (struct oa_rpc_outcome){.answer = OA_RPC_NAK,
		.number = nak.reason,
		.extended = nak.extended,
		.extended_len = nak.extended_len};
	return 0;
}

static struct oa_verifier verifier_of(
	const struct oa_rpc_logon *logon, const struct oa_kerberos_token *token)
{
	return (struct oa_verifier){.type = (uint8_t)logon->type,
		.level = (uint8_t)logon->level,
		.context_id = SECURITY_ID,
		.value = token->bytes,
		.value_len = token->len};
}

static int on_bind_ack(struct oa_rpc *rpc, const struct oa_pdu *pdu,
	struct oa_bind_ack *ret_ack, struct oa_rpc_outcome *ret_outcome,
	struct oa_error *err)
{
	struct oa_bind_ack ack;

	if (oa_bind_ack_parse(pdu, &ack, err) < 0)
		return -1;
	*ret_ack = ack;
	if (!oa_bind_is_accepted(&ack)) {
		*ret_outcome = (struct oa_rpc_outcome){.answer = OA_RPC_REJECTED,
			.number = ack.results[0].result,
			.reason = ack.results[0].reason};
		return 0;
	}
	if (ack.max_recv_frag < rpc->frag_max)
		rpc->frag_max = ack.max_recv_frag;
	snprintf(rpc->address, sizeof(rpc->address), "%s", ack.address);
	*ret_outcome = (struct oa_rpc_outcome){.answer = OA_RPC_ACCEPTED};
	return 0;
}

/* Sends the bind or alter_context in `out` and takes its answer; ret_ack is valid if
 * the interface was accepted, and borrows from the virtual connection. */
static int propose(struct oa_rpc *rpc, const struct oa_writer *out,
	struct oa_deadline until, struct oa_bind_ack *ret_ack,
	struct oa_rpc_outcome *ret_outcome, struct oa_error *err)
{
	bool is_bind = out->data[AT_TYPE] == OA_PDU_BIND;
	struct oa_pdu pdu;

	if (send_pdu(rpc, out, until, err) < 0 || recv_pdu(rpc, until, &pdu, err) < 0)
		return -1;
	if (pdu.header.type == (is_bind ? OA_PDU_BIND_ACK : OA_PDU_ALTER_ACK))
		return on_bind_ack(rpc, &pdu, ret_ack, ret_outcome, err);
	switch (pdu.header.type) {
	case OA_PDU_BIND_NAK:
		return on_nak(&pdu, ret_outcome, err);
	case OA_PDU_FAULT:
		return on_fault(&pdu, ret_outcome, err);
	default:
		return oa_fail(err, OA_LAYER_RPC, 0, "%s in answer to %s",
			oa_pdu_name(pdu.header.type), oa_pdu_name(out->data[AT_TYPE]));
	}
}

/* Sends the last token: in auth3, to which there is no reply, or in alter_context,
 * which is answered as a bind is. */
static int send_last(struct oa_rpc *rpc, const struct oa_bind *bind, bool signs_header,
	const struct oa_verifier *token, struct oa_deadline until,
	struct oa_rpc_outcome *outcome, struct oa_error *err)
{
	uint8_t bytes[OA_PDU_FRAG_MAX];
	struct oa_writer out = oa_writer(bytes, sizeof(bytes));
	struct oa_bind again = *bind;
	struct oa_bind_ack ack;

	if (token->type == OA_RPCAUTH_NTLM) {
		oa_bind_write_auth3(&out, rpc->call_id, token);
		return send_pdu(rpc, &out, until, err);
	}
	again.call_id = ++rpc->call_id;
	/* it speaks for the same context, so it must not offer what was declined */
	again.offers_header_sign = signs_header;
	oa_bind_write_alter(&out, &again, token);
	return propose(rpc, &out, until, &ack, outcome, err);
}

/* Answers the token of the bind_ack and makes the keys. */
static int complete(struct oa_rpc *rpc, struct oa_rpc_logon_run *run,
	const struct oa_bind *bind, const struct oa_bind_ack *ack,
	struct oa_deadline until, struct oa_rpc_outcome *outcome, struct oa_error *err)
{
	bool signs_header = bind->offers_header_sign && ack->agrees_header_sign;
	struct oa_kerberos_token token = {0};
	struct oa_verifier verifier;
	int result;

	if (oa_rpc_logon_check(run->logon, &ack->verifier, SECURITY_ID, err) < 0 ||
		oa_rpc_logon_answer(run, &ack->verifier, &token, err) < 0)
		return -1;
	verifier = verifier_of(run->logon, &token);
	result = send_last(rpc, bind, signs_header, &verifier, until, outcome, err);
	oa_kerberos_token_free(&token);
	if (result == 0 && outcome->answer == OA_RPC_ACCEPTED)
		oa_rpc_logon_finish(run, SECURITY_ID, signs_header, &rpc->auth);
	return result;
}

static int bind_with(struct oa_rpc *rpc, struct oa_rpc_logon_run *run,
	const struct oa_bind *bind, const struct oa_kerberos_token *token,
	struct oa_deadline until, struct oa_rpc_outcome *ret_outcome,
	struct oa_error *err)
{
	const struct oa_verifier verifier = verifier_of(run->logon, token);
	bool has_logon = run->logon->type != OA_RPCAUTH_NONE;
	uint8_t bytes[OA_PDU_FRAG_MAX];
	struct oa_writer out = oa_writer(bytes, sizeof(bytes));
	struct oa_rpc_outcome outcome;
	struct oa_bind_ack ack;

	oa_bind_write(&out, bind, has_logon ? &verifier : NULL);
	if (propose(rpc, &out, until, &ack, &outcome, err) < 0)
		return -1;
	if (has_logon && outcome.answer == OA_RPC_ACCEPTED &&
		complete(rpc, run, bind, &ack, until, &outcome, err) < 0)
		return -1;
	*ret_outcome = outcome;
	return 0;
}

int oa_rpc_bind(struct oa_rpc *rpc, const struct oa_iface *iface,
	const struct oa_rpc_logon *logon, struct oa_deadline until,
	struct oa_rpc_outcome *ret_outcome, struct oa_error *err)
{
	/* signatures of NTLM cover the header anyway */
	const struct oa_bind bind = {.call_id = ++rpc->call_id,
		.context_id = rpc->context_id,
		.syntax = iface->syntax,
		.offers_header_sign = logon->type == OA_RPCAUTH_KERBEROS};
	struct oa_kerberos_token token;
	struct oa_rpc_logon_run run;
	int result = oa_rpc_logon_begin(&run, logon, &token, err);

	if (result == 0)
		result = bind_with(rpc, &run, &bind, &token, until, ret_outcome, err);
	if (result == 0 && ret_outcome->answer == OA_RPC_ACCEPTED)
		rpc->iface = iface;
	oa_kerberos_token_free(&token);
	oa_rpc_logon_free(&run);
	return result;
}

int oa_rpc_alter(struct oa_rpc *rpc, const struct oa_iface *iface,
	struct oa_deadline until, struct oa_rpc_outcome *ret_outcome,
	struct oa_error *err)
{
	uint8_t bytes[OA_PDU_FRAG_MAX];
	struct oa_writer out = oa_writer(bytes, sizeof(bytes));
	struct oa_bind bind = {.call_id = ++rpc->call_id,
		.context_id = (uint16_t)(rpc->context_id + 1),
		.syntax = iface->syntax};
	struct oa_bind_ack ack;

	oa_bind_write_alter(&out, &bind, NULL);
	if (propose(rpc, &out, until, &ack, ret_outcome, err) < 0)
		return -1;
	if (ret_outcome->answer == OA_RPC_ACCEPTED) {
		rpc->context_id = bind.context_id;
		rpc->iface = iface;
	}
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
