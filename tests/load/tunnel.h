/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOAD_TUNNEL_H
#define LOAD_TUNNEL_H

/*
 * The two channels of a virtual connection ([MS-RPCH] 3.2) and the RPC server behind
 * them, which takes every interface and knows two calls.  The PDUs are written here
 * byte by byte: what the client's codec gets wrong must not be wrong here as well.
 */

#include "tests/load/link.h"

/* Bytes of a virtual connection's cookie. */
#define LOAD_COOKIE_LEN 16

struct load_tunnel {
	uint8_t cookie[LOAD_COOKIE_LEN];
	struct load_link *out; /* NULL while it has not come */
	struct load_link *in;  /* NULL while it has not come */
	struct load_tunnel *next;
};

/* Takes CONN/A1 or one PDU of the IN channel from the input; false when it is not
 * complete. */
bool load_tunnel_input(struct load_site *site, struct load_link *link);

/* Closes both channels and forgets the tunnel. */
void load_tunnel_end(struct load_site *site, struct load_tunnel *tunnel);

#endif
