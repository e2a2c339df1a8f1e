/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/kerberos.h"

#ifdef HAVE_GSSAPI

#include "common/base/secret.h"
#include "common/base/text.h"

#include <errno.h>
#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>
#include <stdlib.h>
#include <string.h>

/* SPNEGO, 1.3.6.1.5.5.2, and Kerberos, 1.2.840.113554.1.2.2. */
#define OID_SPNEGO   "\x2b\x06\x01\x05\x05\x02"
#define OID_KERBEROS "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02"

struct oa_kerberos {
	enum oa_kerberos_use use; /* as asked for */
	gss_ctx_id_t gss;         /* owned */
	gss_cred_id_t ours;       /* owned */
	gss_name_t service;       /* owned */
	uint8_t *binding;         /* owned, or NULL */
	size_t binding_len;       /* bytes */
	bool is_complete;         /* the last leg is done */
};

/* GSSAPI takes descriptions that are not constant, but leaves them alone. */
static gss_OID_desc oid(const char *text, size_t len)
{
	union {
		const char *constant;
		void *plain;
	} bytes = {.constant = text};

	return (gss_OID_desc){.length = (OM_uint32)len, .elements = bytes.plain};
}

static gss_OID_desc spnego(void)
{
	return oid(OID_SPNEGO, sizeof(OID_SPNEGO) - 1);
}

static gss_OID_desc kerberos(void)
{
	return oid(OID_KERBEROS, sizeof(OID_KERBEROS) - 1);
}

static gss_buffer_desc buffer(const void *bytes, size_t len)
{
	union {
		const void *constant;
		void *plain;
	} value = {.constant = bytes};

	return (gss_buffer_desc){.length = len, .value = value.plain};
}

/* The mechanism's own words, or those of GSSAPI where it has none. */
static int fail(enum oa_layer layer, OM_uint32 major, OM_uint32 minor, const char *what,
	struct oa_error *err)
{
	gss_OID_desc mechanism = kerberos();
	gss_buffer_desc message = GSS_C_EMPTY_BUFFER;
	OM_uint32 ignored, more = 0;
	char text[200] = "";

	gss_display_status(&ignored, minor ? minor : major,
		minor ? GSS_C_MECH_CODE : GSS_C_GSS_CODE, &mechanism, &more, &message);
	if (message.value)
		oa_clean(text, sizeof(text), message.value, message.length);
	gss_release_buffer(&ignored, &message);
	return oa_fail(err, layer, OA_TICKETS_OTHER, "%s: %s", what, text);
}

static int import_service(
	struct oa_kerberos *context, const char *service, struct oa_error *err)
{
	gss_buffer_desc name = buffer(service, strlen(service));
	OM_uint32 major, minor;

	major = gss_import_name(
		&minor, &name, (gss_OID)GSS_KRB5_NT_PRINCIPAL_NAME, &context->service);
	if (GSS_ERROR(major))
		return fail(OA_LAYER_KERBEROS, major, minor, "service name", err);
	return 0;
}

/* Takes the tickets, for the one mechanism that the context may use. */
static int acquire(struct oa_kerberos *context, const char *cache, struct oa_error *err)
{
	bool is_http = context->use == OA_KERBEROS_FOR_HTTP;
	gss_OID_desc outer = is_http ? spnego() : kerberos(), inner = kerberos();
	gss_OID_set_desc outers = {1, &outer}, inners = {1, &inner};
	gss_key_value_element_desc place = {"ccache", cache};
	const gss_key_value_set_desc store = {1, &place};
	OM_uint32 major, minor;

	major = gss_acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &outers,
		GSS_C_INITIATE, &store, &context->ours, NULL, NULL);
	if (!GSS_ERROR(major) && is_http)
		major = gss_set_neg_mechs(&minor, context->ours, &inners);
	if (GSS_ERROR(major))
		return fail(OA_LAYER_KERBEROS, major, minor, "tickets", err);
	return 0;
}

/* MIT adds confidentiality and integrity by itself; then a server that has agreed
 * to less would sign in another way than it says. */
static int ask_for_no_more(struct oa_kerberos *context, struct oa_error *err)
{
	gss_buffer_desc nothing = GSS_C_EMPTY_BUFFER;
	gss_OID option = (gss_OID)GSS_KRB5_CRED_NO_CI_FLAGS_X;
	OM_uint32 major, minor;

	if (context->use == OA_KERBEROS_FOR_HTTP ||
		context->use == OA_KERBEROS_FOR_PRIVACY)
		return 0;
	major = gss_set_cred_option(&minor, &context->ours, option, &nothing);
	if (GSS_ERROR(major))
		return fail(OA_LAYER_KERBEROS, major, minor, "options", err);
	return 0;
}

