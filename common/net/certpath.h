/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_CERTPATH_H
#define OA_NET_CERTPATH_H

/*
 * Verification of a certificate apart from a handshake: with certificates that the
 * server did not send, or against lists of revoked ones.  It goes on behind a
 * problem, so that all of them are known.
 */

#include "common/base/error.h"
#include "common/net/tls.h"

#include <openssl/x509.h>

/* What to verify; everything is borrowed. */
struct oa_certpath_question {
	X509_STORE *trust;         /* anchors */
	X509 *leaf;                /* server's certificate */
	STACK_OF(X509) * sent;     /* chain as sent, or NULL */
	STACK_OF(X509) * helpers;  /* further certificates to build with, or NULL */
	STACK_OF(X509_CRL) * crls; /* lists to check the leaf against, or NULL */
	int64_t now;               /* seconds since 1970, or 0 for the clock */
};

/* What came out; released by oa_certpath_free(). */
struct oa_certpath {
	STACK_OF(X509) * path; /* from the leaf, as far as it was built; owned */
	size_t problem_count;  /* used entries of problems */
	struct oa_tls_problem problems[OA_TLS_PROBLEMS_MAX]; /* in order of detection */
};

/* Verifies as a TLS client does; returns 0 with ret_path filled, problems or not,
 * or -1 with OA_LAYER_SYSTEM. */
int oa_certpath_verify(const struct oa_certpath_question *question,
	struct oa_certpath *ret_path, struct oa_error *err);

/* Releases what it owns and empties it. */
void oa_certpath_free(struct oa_certpath *path);

#endif
