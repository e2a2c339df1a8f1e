/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_FRONTOPEN_H
#define OA_PROBE_FRONTOPEN_H

/*
 * The way to a front end: name, trust, connections.
 */

#include "common/probe/front.h"

/* Prepares the run: resolves the name and loads the trust store.  Returns 0, or
 * -1 with a finding in the report.  oa_front_free() is due in both cases. */
int oa_front_init(struct oa_front *front, const struct oa_target *target,
	struct oa_report *report, struct oa_deadline until);

/* Releases everything. */
void oa_front_free(struct oa_front *front);

/* Opens `count` connections at the same time and describes the first ones of a
 * run in the report.  Returns the first of them, or NULL with a finding, which may be
 * that one of them shows a certificate that is worse than that of the first. */
struct oa_connection *oa_front_open(struct oa_front *front,
	struct oa_connections *group, size_t count, struct oa_deadline until);

#endif
