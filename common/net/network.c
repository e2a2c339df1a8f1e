/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/network.h"
#include "common/base/array.h"
#include "common/base/text.h"

#include <arpa/inet.h>
#include <string.h>

#define MAPPED_BITS 96

/* One form for both families, in which prefixes compare alike. */
static bool read_address(const char *text, size_t len, uint8_t bytes[16], bool *is_old)
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
	char literal[INET6_ADDRSTRLEN] = "";

	if (len >= sizeof(literal))
		return false;
	memcpy(literal, text, len);
	*is_old = inet_pton(AF_INET, literal, bytes + sizeof(mapped)) == 1;
	if (*is_old)
		memcpy(bytes, mapped, sizeof(mapped));
	return *is_old || inet_pton(AF_INET6, literal, bytes) == 1;
}

bool oa_network_parse(const char *text, struct oa_network *ret_network)
{
	size_t len = strcspn(text, "/");
	struct oa_network network = {.bits = 128};
	bool is_old;
	long bits;

	if (!read_address(text, len, network.bytes, &is_old))
		return false;
	if (text[len]) {
		if (!oa_parse_long(text + len + 1, 0, is_old ? 32 : 128, &bits))
			return false;
		network.bits = (unsigned)bits + (is_old ? MAPPED_BITS : 0);
	}
	*ret_network = network;
	return true;
}

bool oa_network_has(const struct oa_network *network, const char *address)
{
	unsigned whole = network->bits / 8, rest = network->bits % 8;
	uint8_t bytes[16];
	bool is_old;

	if (!read_address(address, strcspn(address, "%"), bytes, &is_old) ||
		memcmp(bytes, network->bytes, whole) != 0)
		return false;
	return !rest || (bytes[whole] ^ network->bytes[whole]) >> (8 - rest) == 0;
}

bool oa_address_is_literal(const char *text)
{
	struct in6_addr address;

	return inet_pton(AF_INET, text, &address) == 1 ||
	       inet_pton(AF_INET6, text, &address) == 1;
}

bool oa_address_is_private(const char *address)
{
	static const char *const blocks[] = {"10.0.0.0/8", "172.16.0.0/12",
		"192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8",
		"::1", "fc00::/7", "fe80::/10"};
	struct oa_network block;

	for (size_t i = 0; i < OA_LENGTH(blocks); i++)
		if (oa_network_parse(blocks[i], &block) &&
			oa_network_has(&block, address))
			return true;
	return false;
}
