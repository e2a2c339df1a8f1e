/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_OCSP_H
#define OA_NET_OCSP_H

/*
 * What an OCSP response (RFC 6960), stapled to a handshake, says about a
 * certificate.
 */

#include <openssl/x509.h>
#include <stddef.h>
#include <stdint.h>

/* What the response says. */
enum oa_ocsp_status {
	OA_OCSP_UNUSABLE, /* broken, for another certificate, not signed by whom it
			   * should be, or the responder does not know it */
	OA_OCSP_GOOD,     /* not revoked */
	OA_OCSP_STALE,    /* not revoked, but the response is out of date */
	OA_OCSP_REVOKED,  /* revoked */
};

/* A response to be read; everything is borrowed. */
struct oa_ocsp_question {
	const uint8_t *bytes;  /* the response in DER */
	size_t len;            /* bytes of it */
	STACK_OF(X509) * path; /* of the certificate in question, with its issuer */
	X509_STORE *trust;     /* anchors */
	int64_t now;           /* seconds since 1970 */
};

/* Builds the request for the status of leaf, issued by issuer, into ret_bytes, which
 * the caller frees by OPENSSL_free(); returns its length, 0 without memory. */
size_t oa_ocsp_request(const X509 *leaf, const X509 *issuer, uint8_t **ret_bytes);

/* Reads the response; revoked_at, seconds since 1970, is written for REVOKED only.
 * The reason, for people, goes into buffer for UNUSABLE, and is empty otherwise. */
enum oa_ocsp_status oa_ocsp_read(const struct oa_ocsp_question *question,
	int64_t *ret_revoked_at, char *buffer, size_t size);

#endif
