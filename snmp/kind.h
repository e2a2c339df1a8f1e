/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_KIND_H
#define OA_SNMP_KIND_H

/*
 * What a manager calls a probe: the hops of a run, with the hops behind the RPC proxy
 * told apart by endpoint.  The numbers are those of OaProbeType in the MIB.
 */

#include "common/report/report.h"

/* One row of a target in oaProbeTable, in the order in which a client meets them. */
enum oa_kind {
	OA_KIND_NONE, /* no probe; only where the MIB allows it */
	OA_KIND_DNS,
	OA_KIND_TCP,
	OA_KIND_TLS,
	OA_KIND_HTTP,
	OA_KIND_AUTH,
	OA_KIND_PROXY,
	OA_KIND_BACKEND,
	OA_KIND_STORE,       /* hops tunnel, endpoint and bind of 6001 */
	OA_KIND_REFERRAL,    /* the same of 6002 */
	OA_KIND_ADDRESSBOOK, /* the same of 6004 */
	OA_KIND_MAILBOX,
	OA_KIND_AUTODISCOVER,
	OA_KIND_MAPIHTTP,
	OA_KIND_HISTORY, /* hop time: what several runs say together */
	OA_KIND_MONITOR, /* the check itself */
	OA_KINDS
};

/* Returns the kind that a step of a report belongs to; a step behind the proxy without
 * a port as its subject belongs to the store's.  What a branch of the chain met on its
 * own way (DNS, TLS ...) belongs to what the branch is about. */
enum oa_kind oa_kind_of(const struct oa_step *step);

/* Returns the label of the kind in the MIB, e.g. "tunnelStore"; without digits,
 * because managers read the first number of a text as its value. */
const char *oa_kind_label(enum oa_kind kind);

#endif
