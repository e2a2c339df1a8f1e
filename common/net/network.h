/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_NETWORK_H
#define OA_NET_NETWORK_H

/*
 * Addresses as numbers: which network one belongs to, and whether the public
 * Internet can reach it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A block of addresses (RFC 4632, 3.1; RFC 4291, 2.3). */
struct oa_network {
	uint8_t bytes[16]; /* the first address; an IPv4 one is mapped to ::ffff/96 */
	unsigned bits;     /* length of the prefix, 0 to 128 */
};

/* Reads ADDR or ADDR/BITS, of IPv4 or IPv6, into ret_network; returns false and
 * leaves it alone if the text is neither. */
bool oa_network_parse(const char *text, struct oa_network *ret_network);

/* Returns true if the address, a literal, which may have a scope, is in the network. */
bool oa_network_has(const struct oa_network *network, const char *address);

/* Returns true if text is an address of IPv4 or IPv6 and no name. */
bool oa_address_is_literal(const char *text);

/* Returns true for an address that only a local network routes: private use, shared,
 * link-local, loopback, unique local (RFC 1918, 6598, 3927, 4193, 4291). */
bool oa_address_is_private(const char *address);

#endif