static int keep_binding(struct oa_kerberos *context,
	const struct oa_kerberos_peer *peer, struct oa_error *err)
{
	if (!peer->binding || !peer->binding_len)
		return 0;
	context->binding = malloc(peer->binding_len);
	if (!context->binding)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	memcpy(context->binding, peer->binding, peer->binding_len);
	context->binding_len = peer->binding_len;
	return 0;
}

int oa_kerberos_new(const struct oa_kerberos_peer *peer,
	struct oa_kerberos **ret_context, struct oa_error *err)
{
	struct oa_kerberos *context = calloc(1, sizeof(*context));

	if (!context)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	context->use = peer->use;
	if (import_service(context, peer->service, err) < 0 ||
		acquire(context, oa_tickets_cache(peer->tickets), err) < 0 ||
		ask_for_no_more(context, err) < 0 ||
		keep_binding(context, peer, err) < 0) {
		oa_kerberos_free(context);
		return -1;
	}
	*ret_context = context;
	return 0;
}

static OM_uint32 flags_of(enum oa_kerberos_use use)
{
	OM_uint32 flags = GSS_C_DCE_STYLE | GSS_C_MUTUAL_FLAG;

	if (use == OA_KERBEROS_FOR_HTTP)
		return 0;
	if (use >= OA_KERBEROS_FOR_INTEGRITY)
		flags |= GSS_C_INTEG_FLAG | GSS_C_REPLAY_FLAG | GSS_C_SEQUENCE_FLAG;
	if (use == OA_KERBEROS_FOR_PRIVACY)
		flags |= GSS_C_CONF_FLAG;
	return flags;
}

static int take_token(const gss_buffer_desc *from, struct oa_kerberos_token *ret_token,
	struct oa_error *err)
{
	struct oa_kerberos_token token = {.len = from->length};

	if (token.len) {
		token.bytes = malloc(token.len);
		if (!token.bytes)
			return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
		memcpy(token.bytes, from->value, token.len);
	}
	*ret_token = token;
	return 0;
}

int oa_kerberos_step(struct oa_kerberos *context, const void *token, size_t len,
	struct oa_kerberos_token *ret_token, struct oa_error *err)
{
	bool is_http = context->use == OA_KERBEROS_FOR_HTTP;
	gss_OID_desc mechanism = is_http ? spnego() : kerberos();
	struct gss_channel_bindings_struct binding = {
		.application_data = buffer(context->binding, context->binding_len)};
	gss_buffer_desc in = buffer(token, len), out = GSS_C_EMPTY_BUFFER;
	OM_uint32 major, minor, ignored, granted;
	int result = 0;

	major = gss_init_sec_context(&minor, context->ours, &context->gss,
		context->service, &mechanism, flags_of(context->use), 0,
		context->binding ? &binding : GSS_C_NO_CHANNEL_BINDINGS,
		token ? &in : GSS_C_NO_BUFFER, NULL, &out, &granted, NULL);
	if (GSS_ERROR(major))
		result = fail(token ? OA_LAYER_AUTH : OA_LAYER_KERBEROS, major, minor,
			token ? "answer of the server" : "first token", err);
	else
		result = take_token(&out, ret_token, err);
	gss_release_buffer(&ignored, &out);
	if (result == 0)
		context->is_complete = !(major & GSS_S_CONTINUE_NEEDED);
	return result;
}

bool oa_kerberos_is_complete(const struct oa_kerberos *context)
{
	return context->is_complete;
}

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
		.buffer = buffer(message->signature, message->signature_len)};
	text[0] = (gss_iov_buffer_desc){
		.type = around, .buffer = buffer(message->head, message->head_len)};
	text[1] = (gss_iov_buffer_desc){.type = GSS_IOV_BUFFER_TYPE_DATA,
		.buffer = buffer(message->data, message->data_len)};
	text[2] = (gss_iov_buffer_desc){
		.type = around, .buffer = buffer(message->tail, message->tail_len)};
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
		return fail(OA_LAYER_KERBEROS, major, minor, "signing", err);
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
		return fail(OA_LAYER_KERBEROS, major, minor, "wrong signature", err);
	if (is_sealed && !was_sealed)
		return oa_fail(err, OA_LAYER_KERBEROS, OA_TICKETS_OTHER,
			"the answer is not encrypted");
	return 0;
}

void oa_kerberos_token_free(struct oa_kerberos_token *token)
{
	if (token->bytes)
		oa_wipe(token->bytes, token->len);
	free(token->bytes);
	*token = (struct oa_kerberos_token){0};
}

void oa_kerberos_free(struct oa_kerberos *context)
{
	OM_uint32 ignored;

	if (!context)
		return;
	gss_delete_sec_context(&ignored, &context->gss, GSS_C_NO_BUFFER);
	gss_release_cred(&ignored, &context->ours);
	gss_release_name(&ignored, &context->service);
	free(context->binding);
	free(context);
}

#endif
