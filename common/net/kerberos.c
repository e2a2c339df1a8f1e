/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/kerberoswork.h"

#ifdef HAVE_GSSAPI

#include "common/base/secret.h"
#include "common/net/gss.h"

#include <errno.h>
#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>
#include <stdlib.h>
#include <string.h>

static int import_service(
	struct oa_kerberos *context, const char *service, struct oa_error *err)
{
	gss_buffer_desc name = oa_gss_buffer(service, strlen(service));
	OM_uint32 major, minor;

	major = gss_import_name(
		&minor, &name, (gss_OID)GSS_KRB5_NT_PRINCIPAL_NAME, &context->service);
	if (GSS_ERROR(major))
		return oa_gss_fail(
			OA_LAYER_KERBEROS, major, minor, "service name", err);
	return 0;
}

/* Takes the tickets, for the one mechanism that the context may use. */
static int acquire(struct oa_kerberos *context, const char *cache, struct oa_error *err)
{
	bool is_http = context->use == OA_KERBEROS_FOR_HTTP;
	gss_OID_desc outer = is_http ? oa_gss_spnego() : oa_gss_kerberos(),
		     inner = oa_gss_kerberos();
	gss_OID_set_desc outers = {1, &outer}, inners = {1, &inner};
	gss_key_value_element_desc place = {"ccache", cache};
	const gss_key_value_set_desc store = {1, &place};
	OM_uint32 major, minor;

	major = gss_acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &outers,
		GSS_C_INITIATE, &store, &context->ours, NULL, NULL);
	if (!GSS_ERROR(major) && is_http)
		major = gss_set_neg_mechs(&minor, context->ours, &inners);
	if (GSS_ERROR(major))
		return oa_gss_fail(OA_LAYER_KERBEROS, major, minor, "tickets", err);
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
		return oa_gss_fail(OA_LAYER_KERBEROS, major, minor, "options", err);
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
	gss_OID_desc mechanism = is_http ? oa_gss_spnego() : oa_gss_kerberos();
	struct gss_channel_bindings_struct binding = {
		.application_data = oa_gss_buffer(
			context->binding, context->binding_len)};
	gss_buffer_desc in = oa_gss_buffer(token, len), out = GSS_C_EMPTY_BUFFER;
	OM_uint32 major, minor, ignored, granted;
	int result = 0;

	major = gss_init_sec_context(&minor, context->ours, &context->gss,
		context->service, &mechanism, flags_of(context->use), 0,
		context->binding ? &binding : GSS_C_NO_CHANNEL_BINDINGS,
		token ? &in : GSS_C_NO_BUFFER, NULL, &out, &granted, NULL);
	if (GSS_ERROR(major))
		result = oa_gss_fail(token ? OA_LAYER_AUTH : OA_LAYER_KERBEROS, major,
			minor, token ? "answer of the server" : "first token", err);
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
