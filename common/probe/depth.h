/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_DEPTH_H
#define OA_PROBE_DEPTH_H

/*
 * How deep a tunnel is tested.  The last three depths are calls of one endpoint each;
 * a run to such a depth makes those of the endpoints that it tests, as far as the
 * depth allows, and the cheap call at all others.
 */

#include "common/rpc/mapiversion.h"

#include <stdbool.h>
#include <stdint.h>

/* How deep to go. */
enum oa_depth {
	OA_DEPTH_ECHO,         /* an echo request with logon */
	OA_DEPTH_TUNNEL,       /* CONN/A1 to CONN/C2 */
	OA_DEPTH_BIND,         /* the interface is bound */
	OA_DEPTH_CALL,         /* one cheap call */
	OA_DEPTH_REFERRAL,     /* 6002: who has the address book */
	OA_DEPTH_ADDRESS_BOOK, /* 6004: a session, and a name looked up */
	OA_DEPTH_LOGON,        /* 6001: the mailbox is logged on to */
};

/* What the deep calls are about; strings are borrowed and may be NULL. */
struct oa_deep_plan {
	const char *mailbox_dn;       /* legacy DN of the user's mailbox */
	const char *server_dn;        /* DN of a mailbox server, to ask its name */
	const char *check_name;       /* who should be in the address book */
	struct oa_mapi_version poses; /* the client's version, or zero: a current one */
	bool is_cached;               /* the client is in cached mode */
	bool is_discovered;           /* the DN came from autodiscover in this run */
};

/* Returns the endpoint whose own call that depth is; 0 if it is not one endpoint's. */
uint16_t oa_depth_port(enum oa_depth depth);

/* Returns the version of the client that the plan poses as. */
struct oa_mapi_version oa_deep_version(const struct oa_deep_plan *plan);

/* Returns how deep an endpoint is tested in a run to that depth. */
enum oa_depth oa_depth_at(enum oa_depth depth, uint16_t port);

#endif
