/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/dnssrv.h"
#include "common/base/bytes.h"
#include "tests/unit/hex.h"
#include "tests/unit/loopback.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define TYPE_CNAME 5
#define TYPE_SRV   33
#define RECORDS    10

/* What the name server says to a name, chosen by its first label. */
static const struct zone {
	const char *label;
	int rcode;         /* negative: no answer at all */
	unsigned services; /* number of SRV records */
	const char *alias; /* label that a CNAME points to, or NULL */
	bool is_cut;       /* the last bytes of the answer are missing */
	bool is_refused;   /* the services have the root as target */
} zones[] = {
	{"one", 0, 1, NULL, false, false},
	{"many", 0, RECORDS, NULL, false, false},
	{"refused", 0, 1, NULL, false, true},
	{"none", 0, 0, NULL, false, false},
	{"missing", 3, 0, NULL, false, false},
	{"broken", 2, 0, NULL, false, false},
	{"first", 0, 0, "second", false, false},
	{"second", 0, 0, "third", false, false},
	{"third", 3, 0, NULL, false, false},
	{"loop", 0, 0, "loop", false, false},
	{"there", 0, 0, "back", false, false},
	{"back", 0, 0, "there", false, false},
	{"aside", 0, 0, "loop", false, false},
	{"cut", 0, 0, "second", true, false},
	{"", 3, 0, NULL, false, false},
};

/* The name server. */
struct name_server {
	int fd;
	uint16_t port;
	pthread_t thread;
};

static void be16(struct oa_writer *out, unsigned value)
{
	oa_write_u8(out, (uint8_t)(value >> 8));
	oa_write_u8(out, (uint8_t)value);
}

static void label(struct oa_writer *out, const char *text)
{
	oa_write_u8(out, (uint8_t)strlen(text));
	oa_write_bytes(out, text, strlen(text));
	oa_write_u8(out, 0);
}

static void head(struct oa_writer *out, unsigned type, size_t len)
{
	be16(out, 0xc00c);
	be16(out, type);
	be16(out, 1);
	oa_write_zeros(out, 4);
	be16(out, (unsigned)len);
}

/* Priorities go down, so that the order to try is not that of the answer. */
static void service(struct oa_writer *out, unsigned number, bool is_refused)
{
	head(out, TYPE_SRV, 6 + (is_refused ? 1 : 2 + strlen("mail")));
	be16(out, RECORDS - number);
	be16(out, 5);
	be16(out, 443 + number);
	if (is_refused)
		oa_write_u8(out, 0);
	else
		label(out, "mail");
}

static const struct zone *zone_of(const uint8_t *question)
{
	size_t i = 0;

	while (zones[i].label[0] && (question[0] != strlen(zones[i].label) ||
					    strncasecmp((const char *)question + 1,
						    zones[i].label, question[0]) != 0))
		i++;
	return &zones[i];
}

static void answer(struct oa_writer *out, const struct zone *zone, unsigned type,
	const uint8_t *query, size_t question_len)
{
	bool has_alias = type == TYPE_CNAME && zone->alias;
	unsigned services = type == TYPE_SRV ? zone->services : 0;

	oa_write_bytes(out, query, 2);
	be16(out, 0x8180 | (unsigned)zone->rcode);
	be16(out, 1);
	be16(out, services + has_alias);
	oa_write_zeros(out, 4);
	oa_write_bytes(out, query + 12, question_len);
	if (has_alias) {
		head(out, TYPE_CNAME, strlen(zone->alias) + 2);
		label(out, zone->alias);
	}
	for (unsigned i = 0; i < services; i++)
		service(out, i, zone->is_refused);
	if (zone->is_cut)
		out->len -= 3;
}

static bool serve(int fd)
{
	uint8_t query[512], bytes[1024];
	struct sockaddr_in peer;
	socklen_t peer_len = sizeof(peer);
	ssize_t len = recvfrom(
		fd, query, sizeof(query), 0, (struct sockaddr *)&peer, &peer_len);
	struct oa_writer out = oa_writer(bytes, sizeof(bytes));
	size_t at = 12;

	if (len < 17)
		return false;
	while (at < (size_t)len && query[at])
		at += 1u + query[at];
	answer(&out, zone_of(query + 12), query[at + 2], query, at + 5 - 12);
	sendto(fd, bytes, out.len, 0, (struct sockaddr *)&peer, peer_len);
	return true;
}

static void *run(void *data)
{
	struct name_server *server = data;

	while (serve(server->fd))
		;
	return NULL;
}

