/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PROXYLOGJUDGE_H
#define OA_PROBE_PROXYLOGJUDGE_H

/*
 * What the requests of a log mean: the failures by their kind, as diagnoses.
 */

#include "common/probe/proxylog.h"

/* Records figures and findings about what was counted; `since` says in words from
 * when on, "since 04:30:02Z". */
void oa_proxylog_judge(const struct oa_proxylog_plan *plan,
	const struct oa_proxylog_counts *counts, const char *since,
	struct oa_report *report);

#endif
