/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_TRUST_H
#define OA_NET_TRUST_H

/*
 * The certificates that a run trusts.  One store serves all connections of a
 * process.  Roots are looked up by the hash of their name when a path needs
 * them, where the system keeps them so: parsing a whole bundle would cost more
 * than all the rest of a check.
 */

#include "common/base/error.h"

#include <openssl/x509.h>
#include <stdbool.h>

/* Returns a store with the system's roots (unless ca_only), the certificates in
 * the PEM file ca_file and those in the directory ca_dir (hashed names), the last
 * two of which may be NULL; the caller frees it with X509_STORE_free().  Returns
 * NULL with OA_LAYER_FILE if a file or directory that was named cannot be used. */
X509_STORE *oa_trust_new(
	const char *ca_file, const char *ca_dir, bool ca_only, struct oa_error *err);

#endif
