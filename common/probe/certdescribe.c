/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/cert.h"
#include "common/net/certfacts.h"
#include "common/probe/certsides.h"

#include <openssl/x509_vfy.h>
#include <string.h>

#define DAY_SECONDS 86400

static void describe_names(const struct oa_certcase *given, struct oa_step *step)
{
	const X509 *leaf = given->tls->leaf;
	char text[512];

	oa_cert_subject(leaf, text, sizeof(text));
	oa_step_detail(step, "subject: %s", text[0] ? text : "empty");
	oa_cert_names(leaf, text, sizeof(text));
	oa_step_detail(step, "names: %s", text);
	oa_cert_issuer(leaf, text, sizeof(text));
	oa_step_detail(step, "issuer: %s", text);
	oa_cert_serial(leaf, text, sizeof(text));
	oa_step_detail(step, "serial: %s", text);
}

static void describe_digests(const struct oa_certcase *given, struct oa_step *step)
{
	const X509 *leaf = given->tls->leaf;
	char hex[OA_CERT_HEX_SIZE];

	oa_cert_sha1(leaf, hex);
	oa_step_detail(step, "SHA-1 thumbprint: %s", hex);
	oa_cert_sha256(leaf, hex);
	oa_step_detail(step, "SHA-256: %s", hex);
	oa_cert_key_sha256(leaf, hex);
	oa_step_detail(step, "SHA-256 of the key: %s", hex);
}

static void describe_strength(const struct oa_certcase *given, struct oa_step *step)
{
	const X509 *leaf = given->tls->leaf;
	struct oa_cert_life life = oa_cert_life(leaf);
	char start[32], end[32], key[96], signature[96];

	oa_cert_moment(life.start, start, sizeof(start));
	oa_cert_moment(life.end, end, sizeof(end));
	oa_step_detail(step, "valid: %s to %s (%.0f days)", start, end,
		(double)(life.end - life.start) / DAY_SECONDS);
	oa_cert_key(leaf, key, sizeof(key));
	oa_cert_signature(leaf, signature, sizeof(signature));
	oa_step_detail(step, "key: %s, signature: %s", key, signature);
}

void oa_cert_describe_path(struct oa_step *step, STACK_OF(X509) * path, int64_t now)
{
	char subject[256], end[32];

	for (int i = 0; i < sk_X509_num(path); i++) {
		const X509 *cert = sk_X509_value(path, i);

		oa_cert_subject(cert, subject, sizeof(subject));
		oa_cert_moment(oa_cert_life(cert).end, end, sizeof(end));
		oa_step_detail(step, "path %d: %s, %ld days left (%s)", i, subject,
			oa_cert_days_left(cert, now), end);
	}
}

static bool is_in_path(const struct oa_certcase *given, const X509 *cert)
{
	for (int i = 0; i < sk_X509_num(given->found.path); i++)
		if (X509_cmp(cert, sk_X509_value(given->found.path, i)) == 0)
			return true;
	return false;
}

/* What was sent, and what of it clients have no use for. */
static void describe_sent(const struct oa_certcase *given, struct oa_step *step)
{
	STACK_OF(X509) *sent = given->tls->sent;
	char name[128];

	oa_step_detail(step, "sent: %d certificates", sk_X509_num(sent));
	for (int i = 1; i < sk_X509_num(sent); i++) {
		const X509 *cert = sk_X509_value(sent, i);

		oa_cert_short_name(X509_get_subject_name(cert), name, sizeof(name));
		if (oa_cert_is_self_issued(cert))
			oa_step_detail(step, "sent needlessly: the root %s", name);
		else if (!is_in_path(given, cert))
			oa_step_detail(step, "sent but not used: %s", name);
		else if (X509_cmp(cert, sk_X509_value(given->found.path, i)) != 0)
			oa_step_detail(step, "sent out of order: %s", name);
	}
}

static void describe_tls(const struct oa_certcase *given, struct oa_step *step)
{
	const struct oa_tls_info *tls = given->tls;

	oa_step_detail(step, "TLS: %s, %s, ALPN %s", tls->version, tls->cipher,
		tls->alpn[0] ? tls->alpn : "none");
	if (given->front->target->tls.is_insecure)
		oa_step_detail(step, "verification: off by --insecure");
	else
		oa_step_detail(step, "verification: the path is %s",
			given->is_trusted ? "trusted" : "not trusted");
	for (size_t i = 0; i < tls->problem_count; i++)
		oa_step_detail(step, "as sent, depth %d: %s", tls->problems[i].depth,
			X509_verify_cert_error_string(tls->problems[i].error));
	if (tls->is_client_cert_asked)
		oa_step_detail(step, "client certificate: asked for");
}

void oa_certcase_describe(const struct oa_certcase *given, struct oa_step *step)
{
	const char *at = given->notes;

	step->is_long = true;
	describe_names(given, step);
	describe_digests(given, step);
	describe_strength(given, step);
	oa_cert_describe_path(step, given->found.path, given->now);
	describe_sent(given, step);
	describe_tls(given, step);
	while (*at) {
		int len = (int)strcspn(at, "\n");

		oa_step_detail(step, "%.*s", len, at);
		at += len + (at[len] == '\n');
	}
}
