/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_CERTFACTS_H
#define OA_NET_CERTFACTS_H

/*
 * What identifies a certificate, how strong it is, how long it lives, and where its
 * issuer says that more can be found.  Beside cert.h, which is about its names.
 */

#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for a SHA-256 in hexadecimal digits and NUL. */
#define OA_CERT_HEX_SIZE 65

/* When a certificate is valid, in seconds since 1970. */
struct oa_cert_life {
	int64_t start; /* notBefore */
	int64_t end;   /* notAfter, the last second of it */
};

/* Returns the validity; 0 and 0 for dates that cannot be read. */
struct oa_cert_life oa_cert_life(const X509 *cert);

/* Writes a moment (seconds since 1970) as "2026-05-01 12:00Z" to buffer. */
void oa_cert_moment(int64_t moment, char *buffer, size_t size);

/* Writes the SHA-256 of the certificate, lower-case digits, to ret_hex. */
void oa_cert_sha256(const X509 *cert, char ret_hex[OA_CERT_HEX_SIZE]);

/* Writes the SHA-1 of the certificate, as Windows shows its thumbprint, to ret_hex. */
void oa_cert_sha1(const X509 *cert, char ret_hex[OA_CERT_HEX_SIZE]);

/* Writes the SHA-256 of the public key (its SubjectPublicKeyInfo) to ret_hex. */
void oa_cert_key_sha256(const X509 *cert, char ret_hex[OA_CERT_HEX_SIZE]);

/* Writes the serial number in hexadecimal digits to buffer. */
void oa_cert_serial(const X509 *cert, char *buffer, size_t size);

/* Writes kind and size of the key, e.g. "RSA 2048 bit" or "EC prime256v1", to
 * buffer. */
void oa_cert_key(const X509 *cert, char *buffer, size_t size);

/* Writes the algorithm of the signature to buffer. */
void oa_cert_signature(const X509 *cert, char *buffer, size_t size);

/* Writes what is weak about key and signature to buffer and returns true, or false
 * if nothing is: RSA or DSA below 2048 bit, EC below 224 bit, MD5 or SHA-1 in the
 * signature, which nobody checks if the certificate is a root. */
bool oa_cert_is_weak(const X509 *cert, char *buffer, size_t size);

/* Returns true if the certificate names itself as its issuer. */
bool oa_cert_is_self_issued(const X509 *cert);

/* Copies the first http address in which the issuer's certificate can be had
 * (RFC 5280, 4.2.2.1), cleaned, to buffer; false and an empty text if there is
 * none. */
bool oa_cert_issuer_url(const X509 *cert, char *buffer, size_t size);

/* Likewise for the list of revoked certificates (RFC 5280, 4.2.1.13). */
bool oa_cert_crl_url(const X509 *cert, char *buffer, size_t size);

/* Likewise for the OCSP responder (RFC 5280, 4.2.2.1). */
bool oa_cert_ocsp_url(const X509 *cert, char *buffer, size_t size);

/* Returns true if the certificate wants a stapled OCSP response (RFC 7633). */
bool oa_cert_must_staple(const X509 *cert);

/* Writes the most telling part of a name, its CN, else O, else all of it, cleaned,
 * to buffer. */
void oa_cert_short_name(const X509_NAME *name, char *buffer, size_t size);

#endif
