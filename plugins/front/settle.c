/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/settle.h"

#include "common/base/text.h"
#include "common/net/network.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

/* [MS-RPCH] 2.2.2 allows names below 1024 characters. */
#define SERVER_SIZE 1024

static int usage(struct oa_error *err, const char *text)
{
	return oa_fail(err, OA_LAYER_USAGE, 0, "%s", text);
}

static bool is_address(const char *text, int family)
{
	struct in6_addr address;

	return inet_pton(family, text, &address) == 1;
}

/* Letters outside ASCII pass: an internationalised name is converted later. */
static bool is_host(const char *text)
{
	if (is_address(text, AF_INET6))
		return true;
	for (const char *at = text; *at; at++)
		if ((unsigned char)*at <= ' ' || strchr("/:@?#[]|\x7f", *at))
			return false;
	return text[0] != '-' && strlen(text) <= 253;
}

static bool is_any_address(const char *text)
{
	return is_address(text, AF_INET) || is_address(text, AF_INET6);
}

/* ADDR, ADDR:PORT or [ADDR]:PORT; without brackets an IPv6 address has no port. */
static bool is_resolver(const char *text)
{
	bool has_brackets = text[0] == '[';
	const char *start = text + has_brackets;
	size_t len = strcspn(start, has_brackets ? "]" : ":");
	const char *rest = start + len + has_brackets;
	char address[INET6_ADDRSTRLEN] = "";
	long port;

	if (is_any_address(text))
		return true;
	if (len >= sizeof(address) || (has_brackets && !start[len]))
		return false;
	memcpy(address, start, len);
	return is_any_address(address) &&
	       (!rest[0] ||
		       (rest[0] == ':' && oa_parse_long(rest + 1, 1, 65535, &port)));
}

static int check_names(const struct oa_target *target, struct oa_error *err)
{
	const char *address = target->address;

	if (target->host && !is_host(target->host))
		return usage(err, "--hostname: not a host name (no URL, no port)");
	if (address && !is_any_address(address))
		return oa_fail(err, OA_LAYER_USAGE, 0, "--address: %.60s is no address",
			address);
	if (target->only_ipv4 && target->only_ipv6)
		return usage(err, "--ipv4 and --ipv6 exclude each other");
	if (address && is_address(address, target->only_ipv4 ? AF_INET6 : AF_INET) &&
		(target->only_ipv4 || target->only_ipv6))
		return usage(err, "--address is of the family that was excluded");
	if (target->path &&
		(target->path[0] != '/' || strpbrk(target->path, " \t\r\n")))
		return usage(err, "--path: must begin with / and have no blanks");
	for (size_t i = 0; i < target->resolvers.count; i++)
		if (!is_resolver(target->resolvers.item[i]))
			return oa_fail(err, OA_LAYER_USAGE, 0,
				"--resolver: %.60s is not ADDR or ADDR:PORT",
				target->resolvers.item[i]);
	return 0;
}

/* What the name resolves to can be judged only by those who resolve it. */
static int check_expected(const struct oa_target *target, struct oa_error *err)
{
	struct oa_network network;

	for (size_t i = 0; i < target->expected.count; i++)
		if (!oa_network_parse(target->expected.item[i], &network))
			return oa_fail(err, OA_LAYER_USAGE, 0,
				"--expect-address: %.60s is not ADDR or ADDR/BITS",
				target->expected.item[i]);
	if (target->is_inside && target->is_outside)
		return usage(err, "--inside and --outside exclude each other");
	if (!target->expected.count && !target->is_inside && !target->is_outside)
		return 0;
	if (target->address)
		return usage(err, "--expect-address, --inside and --outside judge what "
				  "the name resolves to, which --address leaves out");
	if (target->forward_proxy)
		return usage(err, "--expect-address, --inside and --outside judge what "
				  "the name resolves to, which --proxy leaves out");
	return 0;
}

static int settle_tls(struct oa_common_settings *settings, struct oa_error *err)
{
	struct oa_tls_settings *tls = &settings->target.tls;

	if (settings->tls_min > settings->tls_max)
		return usage(err, "--tls-min is above --tls-max");
	if (tls->ca_only && !tls->ca_file && !tls->ca_dir)
		return usage(err, "--ca-only needs --ca-file or --ca-dir");
	tls->min_version = 10 + settings->tls_min;
	tls->max_version = 10 + settings->tls_max;
	return 0;
}

static int settle_proxy(
	struct oa_target *target, const char *environment_proxy, struct oa_error *err)
{
	const char *url = target->forward_proxy;

	if (!url)
		return 0;
	if (strcmp(url, "env") == 0)
		url = environment_proxy;
	/* The URL may hold a password and is not repeated. */
	if (url && strncasecmp(url, "http://", 7) != 0 &&
		strncasecmp(url, "https://", 8) != 0)
		return usage(err, "--proxy: neither env nor http://HOST:PORT");
	target->forward_proxy = url;
	return 0;
}

int oa_settle(struct oa_common_settings *settings, bool is_port_given,
	const char *environment_proxy, struct oa_error *err)
{
	struct oa_target *target = &settings->target;

	if (check_names(target, err) < 0 || settle_tls(settings, err) < 0 ||
		settle_proxy(target, environment_proxy, err) < 0 ||
		check_expected(target, err) < 0)
		return -1;
	if (target->no_tls && !is_port_given)
		target->port = 80;
	target->auth = (enum oa_auth_choice)settings->auth;
	target->now = settings->now;
	return 0;
}

int oa_check_server(const char *server, struct oa_error *err)
{
	if (!server)
		return 0;
	if (!server[0] || strlen(server) >= SERVER_SIZE)
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"--server: 1 to %d characters wanted", SERVER_SIZE - 1);
	if (oa_address_is_literal(server))
		return 0;
	if (strpbrk(server, " ?&#/:\t\r\n"))
		return oa_fail(err, OA_LAYER_USAGE, 0,
			"--server: a name or guid@domain without port wanted");
	return 0;
}
