/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_TRUSTS_H
#define OA_SNMP_TRUSTS_H

/*
 * Certificates that targets trust, loaded once for all that name the same files.  A
 * store may serve several threads.
 */

#include "common/net/tls.h"

/* One store, and what it was made of. */
struct oa_trusts_item {
	char *ca_file;     /* owned, or NULL */
	char *ca_dir;      /* owned, or NULL */
	bool ca_only;      /* the system's are left out */
	X509_STORE *store; /* owned */
};

/* All stores of a configuration; zero-initialised there are none. */
struct oa_trusts {
	struct oa_trusts_item *item; /* owned */
	size_t count;                /* of them */
};

/* Returns the store for these settings, borrowed; NULL with OA_LAYER_FILE if a file
 * cannot be used, or OA_LAYER_SYSTEM. */
X509_STORE *oa_trusts_get(struct oa_trusts *trusts,
	const struct oa_tls_settings *settings, struct oa_error *err);

/* Gives all stores back; who still needs one has a reference of his own. */
void oa_trusts_free(struct oa_trusts *trusts);

#endif
