/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_RESOLVE_H
#define OA_PROBE_RESOLVE_H

/*
 * The hop dns of a run: the addresses of the target's name, and whether they are the
 * ones that are meant.
 */

#include "common/net/dns.h"
#include "common/probe/target.h"
#include "common/report/report.h"

/* Resolves the target's name, or takes target->answer if it is there, and records the
 * hop dns.  ret_answer gets the addresses to connect to: all of them, or the
 * target's own address; none if a forward proxy resolves.  Returns 0, or -1 with a
 * finding. */
int oa_resolve(const struct oa_target *target, struct oa_report *report,
	struct oa_deadline until, struct oa_dns_answer *ret_answer);

/* Records which of the addresses are not what --expect-address, --inside or --outside
 * say; name is that of another host of the same service, or NULL for the target's. */
void oa_resolve_judge(const struct oa_target *target, const char *name,
	struct oa_report *report, const struct oa_dns_answer *answer);

#endif
