/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_DNS_H
#define OA_NET_DNS_H

/*
 * Names to addresses, by c-ares, so that a missing name, an empty answer and a
 * broken resolver can be told apart.
 */

#include "common/base/deadline.h"
#include "common/base/error.h"

#include <stdbool.h>
#include <stddef.h>

#define OA_DNS_ADDRESSES_MAX 16

/* What to ask. */
struct oa_dns_query {
	const char *host;            /* name, or an address literal */
	int family;                  /* AF_INET, AF_INET6, or AF_UNSPEC for both */
	const char *const *resolver; /* ADDR[:PORT] each, or NULL for the system's */
	size_t resolver_count;       /* number of them */
};

/* The addresses of a name. */
struct oa_dns_answer {
	char address[OA_DNS_ADDRESSES_MAX][46]; /* text, in the order to try */
	size_t count;                           /* used; at least 1 on success */
	bool is_literal;                        /* the host was an address already */
	char note[96]; /* what became of the other family if one has failed, or empty */
};

/* Why there is no address. */
enum oa_dns_failure {
	OA_DNS_NO_NAME,    /* rcode 3 and no alias */
	OA_DNS_NO_ADDRESS, /* the name exists, an address does not */
	OA_DNS_RESOLVER,   /* SERVFAIL, REFUSED, nonsense or silence */
	OA_DNS_ZONE,       /* SERVFAIL from several resolvers that are in order */
};

/* Resolves a name.  A and AAAA are asked apart, so that what one of them meets does
 * not depend on which comes first; addresses of IPv4 stand before those of IPv6.
 * After a SERVFAIL each of several resolvers is asked on its own, for the name and
 * for the root zone.  Returns 0, or -1 with OA_LAYER_DNS, whose number is an enum
 * oa_dns_failure and whose text is the reason alone (for OA_DNS_ZONE the number of
 * resolvers), or OA_LAYER_USAGE for a resolver that is no address, or
 * OA_LAYER_SYSTEM. */
int oa_dns_resolve(const struct oa_dns_query *query, struct oa_deadline until,
	struct oa_dns_answer *ret_answer, struct oa_error *err);

#endif
