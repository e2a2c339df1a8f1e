/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/dns.h"
#include "common/base/text.h"

#include <ares.h>
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

/* A resolver that has not answered in this time is asked again. */
#define TRY_MS 1500

/* What the callbacks leave behind. */
struct lookup {
	struct oa_dns_answer *answer;
	int status;
	bool is_done;
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

	(void)timeouts;
	lookup->status = status;
	lookup->is_done = true;
	if (!result)
		return;
	for (struct ares_addrinfo_node *node = result->nodes; node;
		node = node->ai_next)
		add_address(lookup->answer, node->ai_addr);
	ares_freeaddrinfo(result);
}

static void on_status(
	void *data, int status, int timeouts, unsigned char *reply, int len)
{
	struct lookup *lookup = data;

	(void)timeouts;
	(void)reply;
	(void)len;
	lookup->status = status;
	lookup->is_done = true;
}

/* c-ares wants to be asked again after this many milliseconds at the latest. */
static int wait_ms(ares_channel channel, struct oa_deadline until)
{
	struct timeval most = {.tv_sec = 1};
	struct timeval buffer;
	const struct timeval *next = ares_timeout(channel, &most, &buffer);
	int left_ms = oa_deadline_left_ms(until);
	int next_ms;

	next_ms = (int)(next->tv_sec * 1000 + next->tv_usec / 1000) + 1;
	return next_ms < left_ms ? next_ms : left_ms;
}

