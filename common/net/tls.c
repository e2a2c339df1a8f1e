/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/tls.h"
#include "common/base/array.h"
#include "common/base/text.h"
#include "common/net/cert.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <string.h>

void oa_tls_problem_add(struct oa_tls_problem problems[OA_TLS_PROBLEMS_MAX],
	size_t *count, X509_STORE_CTX *store_ctx)
{
	int error = X509_STORE_CTX_get_error(store_ctx);
	int depth = X509_STORE_CTX_get_error_depth(store_ctx);
	const X509 *cert = X509_STORE_CTX_get_current_cert(store_ctx);
	struct oa_tls_problem *problem;

	for (size_t i = 0; i < *count; i++)
		if (problems[i].error == error && problems[i].depth == depth)
			return;
	if (*count == OA_TLS_PROBLEMS_MAX)
		return;
	problem = &problems[(*count)++];
	*problem = (struct oa_tls_problem){.error = error, .depth = depth};
	if (cert)
		oa_cert_subject(cert, problem->subject, sizeof(problem->subject));
}

static struct oa_tls_info *info_of(const SSL *ssl)
{
	return SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
}

/* Notes what is wrong and lets the handshake go on: a run describes all of a
 * broken certificate, and the probe sends no password then. */
static int on_verify(int is_good, X509_STORE_CTX *store_ctx)
{
	const SSL *ssl = X509_STORE_CTX_get_ex_data(
		store_ctx, SSL_get_ex_data_X509_STORE_CTX_idx());

	if (!is_good) {
		struct oa_tls_info *info = info_of(ssl);

		oa_tls_problem_add(info->problems, &info->problem_count, store_ctx);
		X509_STORE_CTX_set_error(store_ctx, X509_V_OK);
	}
	return 1;
}

/* What OpenSSL built of the path, complete or not; a resumed session has none. */
static void note_path(struct oa_tls_info *info, const SSL *ssl)
{
	STACK_OF(X509) *path = SSL_get0_verified_chain(ssl);

	sk_X509_pop_free(info->path, X509_free);
	info->path = path ? X509_chain_up_ref(path) : NULL;
}

static void note_staple(struct oa_tls_info *info, const SSL *ssl)
{
	const unsigned char *bytes = NULL;
	long len;

	/* a macro of OpenSSL that wants what it only reads without const */
	len = SSL_get_tlsext_status_ocsp_resp((SSL *)(uintptr_t)ssl, &bytes);
	if (len <= 0 || !bytes || info->staple)
		return;
	info->staple = OPENSSL_memdup(bytes, (size_t)len);
	info->staple_len = info->staple ? (size_t)len : 0;
}

static void note_handshake(struct oa_tls_info *info, const SSL *ssl)
{
	const unsigned char *alpn = NULL;
	unsigned int alpn_len = 0;
	STACK_OF(X509) *sent = SSL_get_peer_cert_chain(ssl);

	info->is_done = true;
	info->is_resumed = SSL_session_reused(ssl);
	oa_clean(info->version, sizeof(info->version), SSL_get_version(ssl),
		strlen(SSL_get_version(ssl)));
	snprintf(info->cipher, sizeof(info->cipher), "%s", SSL_get_cipher_name(ssl));
	SSL_get0_alpn_selected(ssl, &alpn, &alpn_len);
	oa_clean(info->alpn, sizeof(info->alpn), (const char *)alpn, alpn_len);
	X509_free(info->leaf);
	info->leaf = SSL_get1_peer_certificate(ssl);
	sk_X509_pop_free(info->sent, X509_free);
	info->sent = sent ? X509_chain_up_ref(sent) : NULL;
	note_path(info, ssl);
	note_staple(info, ssl);
	info->binding_len = info->leaf ? oa_tls_binding(info->leaf, info->binding) : 0;
}

static void on_info(const SSL *ssl, int where, int value)
{
	(void)value;
	if (where & SSL_CB_HANDSHAKE_DONE && !info_of(ssl)->is_done)
		note_handshake(info_of(ssl), ssl);
}

/* Later releases of OpenSSL send decode_error to a peer that has gone, which says
 * nothing about what the peer said. */
static bool is_about_the_end(int is_sent)
{
	return is_sent && ERR_GET_REASON(ERR_peek_last_error()) ==
				  SSL_R_UNEXPECTED_EOF_WHILE_READING;
}

static void on_message(int is_sent, int version, int type, const void *bytes,
	size_t len, SSL *ssl, void *data)
{
	struct oa_tls_info *info = data;
	const uint8_t *octets = bytes;

	(void)version;
	(void)ssl;
	/* warnings, close_notify among them, end no handshake */
	if (type == SSL3_RT_ALERT && len >= 2 && octets[0] == SSL3_AL_FATAL &&
		!is_about_the_end(is_sent))
		*(is_sent ? &info->sent_alert : &info->alert) = octets[1];
	if (is_sent || type != SSL3_RT_HEADER || info->record_count++)
		return;
	memcpy(info->first_bytes, octets,
		len < sizeof(info->first_bytes) ? len : sizeof(info->first_bytes));
}

static int on_client_cert(SSL *ssl, X509 **ret_cert, EVP_PKEY **ret_key)
{
	(void)ret_cert;
	(void)ret_key;
	info_of(ssl)->is_client_cert_asked = true;
	return 0;
}

static int protocol_number(long version)
{
	switch (version) {
	case 10:
		return TLS1_VERSION;
	case 11:
		return TLS1_1_VERSION;
	case 12:
		return TLS1_2_VERSION;
	default:
		return TLS1_3_VERSION;
	}
}

