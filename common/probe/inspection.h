/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_INSPECTION_H
#define OA_PROBE_INSPECTION_H

/*
 * Certificates made on the way by a device that inspects TLS.
 */

#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>

/* Returns true if an issuer in the path, or that of the leaf if there is no path, is
 * one that inspection products name themselves; its name goes into buffer. */
bool oa_inspection_made(X509 *leaf, STACK_OF(X509) * path, char *buffer, size_t size);

/* Returns true if the issuer of a certificate in the path (or of the leaf if there is
 * no path) matches the pattern, a part of the name or with * and ? all of it, in any
 * case; its name goes into buffer. */
bool oa_issuer_matches(const char *pattern, X509 *leaf, STACK_OF(X509) * path,
	char *buffer, size_t size);

#endif
