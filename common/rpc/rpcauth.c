/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/rpcauth.h"

#include "common/rpc/pdu.h"

/* Where the stub of a request or response starts. */
#define STUB_AT (OA_PDU_HEADER_LEN + OA_PDU_CALL_LEN)

/* Stubs are padded to this, as Windows and Samba do; 4 would be allowed. */
#define PAD_UNIT 16

#define NTLM_SIGNATURE_LEN 16

static size_t ntlm_signature_len(const struct oa_rpcauth *auth, size_t stub_len)
{
	(void)auth;
	(void)stub_len;
	return NTLM_SIGNATURE_LEN;
}

static int ntlm_sign(struct oa_rpcauth *auth, const struct oa_rpcauth_parts *parts,
	struct oa_error *err)
{
	(void)err;
	oa_ntlm_sign(&auth->state.ntlm, parts->pdu, parts->signed_len,
		parts->is_sealed ? parts->stub : NULL,
		parts->is_sealed ? parts->stub_len : 0, parts->signature);
	return 0;
}

static int ntlm_verify(struct oa_rpcauth *auth, const struct oa_rpcauth_parts *parts,
	struct oa_error *err)
{
	if (parts->signature_len != NTLM_SIGNATURE_LEN)
		return oa_fail(err, OA_LAYER_RPC, 0, "NTLM signature of %zu bytes",
			parts->signature_len);
	if (!oa_ntlm_verify(&auth->state.ntlm, parts->pdu, parts->signed_len,
		    parts->is_sealed ? parts->stub : NULL,
		    parts->is_sealed ? parts->stub_len : 0, parts->signature))
		return oa_fail(err, OA_LAYER_RPC, 0, "wrong NTLM signature");
	return 0;
}

static void ntlm_close(struct oa_rpcauth *auth)
{
	oa_ntlm_seal_wipe(&auth->state.ntlm);
}

static const struct oa_rpcauth_mech ntlm_mech = {
	.type = OA_RPCAUTH_NTLM,
	.signature_len = ntlm_signature_len,
	.sign = ntlm_sign,
	.verify = ntlm_verify,
	.close = ntlm_close,
};

void oa_rpcauth_init_none(struct oa_rpcauth *auth)
{
	*auth = (struct oa_rpcauth){.level = OA_RPCAUTH_LEVEL_NONE};
}

void oa_rpcauth_init_ntlm(struct oa_rpcauth *auth, enum oa_rpcauth_level level,
	uint32_t context_id, const uint8_t exported_session_key[16])
{
	auth->mech = &ntlm_mech;
	auth->level = level;
	auth->context_id = context_id;
	oa_ntlm_seal_init(&auth->state.ntlm, exported_session_key);
}

void oa_rpcauth_free(struct oa_rpcauth *auth)
{
	if (auth->mech)
		auth->mech->close(auth);
	oa_rpcauth_init_none(auth);
}

bool oa_rpcauth_protects(const struct oa_rpcauth *auth)
{
	return auth->mech && auth->level >= OA_RPCAUTH_LEVEL_INTEGRITY;
}

int oa_rpcauth_protect(
	struct oa_rpcauth *auth, struct oa_writer *out, struct oa_error *err)
{
	/* Space is taken first, because the MAC covers the final lengths. */
	static const uint8_t room[OA_RPCAUTH_SIGNATURE_MAX];
	struct oa_verifier verifier = {.value = room};
	struct oa_rpcauth_parts parts;

	if (!oa_rpcauth_protects(auth))
		return 0;
	if (out->bad)
		return oa_fail(err, OA_LAYER_RPC, 0, "no room for the request");
	verifier.type = auth->mech->type;
	verifier.level = (uint8_t)auth->level;
	verifier.context_id = auth->context_id;
	verifier.value_len = auth->mech->signature_len(auth, out->len - STUB_AT);
	oa_pdu_end_verified(out, STUB_AT, PAD_UNIT, &verifier);
	if (out->bad)
		return oa_fail(err, OA_LAYER_RPC, 0, "no room for a signature");
	parts.pdu = out->data;
	parts.signed_len = out->len - verifier.value_len;
	parts.stub = out->data + STUB_AT;
	parts.stub_len = parts.signed_len - OA_PDU_TRAILER_LEN - STUB_AT;
	parts.is_sealed = auth->level == OA_RPCAUTH_LEVEL_PRIVACY;
	parts.signature = out->data + parts.signed_len;
	parts.signature_len = verifier.value_len;
	return auth->mech->sign(auth, &parts, err);
}

/* What the server says it did must be what was agreed, else an attacker could
 * have the signature left out. */
static int check_verifier(const struct oa_rpcauth *auth,
	const struct oa_verifier *verifier, struct oa_error *err)
{
	if (!verifier->value)
		return oa_fail(err, OA_LAYER_RPC, 0, "response without a signature");
	if (verifier->type != auth->mech->type || verifier->level != auth->level ||
		verifier->context_id != auth->context_id)
		return oa_fail(err, OA_LAYER_RPC, 0,
			"response signed with type %u, level %u, context %u",
			verifier->type, verifier->level, verifier->context_id);
	return 0;
}

int oa_rpcauth_unprotect(
	struct oa_rpcauth *auth, void *pdu, size_t len, struct oa_error *err)
{
	struct oa_rpcauth_parts parts;
	struct oa_pdu parsed;

	if (!oa_rpcauth_protects(auth))
		return 0;
	if (oa_pdu_parse(pdu, len, &parsed, err))
		return -1;
	/* Servers send faults in clear, signed or not. */
	if (parsed.header.type != OA_PDU_RESPONSE)
		return 0;
	if (check_verifier(auth, &parsed.verifier, err))
		return -1;
	/* Padding that reaches into the fields before the stub. */
	if (parsed.body_end < STUB_AT)
		return oa_fail(err, OA_LAYER_RPC, 0, "response ends inside its header");
	parts.pdu = pdu;
	parts.signed_len = len - parsed.verifier.value_len;
	parts.stub = parts.pdu + STUB_AT;
	parts.stub_len = parts.signed_len - OA_PDU_TRAILER_LEN - STUB_AT;
	parts.is_sealed = auth->level == OA_RPCAUTH_LEVEL_PRIVACY;
	parts.signature = parts.pdu + parts.signed_len;
	parts.signature_len = parsed.verifier.value_len;
	return auth->mech->verify(auth, &parts, err);
}