static void server_start(struct name_server *server)
{
	server->fd = loopback_socket(SOCK_DGRAM, &server->port);
	ck_assert_int_eq(pthread_create(&server->thread, NULL, run, server), 0);
}

static void server_stop(struct name_server *server)
{
	struct sockaddr_in self = {.sin_family = AF_INET,
		.sin_port = htons(server->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	sendto(server->fd, "", 0, 0, (struct sockaddr *)&self, sizeof(self));
	pthread_join(server->thread, NULL);
	close(server->fd);
}

static const struct {
	const char *host;
	size_t count;
	long number;
	const char *reason; /* beginning of the text, or NULL */
} lookups[] = {
	{"one", 1, 0, NULL},
	{"many", OA_DNS_SERVICES_MAX, 0, NULL},
	{"none", 0, OA_DNS_NO_ADDRESS, "no SRV record"},
	{"refused", 0, OA_DNS_NO_ADDRESS, "SRV target \".\""},
	{"missing", 0, OA_DNS_NO_NAME, "no such name"},
	{"broken", 0, OA_DNS_RESOLVER, "SERVFAIL from 127.0.0.1:"},
};

START_TEST(services_are_found)
{
	struct name_server server;
	char text[32];
	const char *resolver = text;

	server_start(&server);
	snprintf(text, sizeof(text), "127.0.0.1:%u", server.port);
	for (size_t i = 0; i < OA_LENGTH(lookups); i++) {
		struct oa_dns_query query = {.host = lookups[i].host,
			.resolver = &resolver,
			.resolver_count = 1};
		struct oa_dns_services services = {.count = 0};
		struct oa_error err = {.layer = OA_LAYER_NONE};
		int result = oa_dns_find_services(
			&query, oa_deadline_in(5), &services, &err);

		ck_assert_int_eq(result, lookups[i].count ? 0 : -1);
		ck_assert_uint_eq(services.count, lookups[i].count);
		ck_assert_int_eq(err.number, lookups[i].number);
		ck_assert(lookups[i].count || err.layer == OA_LAYER_DNS);
		if (lookups[i].reason)
			ck_assert_msg(strncmp(err.text, lookups[i].reason,
					      strlen(lookups[i].reason)) == 0,
				"%s", err.text);
		for (size_t j = 0; j < services.count; j++) {
			ck_assert_str_eq(services.item[j].target, "mail");
			ck_assert(j == 0 || services.item[j - 1].priority <
						    services.item[j].priority);
		}
	}
	server_stop(&server);
}
END_TEST

static const struct {
	const char *host;
	const char *chain;
	bool is_endless;
} chains[] = {
	{"one", "", false},
	{"first", " -> second -> third", false},
	{"missing", "", false},
	{"loop", " -> loop", true},
	{"there", " -> back -> there", true},
	{"aside", " -> loop -> loop -> loop -> loop -> loop -> loop -> loop -> loop",
		true},
	{"cut", "", false},
};

START_TEST(aliases_are_followed)
{
	struct name_server server;
	char text[32], buffer[200];
	const char *resolver = text;

	server_start(&server);
	snprintf(text, sizeof(text), "127.0.0.1:%u", server.port);
	for (size_t i = 0; i < OA_LENGTH(chains); i++) {
		struct oa_dns_query query = {.host = chains[i].host,
			.resolver = &resolver,
			.resolver_count = 1};

		ck_assert(oa_dns_find_aliases(&query, oa_deadline_in(3), buffer,
				  sizeof(buffer)) == chains[i].is_endless);
		ck_assert_str_eq(buffer, chains[i].chain);
	}
	server_stop(&server);
}
END_TEST

START_TEST(silence_ends_with_the_deadline)
{
	uint16_t port;
	int fd = loopback_socket(SOCK_DGRAM, &port);
	char text[32], wanted[80];
	const char *resolver = text;
	struct oa_dns_query query = {
		.host = "one", .resolver = &resolver, .resolver_count = 1};
	struct oa_dns_services services;
	struct oa_error err;

	snprintf(text, sizeof(text), "127.0.0.1:%u", port);
	ck_assert_int_eq(
		oa_dns_find_services(&query, oa_deadline_in(0.1), &services, &err), -1);
	ck_assert_int_eq(err.number, OA_DNS_RESOLVER);
	snprintf(wanted, sizeof(wanted), "no answer in time from %s", text);
	ck_assert_str_eq(err.text, wanted);
	close(fd);
}
END_TEST

OA_TEST_MAIN("dnssrv", services_are_found, aliases_are_followed,
	silence_ends_with_the_deadline)