static int set_versions(
	SSL_CTX *ctx, const struct oa_tls_settings *settings, struct oa_error *err)
{
	long lowest = settings->allow_legacy ? 10 : settings->min_version;

	if (settings->allow_legacy)
		SSL_CTX_set_options(ctx, SSL_OP_LEGACY_SERVER_CONNECT);
	/* the digests of TLS 1.0 and 1.1 have no place above level 0 */
	if (lowest < 12) {
		SSL_CTX_set_security_level(ctx, 0);
		if (SSL_CTX_set_cipher_list(ctx, "ALL:@SECLEVEL=0") != 1)
			return oa_fail(
				err, OA_LAYER_FEATURE, 0, "OpenSSL has no old ciphers");
	}
	if (SSL_CTX_set_min_proto_version(ctx, protocol_number(lowest)) != 1 ||
		SSL_CTX_set_max_proto_version(
			ctx, protocol_number(settings->max_version)) != 1)
		return oa_fail(err, OA_LAYER_FEATURE, 0,
			"this OpenSSL does not offer the TLS versions asked for");
	return 0;
}

static int set_client_cert(
	SSL_CTX *ctx, const struct oa_tls_settings *settings, struct oa_error *err)
{
	const char *cert = settings->client_cert;
	const char *key = settings->client_key ? settings->client_key : cert;
	int is_done;

	if (!cert)
		return 0;
	is_done = SSL_CTX_use_certificate_chain_file(ctx, cert) == 1;
	if (!is_done)
		key = cert;
	else
		is_done = SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) == 1;
	ERR_clear_error();
	if (!is_done)
		return oa_fail(err, OA_LAYER_FILE, 0,
			"%s: no client certificate or key that fits", key);
	return 0;
}

int oa_tls_prepare(SSL_CTX *ctx, const struct oa_tls_settings *settings,
	X509_STORE *trust, int64_t now, struct oa_tls_info *info, struct oa_error *err)
{
	info->alert = -1;
	info->sent_alert = -1;
	SSL_CTX_set_app_data(ctx, info);
	SSL_CTX_set1_cert_store(ctx, trust);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, on_verify);
	SSL_CTX_set_info_callback(ctx, on_info);
	SSL_CTX_set_msg_callback(ctx, on_message);
	SSL_CTX_set_msg_callback_arg(ctx, info);
	SSL_CTX_set_client_cert_cb(ctx, on_client_cert);
	if (now)
		X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(ctx), (time_t)now);
	if (settings->wants_staple)
		SSL_CTX_set_tlsext_status_type(ctx, TLSEXT_STATUSTYPE_ocsp);
	if (set_client_cert(ctx, settings, err) < 0)
		return -1;
	return set_versions(ctx, settings, err);
}

void oa_tls_info_free(struct oa_tls_info *info)
{
	X509_free(info->leaf);
	sk_X509_pop_free(info->sent, X509_free);
	sk_X509_pop_free(info->path, X509_free);
	OPENSSL_free(info->staple);
	*info = (struct oa_tls_info){.alert = -1, .sent_alert = -1};
}

const char *oa_tls_alert_name(int alert)
{
	static const struct {
		int number;
		const char *name;
	} alerts[] = {
		{0, "close_notify"},
		{10, "unexpected_message"},
		{20, "bad_record_mac"},
		{21, "decryption_failed"},
		{22, "record_overflow"},
		{30, "decompression_failure"},
		{40, "handshake_failure"},
		{42, "bad_certificate"},
		{43, "unsupported_certificate"},
		{44, "certificate_revoked"},
		{45, "certificate_expired"},
		{46, "certificate_unknown"},
		{47, "illegal_parameter"},
		{48, "unknown_ca"},
		{49, "access_denied"},
		{50, "decode_error"},
		{51, "decrypt_error"},
		{70, "protocol_version"},
		{71, "insufficient_security"},
		{80, "internal_error"},
		{86, "inappropriate_fallback"},
		{90, "user_canceled"},
		{100, "no_renegotiation"},
		{109, "missing_extension"},
		{110, "unsupported_extension"},
		{112, "unrecognized_name"},
		{113, "bad_certificate_status_response"},
		{115, "unknown_psk_identity"},
		{116, "certificate_required"},
		{120, "no_application_protocol"},
	};

	for (size_t i = 0; i < OA_LENGTH(alerts); i++)
		if (alerts[i].number == alert)
			return alerts[i].name;
	return "unknown alert";
}

size_t oa_tls_binding(const X509 *leaf, uint8_t ret_binding[OA_TLS_BINDING_MAX])
{
	static const char prefix[] = "tls-server-end-point:";
	int digest_nid = NID_undef;
	const EVP_MD *digest;
	unsigned int digest_len = 0;

	X509_get_signature_info((X509 *)(uintptr_t)leaf, &digest_nid, NULL, NULL, NULL);
	/* RFC 5929 replaces MD5 and SHA-1; where the signature names no digest
	 * (Ed25519) it defines nothing, and SHA-256 is what others use */
	if (digest_nid == NID_md5 || digest_nid == NID_sha1 || digest_nid == NID_undef)
		digest = EVP_sha256();
	else
		digest = EVP_get_digestbynid(digest_nid);
	memcpy(ret_binding, prefix, sizeof(prefix) - 1);
	if (!digest || X509_digest(leaf, digest, ret_binding + sizeof(prefix) - 1,
			       &digest_len) != 1)
		return 0;
	return sizeof(prefix) - 1 + digest_len;
}

void oa_tls_leave_thread(void)
{
	OPENSSL_thread_stop();
}
