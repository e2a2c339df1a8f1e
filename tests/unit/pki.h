/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_TESTS_UNIT_PKI_H
#define OA_TESTS_UNIT_PKI_H

/*
 * Certificates made while the test runs.
 */

#include <check.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdint.h>

/* Moments around which certificates live: the test's "now" and two spans. */
#define PKI_NOW  INT64_C(1780315200) /* 2026-06-01 12:00:00Z */
#define PKI_DAY  INT64_C(86400)
#define PKI_YEAR (365 * PKI_DAY)

/* What to put into a certificate; what is 0 or NULL has the value in brackets. */
struct pki_request {
	const char *common_name; /* of the subject, NULL: none */
	const char *alt_names;   /* "DNS:a, IP:127.0.0.1", NULL: none */
	int64_t not_before;      /* seconds since 1970 [a day before PKI_NOW] */
	int64_t not_after;       /* seconds since 1970 [a year after PKI_NOW] */
	bool is_ca;              /* may sign others */
	const EVP_MD *digest;    /* of the signature [SHA-256; none with Ed25519] */
	bool is_ed25519;         /* kind of key [EC P-256] */
};

/* A certificate and its key, both owned. */
struct pki {
	X509 *cert;    /* the certificate */
	EVP_PKEY *key; /* its private key */
};

static inline void pki_extension(X509 *cert, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX context;
	X509_EXTENSION *extension;

	X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	ck_assert_ptr_nonnull(extension);
	ck_assert_int_eq(X509_add_ext(cert, extension, -1), 1);
	X509_EXTENSION_free(extension);
}

static inline void pki_fill(X509 *cert, const struct pki_request *request)
{
	static long serial;
	int64_t start = request->not_before ? request->not_before : PKI_NOW - PKI_DAY;
	int64_t end = request->not_after ? request->not_after : PKI_NOW + PKI_YEAR;

	X509_set_version(cert, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), ++serial);
	ASN1_TIME_set(X509_getm_notBefore(cert), (time_t)start);
	ASN1_TIME_set(X509_getm_notAfter(cert), (time_t)end);
	if (request->common_name)
		X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN",
			MBSTRING_UTF8, (const unsigned char *)request->common_name, -1,
			-1, 0);
}

/* Makes a certificate signed by `issuer`, or by itself if that is NULL. */
static inline struct pki pki_make(
	const struct pki_request *request, const struct pki *issuer)
{
	struct pki made = {.cert = X509_new()};
	const struct pki *by = issuer ? issuer : &made;
	const EVP_MD *digest = request->digest ? request->digest : EVP_sha256();

	made.key = request->is_ed25519 ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519")
				       : EVP_EC_gen("P-256");
	ck_assert(made.cert && made.key);
	pki_fill(made.cert, request);
	X509_set_issuer_name(made.cert, X509_get_subject_name(by->cert));
	X509_set_pubkey(made.cert, made.key);
	if (request->is_ca)
		pki_extension(
			made.cert, by->cert, NID_basic_constraints, "critical,CA:TRUE");
	if (request->alt_names)
		pki_extension(
			made.cert, by->cert, NID_subject_alt_name, request->alt_names);
	ck_assert_int_gt(
		X509_sign(made.cert, by->key,
			EVP_PKEY_get_base_id(by->key) == EVP_PKEY_ED25519 ? NULL
									  : digest),
		0);
	return made;
}

/* Writes the certificate as PEM to a new file at path. */
static inline void pki_write(const struct pki *pki, const char *path)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_eq(PEM_write_X509(file, pki->cert), 1);
	ck_assert_int_eq(fclose(file), 0);
}

/* Releases both. */
static inline void pki_free(struct pki *pki)
{
	X509_free(pki->cert);
	EVP_PKEY_free(pki->key);
}

#endif
