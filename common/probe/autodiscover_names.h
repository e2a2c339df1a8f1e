/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_AUTODISCOVER_NAMES_H
#define OA_PROBE_AUTODISCOVER_NAMES_H

/*
 * The DNS part of autodiscover: the names that belong to the domain of an address.
 */

#include "common/net/dnssrv.h"
#include "common/probe/autodiscover.h"

/* One name. */
struct oa_adname {
	char host[256];           /* the name */
	struct oa_dns_answer dns; /* its addresses, if error.layer is OA_LAYER_NONE;
				   * none where a forward proxy resolves */
	struct oa_error error;    /* why there are none */
	char aliases[300]; /* it is an alias: " -> b.example -> c.example"; else empty
			    */
};

/* All names of one domain. */
struct oa_adnames {
	char domain[256];                /* of the address */
	struct oa_adname root;           /* the domain itself */
	struct oa_adname host;           /* autodiscover.DOMAIN */
	char services_host[280];         /* _autodiscover._tcp.DOMAIN */
	struct oa_dns_services services; /* its SRV records */
	struct oa_error services_error;  /* why there are none */
};

/* Looks all names up and records them, with what is odd about the addresses of
 * autodiscover.DOMAIN: not those that are meant, or not alive. */
void oa_adnames_find(struct oa_front *front, const struct oa_autodiscover_plan *plan,
	const char *domain, struct oa_deadline until, struct oa_adnames *ret_names);

/* Returns true if the lookup failed at the resolver, so that it says nothing about the
 * name. */
bool oa_adnames_is_open(const struct oa_error *error);

/* Records that the resolver had no answer for a name, whose lookup failed so. */
void oa_adnames_blame_resolver(
	struct oa_front *front, const char *host, const struct oa_error *error);

#endif
