/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/cert.h"
#include "common/net/certfacts.h"
#include "common/net/certload.h"
#include "common/net/ocsp.h"
#include "tests/fuzz/fuzz.h"

/* What is said about a certificate that a stranger made. */
static void tell(X509 *cert)
{
	char text[256], hex[OA_CERT_HEX_SIZE];

	oa_cert_moment(oa_cert_life(cert).end, text, sizeof(text));
	oa_cert_not_before(cert, text, sizeof(text));
	(void)oa_cert_days_left(cert, 0);
	(void)oa_cert_is_self_issued(cert);
	(void)oa_cert_must_staple(cert);
	oa_cert_sha256(cert, hex);
	oa_cert_names(cert, text, sizeof(text));
	oa_cert_subject(cert, text, sizeof(text));
	oa_cert_issuer(cert, text, sizeof(text));
	oa_cert_serial(cert, text, sizeof(text));
	oa_cert_key(cert, text, sizeof(text));
	oa_cert_signature(cert, text, sizeof(text));
	(void)oa_cert_is_weak(cert, text, sizeof(text));
	(void)oa_cert_issuer_url(cert, text, sizeof(text));
	(void)oa_cert_crl_url(cert, text, sizeof(text));
	(void)oa_cert_ocsp_url(cert, text, sizeof(text));
	(void)oa_cert_match(cert, "mail.lab.test");
	(void)oa_cert_covers(cert, "127.0.0.1");
	oa_cert_sha1(cert, hex);
	oa_cert_key_sha256(cert, hex);
	oa_cert_short_name(X509_get_subject_name(cert), text, sizeof(text));
}

static void read_staple(STACK_OF(X509) * path, const uint8_t *data, size_t size)
{
	X509_STORE *trust = X509_STORE_new();
	struct oa_ocsp_question question = {
		.bytes = data, .len = size, .path = path, .trust = trust, .now = 1};
	int64_t when;
	char text[128];

	(void)oa_ocsp_read(&question, &when, text, sizeof(text));
	X509_STORE_free(trust);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	STACK_OF(X509) *certs = oa_certload_bytes(data, size, NULL);
	STACK_OF(X509_CRL) *crls = oa_crlload_bytes(data, size, NULL);
	STACK_OF(X509) *none = sk_X509_new_null();

	for (int i = 0; i < sk_X509_num(certs); i++)
		tell(sk_X509_value(certs, i));
	if (none)
		read_staple(none, data, size);
	sk_X509_free(none);
	sk_X509_pop_free(certs, X509_free);
	sk_X509_CRL_pop_free(crls, X509_CRL_free);
	return 0;
}
