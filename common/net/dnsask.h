/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_DNSASK_H
#define OA_NET_DNSASK_H

/*
 * Questions to name servers by c-ares, within a deadline: what all kinds of lookups
 * share.
 *
 *	oa_dns_open(...)    a channel to one or more resolvers
 *	ares_query(...)     one question or more; each callback takes one off `open`
 *	oa_dns_wait(...)    until there is none open any more
 *	ares_destroy(...)
 */

#include "common/base/deadline.h"
#include "common/base/error.h"

#include <ares.h>
#include <stddef.h>

/* Resolvers that are asked one by one at most. */
#define OA_DNS_RESOLVERS_MAX 4

/* ADDR:PORT or [ADDR]:PORT. */
struct oa_dns_resolver {
	char text[64];
};

/* Opens a channel to these resolvers, ADDR[:PORT] each, or to the system's if count
 * is 0; flags are those of c-ares (ARES_FLAG_...) besides NOSEARCH.  A name is never
 * looked up in files if a resolver is named.  The caller ends with ares_destroy().
 * Returns 0, or -1 with OA_LAYER_USAGE for a resolver that is no address, or
 * OA_LAYER_SYSTEM. */
int oa_dns_open(const char *const *resolver, size_t count, int flags,
	ares_channel *ret_channel, struct oa_error *err);

/* Waits until *open, the number of questions without an answer, is 0, at most until
 * the deadline, which a callback may bring forward. */
void oa_dns_wait(
	ares_channel channel, const size_t *open, const struct oa_deadline *until);

/* Lists the resolvers of a channel, at most OA_DNS_RESOLVERS_MAX of them; returns how
 * many there are in ret_list. */
size_t oa_dns_resolvers(
	ares_channel channel, struct oa_dns_resolver ret_list[OA_DNS_RESOLVERS_MAX]);

/* Returns what a status of c-ares (ARES_E...) says of a resolver: "SERVFAIL". */
const char *oa_dns_status_text(int status);

#endif
