/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/network.h"
#include "common/probe/backend.h"
#include "common/probe/cert.h"
#include "common/probe/clock.h"
#include "common/probe/node.h"
#include "common/probe/proxylogline.h"
#include "common/probe/statuses.h"
#include "plugins/front/settle.h"
#include "tests/fuzz/fuzz.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_SIZE 512

static void require(bool holds)
{
	if (!holds)
		abort();
}

static bool is_address(const char *text)
{
	uint8_t bytes[16];

	return inet_pton(AF_INET, text, bytes) == 1 ||
	       inet_pton(AF_INET6, text, bytes) == 1;
}

static void check_network(const char *text)
{
	struct oa_network network;
	char copy[TEXT_SIZE];

	(void)oa_address_is_private(text);
	if (!oa_network_parse(text, &network))
		return;
	require(network.bits <= 128);
	snprintf(copy, sizeof(copy), "%.*s", (int)strcspn(text, "/"), text);
	/* the address that names a network is in it */
	require(oa_network_has(&network, copy));
}

/* Members, back ends and servers. */
static void check_hosts(const char *text)
{
	char address[46], host[256], around[TEXT_SIZE + 8];
	uint16_t port = 0, again = 0;
	struct oa_error err = {0};

	if (oa_node_parse(text, address, &port)) {
		require(is_address(address));
		snprintf(around, sizeof(around), "[%s]:%u", address, port ? port : 1);
		require(oa_node_parse(around, host, &again));
		require(strcmp(address, host) == 0);
		require(again == (port ? port : 1));
	}
	if (oa_backend_parse(text, host, &port))
		require(host[0] && memchr(host, '\0', sizeof(host)) && port);
	if (oa_check_server(text, &err) < 0)
		require(err.text[0] != '\0');
	else
		require(!strpbrk(text, " \r\n\t&#?"));
}

static void check_pin(const char *text)
{
	char hex[65], again[65];

	if (!oa_cert_pin_parse(text, hex))
		return;
	require(strspn(hex, "0123456789abcdef") == 64 && !hex[64]);
	require(oa_cert_pin_parse(hex, again) && strcmp(hex, again) == 0);
}

/* Moments as HTTP and the logs of Exchange write them, and numbers of RPC. */
static void check_times(const char *text)
{
	int64_t seconds, ms;
	uint32_t number;

	if (oa_clock_parse_date(text, &seconds))
		require(seconds > -INT64_C(70000000000) &&
			seconds < INT64_C(300000000000));
	if (oa_proxylog_date_parse(text, strlen(text), &ms))
		require(ms > -INT64_C(70000000000000) && ms < INT64_C(300000000000000));
	(void)oa_rpc_error_in(text, strlen(text), &number);
}

/* Names of places and moments, of users and of servers. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char text[TEXT_SIZE];

	if (len >= sizeof(text))
		return 0;
	if (len)
		memcpy(text, data, len);
	text[len] = '\0';
	check_network(text);
	check_hosts(text);
	check_pin(text);
	check_times(text);
	return 0;
}
