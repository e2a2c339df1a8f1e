/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_CERTLOAD_H
#define OA_NET_CERTLOAD_H

/*
 * Certificates and lists of revoked ones from files and from what was fetched, in
 * any of the customary forms.
 */

#include "common/base/error.h"

#include <openssl/x509.h>
#include <stddef.h>
#include <stdint.h>

/* Most certificates or lists that one file may hold. */
#define OA_CERTLOAD_MAX 64

/* Returns the certificates in len bytes of PEM (several), DER (one) or PKCS #7 in
 * DER; the caller frees them by sk_X509_pop_free().  NULL with OA_LAYER_FILE if there
 * is none. */
STACK_OF(X509) *
	oa_certload_bytes(const uint8_t *bytes, size_t len, struct oa_error *err);

/* Likewise from the file at path; the error begins with "PATH: ". */
STACK_OF(X509) * oa_certload_file(const char *path, struct oa_error *err);

/* Returns the lists in len bytes of PEM (several) or DER (one); the caller frees
 * them by sk_X509_CRL_pop_free().  NULL with OA_LAYER_FILE if there is none. */
STACK_OF(X509_CRL) *
	oa_crlload_bytes(const uint8_t *bytes, size_t len, struct oa_error *err);

/* Likewise from the file at path; the error begins with "PATH: ". */
STACK_OF(X509_CRL) * oa_crlload_file(const char *path, struct oa_error *err);

#endif
