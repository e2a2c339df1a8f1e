/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/dnsask.h"
#include "common/base/text.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>

/* A resolver that has not answered in this time is asked again. */
#define TRY_MS 1500
#define TRIES  3

#define DNS_PORT 53

int oa_dns_open(const char *const *resolver, size_t count, int flags,
	ares_channel *ret_channel, struct oa_error *err)
{
	char lookups_dns[] = "b";
	struct ares_options options = {
		.flags = ARES_FLAG_NOSEARCH | flags, .timeout = TRY_MS, .tries = TRIES};
	int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES;
	char list[1024] = "";
	int status;

	/* a resolver named on the command line is asked about every name, those in
	 * /etc/hosts too */
	if (count) {
		options.lookups = lookups_dns;
		mask |= ARES_OPT_LOOKUPS;
	}
	status = ares_init_options(ret_channel, &options, mask);
	if (status != ARES_SUCCESS)
		return oa_fail(
			err, OA_LAYER_SYSTEM, 0, "c-ares: %s", ares_strerror(status));
	for (size_t i = 0; i < count; i++)
		oa_append(list, sizeof(list), "%s%s", i ? "," : "", resolver[i]);
	if (count && ares_set_servers_ports_csv(*ret_channel, list) != ARES_SUCCESS) {
		ares_destroy(*ret_channel);
		return oa_fail(
			err, OA_LAYER_USAGE, 0, "not a resolver address: %s", list);
	}
	return 0;
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

void oa_dns_wait(
	ares_channel channel, const size_t *open, const struct oa_deadline *until)
{
	while (*open && !oa_deadline_passed(*until))
		turn(channel, *until);
}

size_t oa_dns_resolvers(
	ares_channel channel, struct oa_dns_resolver ret_list[OA_DNS_RESOLVERS_MAX])
{
	struct ares_addr_port_node *servers = NULL;
	size_t count = 0;

	if (ares_get_servers_ports(channel, &servers) != ARES_SUCCESS)
		return 0;
	for (const struct ares_addr_port_node *at = servers;
		at && count < OA_DNS_RESOLVERS_MAX; at = at->next) {
		char address[INET6_ADDRSTRLEN] = "";
		bool is_new = at->family == AF_INET6;
		int port = at->udp_port ? at->udp_port : DNS_PORT;

		inet_ntop(at->family, &at->addr, address, sizeof(address));
		snprintf(ret_list[count].text, sizeof(ret_list[count].text),
			is_new ? "[%s]:%d" : "%s:%d", address, port);
		count++;
	}
	ares_free_data(servers);
	return count;
}

const char *oa_dns_status_text(int status)
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
