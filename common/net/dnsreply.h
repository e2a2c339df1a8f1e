/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_DNSREPLY_H
#define OA_NET_DNSREPLY_H

/*
 * What an answer of a name server holds, as it came over the wire (RFC 1035, 4).
 */

#include "common/net/dnssrv.h"

#include <stdbool.h>
#include <stdint.h>

/* Appends the SRV records (RFC 2782) of an answer of len bytes to services, as many as
 * there is room for, in the order of the answer; one that refuses the service, by the
 * target ".", is only noted there; a broken answer has none. */
void oa_dns_reply_services(
	const uint8_t *reply, size_t len, struct oa_dns_services *services);

/* Writes the target of the first CNAME record of an answer of len bytes to ret_target,
 * cleaned; returns false and leaves it alone if there is none. */
bool oa_dns_reply_alias(const uint8_t *reply, size_t len, char ret_target[256]);

#endif
