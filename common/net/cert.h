/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_CERT_H
#define OA_NET_CERT_H

/*
 * Facts about one certificate, as text and numbers.
 */

#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Returns true if the certificate is good for the host, a DNS name or an address
 * literal (RFC 6125: subjectAltName first, wildcards for one whole label, the
 * common name only without any subjectAltName). */
bool oa_cert_covers(const X509 *cert, const char *host);

/* How a certificate has a name; several may hold. */
#define OA_CERT_MATCH_CN       1u /* the common name is it */
#define OA_CERT_MATCH_SAN      2u /* a dNSName is it, letter by letter */
#define OA_CERT_MATCH_WILDCARD 4u /* a wildcard covers it */

/* Compares a DNS name, which may be a wildcard itself, with the common name and the
 * dNSNames, in any case; returns the OA_CERT_MATCH_... that hold. */
unsigned oa_cert_match(const X509 *cert, const char *name);

/* Writes the names that the certificate is good for, comma-separated and cleaned,
 * to buffer (size bytes in all); names that do not fit are counted. */
void oa_cert_names(const X509 *cert, char *buffer, size_t size);

/* Writes the subject, one line and cleaned, to buffer. */
void oa_cert_subject(const X509 *cert, char *buffer, size_t size);

/* Writes the issuer, one line and cleaned, to buffer. */
void oa_cert_issuer(const X509 *cert, char *buffer, size_t size);

/* Returns the whole days from `now` (seconds since 1970) to the end of validity;
 * negative once it has passed. */
long oa_cert_days_left(const X509 *cert, int64_t now);

/* Writes the beginning of validity as "2026-05-01 12:00:00Z" to buffer. */
void oa_cert_not_before(const X509 *cert, char *buffer, size_t size);

#endif
