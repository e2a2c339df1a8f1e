/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/rpckerberos.h"

#include "common/rpc/pdu.h"

/* Signatures of all encryption types that are in use are longer than this. */
#define SIGNATURE_MIN 16

static size_t signature_len(const struct oa_rpcauth *auth, size_t stub_len)
{
	return oa_kerberos_signature_len(auth->state.kerberos.context, stub_len);
}

static struct oa_kerberos_message message_of(
	const struct oa_rpcauth *auth, const struct oa_rpcauth_parts *parts)
{
	return (struct oa_kerberos_message){.head = parts->pdu,
		.head_len = (size_t)(parts->stub - parts->pdu),
		.data = parts->stub,
		.data_len = parts->stub_len,
		.tail = parts->stub + parts->stub_len,
		.tail_len = OA_PDU_TRAILER_LEN,
		.signature = parts->signature,
		.signature_len = parts->signature_len,
		.signs_head = auth->state.kerberos.signs_header};
}

static int sign(struct oa_rpcauth *auth, const struct oa_rpcauth_parts *parts,
	struct oa_error *err)
{
	struct oa_kerberos_message message = message_of(auth, parts);

	if (!parts->signature_len)
		return oa_fail(err, OA_LAYER_RPC, 0, "no Kerberos signature to be had");
	return oa_kerberos_protect(auth->state.kerberos.context, &message, err);
}

static int verify(struct oa_rpcauth *auth, const struct oa_rpcauth_parts *parts,
	struct oa_error *err)
{
	struct oa_kerberos_message message = message_of(auth, parts);
	struct oa_error cause = {0};

	if (parts->signature_len < SIGNATURE_MIN ||
		parts->signature_len > OA_RPCAUTH_SIGNATURE_MAX)
		return oa_fail(err, OA_LAYER_RPC, 0, "Kerberos signature of %zu bytes",
			parts->signature_len);
	if (oa_kerberos_verify(auth->state.kerberos.context, &message, &cause) < 0)
		return oa_fail(err, OA_LAYER_RPC, 0, "Kerberos: %s", cause.text);
	return 0;
}

static void close_context(struct oa_rpcauth *auth)
{
	oa_kerberos_free(auth->state.kerberos.context);
}

static const struct oa_rpcauth_mech kerberos_mech = {
	.type = OA_RPCAUTH_KERBEROS,
	.signature_len = signature_len,
	.sign = sign,
	.verify = verify,
	.close = close_context,
};

void oa_rpcauth_init_kerberos(struct oa_rpcauth *auth, enum oa_rpcauth_level level,
	uint32_t context_id, struct oa_kerberos *context, bool signs_header)
{
	auth->mech = &kerberos_mech;
	auth->level = level;
	auth->context_id = context_id;
	auth->state.kerberos.context = context;
	auth->state.kerberos.signs_header = signs_header;
}
