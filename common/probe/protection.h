/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PROTECTION_H
#define OA_PROBE_PROTECTION_H

/*
 * Extended Protection of the web server, as logons show it that are right but for
 * their channel binding (RFC 5929, 4): one with a false binding passes only where
 * nobody looks, one without a binding only where none is required.
 */

#include "common/probe/front.h"

/* What a server does with channel bindings. */
enum oa_protection {
	OA_PROTECTION_ANY,     /* as a wish: whatever it is */
	OA_PROTECTION_SKIP,    /* as a wish: do not find out */
	OA_PROTECTION_NONE,    /* they are not looked at */
	OA_PROTECTION_ALLOW,   /* false ones are refused, none is taken */
	OA_PROTECTION_REQUIRE, /* right ones are wanted */
	OA_PROTECTION_UNKNOWN, /* the logons did not tell */
};

/* What is wished for. */
struct oa_protection_plan {
	enum oa_protection wish; /* ANY to REQUIRE */
};

/* Finds the protection out and records it, with a finding if it is not as wished.
 * The password must be proven, and scheme (NTLM or Negotiate) have been accepted;
 * query is "server:port". */
void oa_protection_test(struct oa_front *front, const struct oa_protection_plan *plan,
	unsigned scheme, const char *query, struct oa_deadline until);

#endif
