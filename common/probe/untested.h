/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_UNTESTED_H
#define OA_PROBE_UNTESTED_H

/*
 * The hops of a chain that were not reached.
 */

#include "common/probe/target.h"
#include "common/report/report.h"

/* After a run that something broke: records those of the hops of which the report
 * has no step for the subject (NULL if there are no subjects), and which exist on
 * the way to the target. */
void oa_mark_untested(struct oa_report *report, const struct oa_target *target,
	const enum oa_hop *hops, size_t count, const char *subject);

#endif
