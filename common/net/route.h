/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_ROUTE_H
#define OA_NET_ROUTE_H

/*
 * Whether this machine knows a way to an address at all, which is a fault of its own
 * and none of the server's.
 */

#include <stdbool.h>

/* Returns false if the kernel has no route to an address, as inet_ntop(3) writes it;
 * nothing is sent. */
bool oa_has_route(const char *address);

#endif
