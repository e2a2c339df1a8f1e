/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_DNSSRV_H
#define OA_NET_DNSSRV_H

/*
 * What DNS says of a name besides its addresses: services (RFC 2782) and aliases.
 */

#include "common/net/dns.h"

#include <stdbool.h>
#include <stdint.h>

#define OA_DNS_SERVICES_MAX 8

/* One SRV record. */
struct oa_dns_service {
	uint16_t priority; /* the lowest one is tried first */
	uint16_t weight;   /* share among those of the same priority */
	uint16_t port;     /* TCP port */
	char target[256];  /* host, cleaned; not empty */
};

/* The SRV records of a name. */
struct oa_dns_services {
	struct oa_dns_service item[OA_DNS_SERVICES_MAX]; /* in the order to try */
	size_t count;    /* used; 1 or more on success */
	bool is_refused; /* a record says that there is no such service */
};

/* Looks up the SRV records of query->host, e.g. "_autodiscover._tcp.example.com";
 * query->family is not used.  Returns 0, or -1 with OA_LAYER_DNS, OA_LAYER_USAGE or
 * OA_LAYER_SYSTEM as oa_dns_resolve() does, OA_DNS_NO_ADDRESS for a name without
 * such a record, or whose record says that there is no such service. */
int oa_dns_find_services(const struct oa_dns_query *query, struct oa_deadline until,
	struct oa_dns_services *ret_services, struct oa_error *err);

/* Writes the chain of aliases that begins at query->host, " -> b.example -> c.example",
 * to buffer (size bytes in all); an empty text if there is none, or if the resolver
 * does not say.  Returns true if it comes back to query->host, where it ends then, or
 * has no end. */
bool oa_dns_find_aliases(const struct oa_dns_query *query, struct oa_deadline until,
	char *buffer, size_t size);

#endif
