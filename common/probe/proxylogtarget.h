/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PROXYLOGTARGET_H
#define OA_PROBE_PROXYLOGTARGET_H

/*
 * Servers behind the front ends at which most requests fail, which may be few of all.
 */

#include "common/probe/proxylogfind.h"

/* Records a finding about each server, the worst ones first and not more than a few,
 * at which at least half of its requests fail, if they are as many as the plan wants;
 * what the report says already with that code is not said again. */
void oa_proxylog_find_targets(const struct oa_proxylog_plan *plan,
	const struct oa_proxylog_counts *counts, struct oa_report *report);

#endif
