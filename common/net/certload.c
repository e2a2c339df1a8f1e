/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/certload.h"

#include "common/net/opensslerror.h"

#include <errno.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The largest CRLs of public authorities have some 10 MiB. */
#define FILE_BYTES_MAX (16 * 1024 * 1024)

static void add_pem_certs(STACK_OF(X509) * list, const uint8_t *bytes, size_t len)
{
	BIO *bio = BIO_new_mem_buf(bytes, (int)len);
	X509 *cert;

	while (bio && sk_X509_num(list) < OA_CERTLOAD_MAX &&
		(cert = PEM_read_bio_X509(bio, NULL, NULL, NULL)))
		if (!sk_X509_push(list, cert))
			X509_free(cert);
	BIO_free(bio);
}

static void add_der_cert(STACK_OF(X509) * list, const uint8_t *bytes, size_t len)
{
	X509 *cert = d2i_X509(NULL, &bytes, (long)len);

	if (cert && !sk_X509_push(list, cert))
		X509_free(cert);
}

/* Some authorities hand out a bundle, signed by nobody. */
static void add_bundle(STACK_OF(X509) * list, const uint8_t *bytes, size_t len)
{
	PKCS7 *bundle = d2i_PKCS7(NULL, &bytes, (long)len);
	STACK_OF(X509) *certs = NULL;

	if (bundle && PKCS7_type_is_signed(bundle) && bundle->d.sign)
		certs = bundle->d.sign->cert;
	for (int i = 0; i < sk_X509_num(certs) && i < OA_CERTLOAD_MAX; i++) {
		X509 *cert = sk_X509_value(certs, i);

		if (X509_up_ref(cert) && !sk_X509_push(list, cert))
			X509_free(cert);
	}
	PKCS7_free(bundle);
}

STACK_OF(X509) *
	oa_certload_bytes(const uint8_t *bytes, size_t len, struct oa_error *err)
{
	STACK_OF(X509) *list = sk_X509_new_null();

	if (list && len <= FILE_BYTES_MAX) {
		add_pem_certs(list, bytes, len);
		if (!sk_X509_num(list))
			add_der_cert(list, bytes, len);
		if (!sk_X509_num(list))
			add_bundle(list, bytes, len);
	}
	if (sk_X509_num(list) > 0) {
		ERR_clear_error();
		return list;
	}
	sk_X509_free(list);
	oa_openssl_fail(err, "no certificate in PEM, DER or PKCS #7");
	return NULL;
}

STACK_OF(X509_CRL) *
	oa_crlload_bytes(const uint8_t *bytes, size_t len, struct oa_error *err)
{
	STACK_OF(X509_CRL) *list = sk_X509_CRL_new_null();
	BIO *bio = len <= FILE_BYTES_MAX ? BIO_new_mem_buf(bytes, (int)len) : NULL;
	X509_CRL *crl = NULL;

	while (list && bio && sk_X509_CRL_num(list) < OA_CERTLOAD_MAX &&
		(crl = PEM_read_bio_X509_CRL(bio, NULL, NULL, NULL)))
		if (!sk_X509_CRL_push(list, crl))
			X509_CRL_free(crl);
	if (list && bio && !sk_X509_CRL_num(list)) {
		crl = d2i_X509_CRL(NULL, &bytes, (long)len);
		if (crl && !sk_X509_CRL_push(list, crl))
			X509_CRL_free(crl);
	}
	BIO_free(bio);
	if (sk_X509_CRL_num(list) > 0) {
		ERR_clear_error();
		return list;
	}
	sk_X509_CRL_free(list);
	oa_openssl_fail(err, "no revocation list in PEM or DER");
	return NULL;
}

static int fail_read(const char *path, int number, struct oa_error *err)
{
	return oa_fail(err, OA_LAYER_FILE, number, "%s: %s", path, strerror(number));
}

/* Reads a whole file; the caller frees ret_bytes. */
static int read_all(
	const char *path, uint8_t **ret_bytes, size_t *ret_len, struct oa_error *err)
{
	FILE *file = fopen(path, "rbe");
	uint8_t *bytes = NULL, *more;
	size_t len = 0, size = 64 * 1024;

	if (!file)
		return fail_read(path, errno, err);
	while ((more = realloc(bytes, size))) {
		bytes = more;
		len += fread(bytes + len, 1, size - len, file);
		if (len < size || size >= FILE_BYTES_MAX)
			break;
		size *= 2;
	}
	if (!more || ferror(file) || len >= FILE_BYTES_MAX) {
		int number = !more ? ENOMEM : ferror(file) ? EIO : EFBIG;

		fclose(file);
		free(bytes);
		return fail_read(path, number, err);
	}
	fclose(file);
	*ret_bytes = bytes;
	*ret_len = len;
	return 0;
}

STACK_OF(X509) * oa_certload_file(const char *path, struct oa_error *err)
{
	STACK_OF(X509) * list;
	uint8_t *bytes;
	size_t len;

	if (read_all(path, &bytes, &len, err) < 0)
		return NULL;
	list = oa_certload_bytes(bytes, len, err);
	free(bytes);
	if (!list)
		oa_fail_context(err, "%s", path);
	return list;
}

STACK_OF(X509_CRL) * oa_crlload_file(const char *path, struct oa_error *err)
{
	STACK_OF(X509_CRL) * list;
	uint8_t *bytes;
	size_t len;

	if (read_all(path, &bytes, &len, err) < 0)
		return NULL;
	list = oa_crlload_bytes(bytes, len, err);
	free(bytes);
	if (!list)
		oa_fail_context(err, "%s", path);
	return list;
}
