/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/dns.h"
#include "common/base/bytes.h"
#include "tests/unit/hex.h"
#include "tests/unit/loopback.h"
#include "tests/unit/runner.h"

#include <ares.h>
#include <stdio.h>
#include <strings.h>

#define TYPE_A     1
#define TYPE_NS    2
#define TYPE_CNAME 5
#define TYPE_AAAA  28

/* What the name server of the test says to one name. */
struct zone {
	const char *label; /* first label of the name */
	int rcode_a;       /* to a question for A; negative: no answer at all */
	int rcode_aaaa;    /* to a question for AAAA */
	unsigned a;        /* number of A records */
	unsigned aaaa;     /* number of AAAA records */
	bool is_alias;     /* a CNAME stands in front of them */
};

static const struct zone zones[] = {
	{"both", 0, 0, 1, 1, false},
	{"old", 0, 0, 2, 0, false},
	{"new", 0, 0, 0, 1, false},
	{"many", 0, 0, 20, 0, false},
	{"alias", 0, 0, 1, 0, true},
	{"missing", 3, 3, 0, 0, false},
	{"empty", 0, 0, 0, 0, false},
	{"dangling", 3, 3, 0, 0, true},
	{"hollow", 0, 0, 0, 0, true},
	{"servfail", 2, 2, 0, 0, false},
	{"refused", 5, 5, 0, 0, false},
	{"silent", -1, -1, 0, 0, false},
	{"half", 0, 2, 1, 0, false},
	{"deaf", 0, -1, 1, 0, false},
	{"uneven", 2, 0, 0, 0, false},
	{"odd", 0, 2, 0, 0, false},
	{"strange", 3, 0, 0, 0, false},
	{"worse", 3, 2, 0, 0, false},
	{"", 0, 0, 0, 0, false},
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

/* One record of the name in the question. */
static void record(struct oa_writer *out, unsigned type, const void *data, size_t len)
{
	be16(out, 0xc00c);
	be16(out, type);
	be16(out, 1);
	be16(out, 0);
	be16(out, 60);
	be16(out, (unsigned)len);
	oa_write_bytes(out, data, len);
}

static void addresses(struct oa_writer *out, const struct zone *zone, unsigned type)
{
	uint8_t address[16] = {0x20, 0x01, 0x0d, 0xb8};

	for (unsigned i = 1; type == TYPE_AAAA && i <= zone->aaaa; i++) {
		address[15] = (uint8_t)i;
		record(out, type, address, 16);
	}
	memcpy(address, "\xc0\x00\x02", 3);
	for (unsigned i = 1; type == TYPE_A && i <= zone->a; i++) {
		address[3] = (uint8_t)i;
		record(out, type, address, 4);
	}
}

static int rcode_of(const struct zone *zone, unsigned type)
{
	return type == TYPE_A      ? zone->rcode_a
	       : type == TYPE_AAAA ? zone->rcode_aaaa
				   : 0;
}

/* The records behind a CNAME to the same name in capitals, which is close enough
 * to another one. */
static void answer(struct oa_writer *out, const struct zone *zone, unsigned type,
	const uint8_t *question, size_t question_len)
{
	static const uint8_t target[] = "\x04gone\x03lab\x04test";
	bool is_root = type == TYPE_NS && !zone->label[0];
	unsigned count = (type == TYPE_A ? zone->a : 0) +
			 (type == TYPE_AAAA ? zone->aaaa : 0) + zone->is_alias +
			 is_root;
	int rcode = rcode_of(zone, type);

	oa_write_bytes(out, question, 2);
	be16(out, 0x8180u | (unsigned)rcode);
	be16(out, 1);
	be16(out, count);
	be16(out, 0);
	be16(out, 0);
	oa_write_bytes(out, question + 12, question_len - 12);
	if (zone->is_alias)
		record(out, TYPE_CNAME, target, sizeof(target));
	if (is_root)
		record(out, TYPE_NS, target, sizeof(target));
	addresses(out, zone, type);
}

static const struct zone *zone_of(const uint8_t *question)
{
	for (size_t i = 0; i < OA_LENGTH(zones); i++)
		if (question[12] == strlen(zones[i].label) &&
			!strncasecmp((const char *)question + 13, zones[i].label,
				question[12]))
			return &zones[i];
	return NULL;
}

/* Answers one question; false for the empty one that ends the server. */
static bool serve(int fd)
{
	uint8_t question[512], bytes[1024];
	struct oa_writer out = oa_writer(bytes, sizeof(bytes));
	struct sockaddr_in peer;
	socklen_t peer_len = sizeof(peer);
	ssize_t len = recvfrom(
		fd, question, sizeof(question), 0, (struct sockaddr *)&peer, &peer_len);
	const struct zone *zone;
	unsigned type;

	if (len < 17)
		return false;
	zone = zone_of(question);
	/* the type is behind the name, before whatever EDNS adds */
	type = question[12 + strlen((const char *)question + 12) + 2];
	if (zone && rcode_of(zone, type) >= 0) {
		answer(&out, zone, type, question, (size_t)len);
		sendto(fd, bytes, out.len, 0, (struct sockaddr *)&peer, peer_len);
	}
	return true;
}

static void *run(void *data)
{
	const struct name_server *server = data;

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
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons(server->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	sendto(server->fd, "", 0, 0, (struct sockaddr *)&address, sizeof(address));
	pthread_join(server->thread, NULL);
	close(server->fd);
}

static int resolve(uint16_t port, const char *host, int family, double seconds,
	struct oa_dns_answer *ret_answer, struct oa_error *err)
{
	char text[32];
	const char *resolver = text;
	struct oa_dns_query query = {.host = host,
		.family = family,
		.resolver = &resolver,
		.resolver_count = 1};

	snprintf(text, sizeof(text), "127.0.0.1:%u", port);
	return oa_dns_resolve(&query, oa_deadline_in(seconds), ret_answer, err);
}

static const struct found_case {
	const char *host;
	int family;
	size_t count;
	const char *first; /* one of the addresses */
} founds[] = {
	{"both.lab.test", AF_UNSPEC, 2, "192.0.2.1"},
	{"both.lab.test", AF_UNSPEC, 2, "2001:db8::1"},
	{"both.lab.test", AF_INET, 1, "192.0.2.1"},
	{"both.lab.test", AF_INET6, 1, "2001:db8::1"},
	{"BOTH.Lab.Test", AF_INET, 1, "192.0.2.1"},
	{"old.lab.test", AF_UNSPEC, 2, "192.0.2.2"},
	{"new.lab.test", AF_UNSPEC, 1, "2001:db8::1"},
	{"many.lab.test", AF_UNSPEC, OA_DNS_ADDRESSES_MAX, "192.0.2.16"},
	{"half.lab.test", AF_UNSPEC, 1, "192.0.2.1"},
	{"deaf.lab.test", AF_UNSPEC, 1, "192.0.2.1"},
};

static bool has_address(const struct oa_dns_answer *answer, const char *address)
{
	for (size_t i = 0; i < answer->count; i++)
		if (!strcmp(answer->address[i], address))
			return true;
	return false;
}

START_TEST(finds_addresses)
{
	struct name_server server;

	server_start(&server);
	for (size_t i = 0; i < OA_LENGTH(founds); i++) {
		struct oa_dns_answer answer;
		struct oa_error err = {0};

		ck_assert_msg(resolve(server.port, founds[i].host, founds[i].family, 5,
				      &answer, &err) == 0,
			"%s: %s", founds[i].host, err.text);
		ck_assert_uint_eq(answer.count, founds[i].count);
		ck_assert_msg(has_address(&answer, founds[i].first), "%s: %s",
			founds[i].host, answer.address[0]);
		ck_assert(!answer.is_literal);
	}
	server_stop(&server);
}
END_TEST

static const struct failed_case {
	const char *host;
	int family;
	double seconds; /* the deadline */
	enum oa_dns_failure failure;
	const char *text;
} faileds[] = {
	{"missing.lab.test", AF_UNSPEC, 5, OA_DNS_NO_NAME, "no such name"},
	{"missing.lab.test", AF_INET, 5, OA_DNS_NO_NAME, "no such name"},
	{"empty.lab.test", AF_UNSPEC, 5, OA_DNS_NO_ADDRESS, "no A or AAAA record"},
	{"empty.lab.test", AF_INET, 5, OA_DNS_NO_ADDRESS, "no A record"},
	{"old.lab.test", AF_INET6, 5, OA_DNS_NO_ADDRESS, "no AAAA record"},
	{"hollow.lab.test", AF_UNSPEC, 5, OA_DNS_NO_ADDRESS, "no A or AAAA record"},
	{"dangling.lab.test", AF_UNSPEC, 5, OA_DNS_NO_ADDRESS,
		"its CNAME leads to a name that does not exist"},
	{"servfail.lab.test", AF_UNSPEC, 8, OA_DNS_RESOLVER, "SERVFAIL"},
	{"refused.lab.test", AF_UNSPEC, 8, OA_DNS_RESOLVER, "REFUSED"},
	{"silent.lab.test", AF_UNSPEC, 0.3, OA_DNS_RESOLVER, "no answer in time"},
	{"silent.lab.test", AF_INET, 0, OA_DNS_RESOLVER, "no answer in time"},
	{"uneven.lab.test", AF_UNSPEC, 8, OA_DNS_RESOLVER, "SERVFAIL"},
	{"odd.lab.test", AF_UNSPEC, 8, OA_DNS_RESOLVER, "SERVFAIL"},
	{"odd.lab.test", AF_INET, 8, OA_DNS_NO_ADDRESS, "no A record"},
	{"strange.lab.test", AF_UNSPEC, 8, OA_DNS_NO_ADDRESS, "no A or AAAA record"},
	{"worse.lab.test", AF_UNSPEC, 8, OA_DNS_RESOLVER, "SERVFAIL"},
};

/* A failure of a resolver names it behind the reason. */
static void check_text(const struct oa_error *err, const char *text)
{
	size_t len = strlen(text);

	ck_assert_msg(!strncmp(err->text, text, len), "%s", err->text);
	if (err->number == OA_DNS_RESOLVER)
		ck_assert_msg(!strncmp(err->text + len, " from 127.0.0.1:", 16), "%s",
			err->text);
	else
		ck_assert_str_eq(err->text, text);
}

START_TEST(tells_failures_apart)
{
	struct name_server server;

	server_start(&server);
	for (size_t i = 0; i < OA_LENGTH(faileds); i++) {
		int64_t start_us = oa_now_us();
		struct oa_dns_answer answer;
		struct oa_error err = {0};

		ck_assert_int_eq(
			resolve(server.port, faileds[i].host, faileds[i].family,
				faileds[i].seconds, &answer, &err),
			-1);
		ck_assert_int_eq(err.layer, OA_LAYER_DNS);
		ck_assert_msg(err.number == (long)faileds[i].failure, "%s: %s",
			faileds[i].host, err.text);
		check_text(&err, faileds[i].text);
		ck_assert_double_lt(oa_seconds_since(start_us), 3);
	}
	server_stop(&server);
}
END_TEST

/* A port at which nothing listens, and that nobody else gets until the socket is
 * closed: it takes from one peer alone. */
static int deaf_socket(uint16_t *ret_port)
{
	struct sockaddr_in peer = {.sin_family = AF_INET,
		.sin_port = htons(9),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = loopback_socket(SOCK_DGRAM, ret_port);

	ck_assert_int_eq(connect(fd, (struct sockaddr *)&peer, sizeof(peer)), 0);
	return fd;
}

/* c-ares 1.27 keeps to itself that a port has refused. */
static const char *what_refusal_looks_like(void)
{
	int version = 0;

	ares_version(&version);
	return version >> 8 == 0x011b ? "no answer in time" : "nothing listens";
}

/* Nothing listens where the resolver should be. */
START_TEST(dead_resolver_ends_soon)
{
	int64_t start_us = oa_now_us();
	struct oa_dns_answer answer;
	struct oa_error err = {0};
	uint16_t port;
	int fd = deaf_socket(&port);

	ck_assert_int_eq(
		resolve(port, "both.lab.test", AF_UNSPEC, 20, &answer, &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_DNS);
	ck_assert_int_eq(err.number, OA_DNS_RESOLVER);
	check_text(&err, what_refusal_looks_like());
	ck_assert_int_eq(
		resolve(port, "both.lab.test", AF_INET, 20, &answer, &err), -1);
	check_text(&err, what_refusal_looks_like());
	ck_assert_double_lt(oa_seconds_since(start_us), 6);
	close(fd);
}
END_TEST

/* Which of both families fails is said; order plays no part. */
START_TEST(says_which_family_fails)
{
	struct name_server server;
	struct oa_dns_answer answer;
	struct oa_error err = {0};

	server_start(&server);
	ck_assert_int_eq(
		resolve(server.port, "odd.lab.test", AF_UNSPEC, 5, &answer, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, " for AAAA alone"));
	ck_assert_int_eq(
		resolve(server.port, "uneven.lab.test", AF_UNSPEC, 5, &answer, &err),
		-1);
	ck_assert_ptr_nonnull(strstr(err.text, " for A alone"));
	ck_assert_int_eq(
		resolve(server.port, "half.lab.test", AF_UNSPEC, 5, &answer, &err), 0);
	ck_assert_msg(!strncmp(answer.note, "AAAA: ", 6), "%s", answer.note);
	ck_assert_int_eq(
		resolve(server.port, "both.lab.test", AF_UNSPEC, 5, &answer, &err), 0);
	ck_assert_str_eq(answer.note, "");
	server_stop(&server);
}
END_TEST

/* Two resolvers that fail for a name and know the root zone prove that it is the
 * zone; one of them that is silent proves nothing. */
START_TEST(two_witnesses_blame_the_zone)
{
	static const struct {
		const char *host;
		enum oa_dns_failure failure;
	} cases[] = {{"servfail.lab.test", OA_DNS_ZONE},
		{"refused.lab.test", OA_DNS_RESOLVER},
		{"silent.lab.test", OA_DNS_RESOLVER}};
	struct name_server servers[2];
	char text[2][32];
	const char *resolvers[] = {text[0], text[1]};

	for (size_t i = 0; i < OA_LENGTH(servers); i++) {
		server_start(&servers[i]);
		snprintf(text[i], sizeof(text[i]), "127.0.0.1:%u", servers[i].port);
	}
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_dns_query query = {.host = cases[i].host,
			.family = AF_UNSPEC,
			.resolver = resolvers,
			.resolver_count = 2};
		struct oa_dns_answer answer;
		struct oa_error err = {0};

		ck_assert_int_eq(
			oa_dns_resolve(&query, oa_deadline_in(2), &answer, &err), -1);
		ck_assert_msg(err.number == (long)cases[i].failure, "%s: %s",
			cases[i].host, err.text);
		if (cases[i].failure == OA_DNS_ZONE)
			ck_assert_str_eq(err.text, "2");
	}
	for (size_t i = 0; i < OA_LENGTH(servers); i++)
		server_stop(&servers[i]);
}
END_TEST

/* A wait is a sleep: a silent resolver must not cost CPU. */
START_TEST(silence_costs_no_cpu)
{
	struct name_server server;
	struct oa_dns_answer answer;
	clock_t start = clock();

	server_start(&server);
	ck_assert_int_eq(
		resolve(server.port, "silent.lab.test", AF_UNSPEC, 1, &answer, NULL),
		-1);
	ck_assert_double_lt((double)(clock() - start) / CLOCKS_PER_SEC, 0.5);
	server_stop(&server);
}
END_TEST

static const char *const literals[] = {
	"192.0.2.1", "127.0.0.1", "::1", "2001:db8::1", "::ffff:192.0.2.1"};

START_TEST(literals_need_no_resolver)
{
	for (size_t i = 0; i < OA_LENGTH(literals); i++) {
		struct oa_dns_query query = {.host = literals[i]};
		struct oa_dns_answer answer;

		ck_assert_int_eq(
			oa_dns_resolve(&query, oa_deadline_in(0), &answer, NULL), 0);
		ck_assert_uint_eq(answer.count, 1);
		ck_assert_str_eq(answer.address[0], literals[i]);
		ck_assert(answer.is_literal);
	}
}
END_TEST

START_TEST(refuses_what_is_no_resolver)
{
	static const char *const resolvers[] = {"127.0.0.1", "ns.lab.test"};
	struct oa_dns_query query = {
		.host = "mail.lab.test", .resolver = resolvers, .resolver_count = 2};
	struct oa_dns_answer answer;
	struct oa_error err = {0};

	ck_assert_int_eq(oa_dns_resolve(&query, oa_deadline_in(5), &answer, &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_USAGE);
	ck_assert_str_eq(err.text, "not a resolver address: 127.0.0.1,ns.lab.test");
}
END_TEST

OA_TEST_MAIN("dns", finds_addresses, tells_failures_apart, dead_resolver_ends_soon,
	says_which_family_fails, two_witnesses_blame_the_zone, silence_costs_no_cpu,
	literals_need_no_resolver, refuses_what_is_no_resolver)