static void turn(ares_channel channel, struct oa_deadline until)
{
	ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
	struct pollfd polls[ARES_GETSOCK_MAXNUM];
	unsigned mask = (unsigned)ares_getsock(channel, sockets, ARES_GETSOCK_MAXNUM);
	nfds_t count = 0;

	for (int i = 0; i < ARES_GETSOCK_MAXNUM; i++) {
		/* the macros of c-ares shift a signed 1 out of its range */
		bool reads = mask >> i & 1;
		bool writes = mask >> (i + ARES_GETSOCK_MAXNUM) & 1;

		if (reads || writes)
			polls[count++] = (struct pollfd){.fd = sockets[i],
				.events = (short)((reads ? POLLIN : 0) |
						  (writes ? POLLOUT : 0))};
	}
	poll(polls, count, wait_ms(channel, until));
	for (nfds_t i = 0; i < count; i++)
		ares_process_fd(channel,
			polls[i].revents & (POLLIN | POLLERR | POLLHUP)
				? polls[i].fd
				: ARES_SOCKET_BAD,
			polls[i].revents & POLLOUT ? polls[i].fd : ARES_SOCKET_BAD);
	ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

static void run(ares_channel channel, struct lookup *lookup, struct oa_deadline until)
{
	while (!lookup->is_done && !oa_deadline_passed(until))
		turn(channel, until);
	if (!lookup->is_done) {
		ares_cancel(channel);
		lookup->status = ARES_ETIMEOUT;
	}
}

static int open_channel(const struct oa_dns_query *query, int flags,
	ares_channel *ret_channel, struct oa_error *err)
{
	char lookups_dns[] = "b";
	struct ares_options options = {
		.flags = ARES_FLAG_NOSEARCH | flags, .timeout = TRY_MS, .tries = 3};
	int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES;
	char list[1024] = "";
	int status;

	/* a resolver named on the command line is asked about every name, those in
	 * /etc/hosts too */
	if (query->resolver_count) {
		options.lookups = lookups_dns;
		mask |= ARES_OPT_LOOKUPS;
	}
	status = ares_init_options(ret_channel, &options, mask);
	if (status != ARES_SUCCESS)
		return oa_fail(
			err, OA_LAYER_SYSTEM, 0, "c-ares: %s", ares_strerror(status));
	for (size_t i = 0; i < query->resolver_count; i++)
		oa_append(list, sizeof(list), "%s%s", i ? "," : "", query->resolver[i]);
	if (query->resolver_count &&
		ares_set_servers_ports_csv(*ret_channel, list) != ARES_SUCCESS) {
		ares_destroy(*ret_channel);
		return oa_fail(
			err, OA_LAYER_USAGE, 0, "not a resolver address: %s", list);
	}
	return 0;
}

/* Whether the name is an alias, which makes rcode 3 speak of its target. */
static bool is_alias(ares_channel channel, const char *host, struct oa_deadline until)
{
	struct lookup lookup = {0};

	ares_query(channel, host, C_IN, T_CNAME, on_status, &lookup);
	run(channel, &lookup, until);
	return lookup.status == ARES_SUCCESS;
}

static const char *resolver_text(int status)
{
	switch (status) {
	case ARES_ETIMEOUT:
		return "no answer in time";
	case ARES_ESERVFAIL:
		return "SERVFAIL";
	case ARES_EREFUSED:
		return "REFUSED";
	case ARES_ECONNREFUSED:
		return "nothing listens";
	default:
		return ares_strerror(status);
	}
}

/* c-ares calls it a refused connection, too, when the last resolver answered with
 * an error: one more question, to which such an answer counts, tells them apart. */
static int explain_refusal(const struct oa_dns_query *query, struct oa_deadline until,
	struct oa_error *err)
{
	int type = query->family == AF_INET6 ? T_AAAA : T_A;
	struct lookup lookup = {0};
	ares_channel channel;

	if (open_channel(query, ARES_FLAG_NOCHECKRESP, &channel, err) < 0)
		return -1;
	ares_query(channel, query->host, C_IN, type, on_status, &lookup);
	run(channel, &lookup, until);
	ares_destroy(channel);
	return oa_fail(
		err, OA_LAYER_DNS, OA_DNS_RESOLVER, "%s", resolver_text(lookup.status));
}

static int explain(ares_channel channel, const struct oa_dns_query *query, int status,
	struct oa_deadline until, struct oa_error *err)
{
	switch (status) {
	case ARES_ENOTFOUND:
		if (is_alias(channel, query->host, until))
			return oa_fail(err, OA_LAYER_DNS, OA_DNS_NO_ADDRESS,
				"its CNAME leads to a name that does not exist");
		return oa_fail(err, OA_LAYER_DNS, OA_DNS_NO_NAME, "no such name");
	case ARES_ENODATA:
	case ARES_SUCCESS:
		return oa_fail(err, OA_LAYER_DNS, OA_DNS_NO_ADDRESS, "no %s record",
			query->family == AF_INET    ? "A"
			: query->family == AF_INET6 ? "AAAA"
						    : "A or AAAA");
	case ARES_ECONNREFUSED:
		return explain_refusal(query, until, err);
	default:
		return oa_fail(err, OA_LAYER_DNS, OA_DNS_RESOLVER, "%s",
			resolver_text(status));
	}
}

static bool is_literal(const char *host)
{
	uint8_t address[16];

	return inet_pton(AF_INET, host, address) == 1 ||
	       inet_pton(AF_INET6, host, address) == 1;
}

int oa_dns_resolve(const struct oa_dns_query *query, struct oa_deadline until,
	struct oa_dns_answer *ret_answer, struct oa_error *err)
{
	struct ares_addrinfo_hints hints = {.ai_family = query->family,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = ARES_AI_NOSORT};
	struct lookup lookup = {.answer = ret_answer};
	ares_channel channel;
	int result = 0;

	*ret_answer = (struct oa_dns_answer){0};
	if (is_literal(query->host)) {
		snprintf(ret_answer->address[0], sizeof(ret_answer->address[0]), "%s",
			query->host);
		ret_answer->count = 1;
		ret_answer->is_literal = true;
		return 0;
	}
	if (open_channel(query, 0, &channel, err) < 0)
		return -1;
	ares_getaddrinfo(channel, query->host, NULL, &hints, on_addresses, &lookup);
	run(channel, &lookup, until);
	if (lookup.status != ARES_SUCCESS || !ret_answer->count)
		result = explain(channel, query, lookup.status, until, err);
	ares_destroy(channel);
	return result;
}
