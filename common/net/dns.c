/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/dns.h"
#include "common/net/dnsask.h"
#include "common/net/dnsfail.h"
#include "common/net/network.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

/* With addresses of one family at hand the other one is not waited for longer:
 * some resolvers lose questions for AAAA.  Where no resolver listens the second
 * question may be lost with the first one's answer. */
#define OTHER_SECONDS   1.5
#define REFUSED_SECONDS 0.2

struct lookups;

/* One question, for the addresses of one family. */
struct lookup {
	struct lookups *all;
	struct oa_dns_outcome outcome;
	struct oa_dns_answer found;
};

/* The questions for one name. */
struct lookups {
	const struct oa_dns_query *query;
	ares_channel channel;
	struct oa_deadline until;
	struct lookup item[2];
	size_t count;
	size_t open; /* questions without an answer */
};

static void add_address(struct oa_dns_answer *answer, const struct sockaddr *address)
{
	if (answer->count == OA_DNS_ADDRESSES_MAX)
		return;
	/* getnameinfo() and not inet_ntop(): it knows the scope of fe80:: */
	if (getnameinfo(address,
		    address->sa_family == AF_INET ? sizeof(struct sockaddr_in)
						  : sizeof(struct sockaddr_in6),
		    answer->address[answer->count], sizeof(answer->address[0]), NULL, 0,
		    NI_NUMERICHOST) == 0)
		answer->count++;
}

static void on_addresses(
	void *data, int status, int timeouts, struct ares_addrinfo *result)
{
	struct lookup *lookup = data;
	struct lookups *all = lookup->all;

	(void)timeouts;
	/* at the end of the run */
	if (status == ARES_EDESTRUCTION)
		return;
	lookup->outcome.status = status;
	all->open--;
	if (status == ARES_ECONNREFUSED)
		all->until = oa_deadline_step(all->until, REFUSED_SECONDS);
	if (!result)
		return;
	for (struct ares_addrinfo_node *node = result->nodes; node;
		node = node->ai_next)
		add_address(&lookup->found, node->ai_addr);
	ares_freeaddrinfo(result);
	if (lookup->found.count)
		all->until = oa_deadline_step(all->until, OTHER_SECONDS);
}

static void ask(struct lookups *all, int family)
{
	struct ares_addrinfo_hints hints = {.ai_family = family,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = ARES_AI_NOSORT};
	struct lookup *lookup = &all->item[all->count++];

	*lookup = (struct lookup){
		.all = all, .outcome = {.family = family, .status = ARES_ETIMEOUT}};
	all->open++;
	ares_getaddrinfo(
		all->channel, all->query->host, NULL, &hints, on_addresses, lookup);
}

static void collect(const struct lookups *all, struct oa_dns_answer *ret_answer)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct oa_dns_answer *found = &all->item[i].found;
		const struct oa_dns_outcome *outcome = &all->item[i].outcome;

		for (size_t k = 0; k < found->count; k++) {
			if (ret_answer->count == OA_DNS_ADDRESSES_MAX)
				return;
			memcpy(ret_answer->address[ret_answer->count++],
				found->address[k], sizeof(found->address[k]));
		}
		if (outcome->status != ARES_SUCCESS &&
			outcome->status != ARES_ENODATA &&
			outcome->status != ARES_ENOTFOUND)
			snprintf(ret_answer->note, sizeof(ret_answer->note), "%s: %s",
				oa_dns_type_name(outcome->family),
				oa_dns_status_text(outcome->status));
	}
}

static int conclude(struct lookups *all, struct oa_deadline until,
	struct oa_dns_answer *ret_answer, struct oa_error *err)
{
	struct oa_dns_outcome outcomes[2];
	struct oa_dns_answer answer = {.count = 0};

	collect(all, &answer);
	if (answer.count) {
		*ret_answer = answer;
		return 0;
	}
	for (size_t i = 0; i < all->count; i++)
		outcomes[i] = all->item[i].outcome;
	return oa_dns_explain(
		all->channel, all->query, outcomes, all->count, until, err);
}

int oa_dns_resolve(const struct oa_dns_query *query, struct oa_deadline until,
	struct oa_dns_answer *ret_answer, struct oa_error *err)
{
	struct lookups all = {.query = query, .until = until};
	int result;

	*ret_answer = (struct oa_dns_answer){0};
	if (oa_address_is_literal(query->host)) {
		snprintf(ret_answer->address[0], sizeof(ret_answer->address[0]), "%s",
			query->host);
		ret_answer->count = 1;
		ret_answer->is_literal = true;
		return 0;
	}
	if (oa_dns_open(query->resolver, query->resolver_count, 0, &all.channel, err) <
		0)
		return -1;
	if (query->family != AF_INET6)
		ask(&all, AF_INET);
	if (query->family != AF_INET)
		ask(&all, AF_INET6);
	oa_dns_wait(all.channel, &all.open, &all.until);
	result = conclude(&all, until, ret_answer, err);
	ares_destroy(all.channel);
	return result;
}
