/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_UNTESTED_H
#define OA_PROBE_UNTESTED_H

/*
 * The hops of a chain that were not reached.
 */

#include "common/probe/target.h"
#include "common/report/report.h"

/* If the chain of the subject (NULL if there are no subjects) is broken: records those
 * of the hops behind the break of which the report has no step, and which exist on
 * the way to the target. */
void oa_mark_untested(struct oa_report *report, const struct oa_target *target,
	const enum oa_hop *hops, size_t count, const char *subject);

#endif
