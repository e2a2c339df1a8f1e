/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_DNSFAIL_H
#define OA_NET_DNSFAIL_H

/*
 * Why a name has no address: what c-ares said of each family, and further questions
 * where that does not tell neighbouring causes apart.
 */

#include "common/net/dns.h"
#include "common/net/dnsask.h"

/* What became of the question for the addresses of one family. */
struct oa_dns_outcome {
	int family; /* AF_INET or AF_INET6 */
	int status; /* of c-ares; ARES_ETIMEOUT if no answer has come */
};

/* Fills err with OA_LAYER_DNS as oa_dns_resolve() describes it, from at least one
 * outcome, none of which has an address; asks further until the deadline, over the
 * channel of those questions and over new ones.  Returns -1. */
int oa_dns_explain(ares_channel channel, const struct oa_dns_query *query,
	const struct oa_dns_outcome *outcomes, size_t count, struct oa_deadline until,
	struct oa_error *err);

/* Fills err with OA_DNS_RESOLVER or OA_DNS_ZONE, as above, after a status of c-ares
 * that blames the resolver, for a question of the type T_...; alone names the type if
 * another one was answered, or is NULL.  Returns -1. */
int oa_dns_explain_resolver(ares_channel channel, const struct oa_dns_query *query,
	int type, int status, const char *alone, struct oa_deadline until,
	struct oa_error *err);

/* Returns "A" or "AAAA". */
const char *oa_dns_type_name(int family);

#endif
