/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/kerberoswork.h"

#ifdef HAVE_GSSAPI

#include "common/net/gss.h"

#define PARTS 4

/* The parts of a message in the order that privacy wants; integrity wants the
 * signature last. */
static void fill_parts(const struct oa_kerberos *context,
	const struct oa_kerberos_message *message, gss_iov_buffer_desc parts[PARTS])
{
	bool is_sealed = context->use == OA_KERBEROS_FOR_PRIVACY;
	OM_uint32 around = is_sealed ? GSS_IOV_BUFFER_TYPE_SIGN_ONLY
				     : GSS_IOV_BUFFER_TYPE_DATA;
	gss_iov_buffer_desc *signature = &parts[is_sealed ? 0 : 3];
	gss_iov_buffer_desc *text = &parts[is_sealed ? 1 : 0];

	if (!message->signs_head)
		around = GSS_IOV_BUFFER_TYPE_EMPTY;
	*signature = (gss_iov_buffer_desc){
		.type = is_sealed ? GSS_IOV_BUFFER_TYPE_HEADER
				  : GSS_IOV_BUFFER_TYPE_MIC_TOKEN,
		.buffer = oa_gss_buffer(message->signature, message->signature_len)};
	text[0] = (gss_iov_buffer_desc){.type = around,
		.buffer = oa_gss_buffer(message->head, message->head_len)};
	text[1] = (gss_iov_buffer_desc){.type = GSS_IOV_BUFFER_TYPE_DATA,
		.buffer = oa_gss_buffer(message->data, message->data_len)};
	text[2] = (gss_iov_buffer_desc){.type = around,
		.buffer = oa_gss_buffer(message->tail, message->tail_len)};
}

size_t oa_kerberos_signature_len(const struct oa_kerberos *context, size_t data_len)
{
	const struct oa_kerberos_message message = {.data_len = data_len};
	bool is_sealed = context->use == OA_KERBEROS_FOR_PRIVACY;
	gss_iov_buffer_desc parts[PARTS];
	OM_uint32 major, minor;

	fill_parts(context, &message, parts);
	if (is_sealed)
		major = gss_wrap_iov_length(
			&minor, context->gss, 1, GSS_C_QOP_DEFAULT, NULL, parts, PARTS);
	else
		major = gss_get_mic_iov_length(
			&minor, context->gss, GSS_C_QOP_DEFAULT, parts, PARTS);
	return GSS_ERROR(major) ? 0 : parts[is_sealed ? 0 : 3].buffer.length;
}

int oa_kerberos_protect(struct oa_kerberos *context,
	const struct oa_kerberos_message *message, struct oa_error *err)
{
	gss_iov_buffer_desc parts[PARTS];
	OM_uint32 major, minor;

	fill_parts(context, message, parts);
	if (context->use == OA_KERBEROS_FOR_PRIVACY)
		major = gss_wrap_iov(
			&minor, context->gss, 1, GSS_C_QOP_DEFAULT, NULL, parts, PARTS);
	else
		major = gss_get_mic_iov(
			&minor, context->gss, GSS_C_QOP_DEFAULT, parts, PARTS);
	if (GSS_ERROR(major))
		return oa_gss_fail(OA_LAYER_KERBEROS, major, minor, "signing", err);
	return 0;
}

int oa_kerberos_verify(struct oa_kerberos *context,
	const struct oa_kerberos_message *message, struct oa_error *err)
{
	bool is_sealed = context->use == OA_KERBEROS_FOR_PRIVACY;
	gss_iov_buffer_desc parts[PARTS];
	OM_uint32 major, minor;
	int was_sealed = 0;

	fill_parts(context, message, parts);
	if (is_sealed)
		major = gss_unwrap_iov(
			&minor, context->gss, &was_sealed, NULL, parts, PARTS);
	else
		major = gss_verify_mic_iov(&minor, context->gss, NULL, parts, PARTS);
	/* a message out of its place in the sequence is no better than a forged one */
	if (major != GSS_S_COMPLETE)
		return oa_gss_fail(
			OA_LAYER_KERBEROS, major, minor, "wrong signature", err);
	if (is_sealed && !was_sealed)
		return oa_fail(err, OA_LAYER_KERBEROS, OA_TICKETS_OTHER,
			"the answer is not encrypted");
	return 0;
}

#endif
