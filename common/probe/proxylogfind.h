/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PROXYLOGFIND_H
#define OA_PROBE_PROXYLOGFIND_H

/*
 * The failures of a log as diagnoses: which kind, between which front end and which
 * server behind it.
 */

#include "common/probe/proxylog.h"

/* Returns what a kind of failure is called, a string constant. */
const char *oa_proxylog_kind_name(enum oa_proxylog_kind kind);

/* Records a finding about all failures of a kind, of which there is at least one; the
 * front end and the server with most of them are named. */
void oa_proxylog_find_kind(const struct oa_proxylog_counts *counts,
	enum oa_proxylog_kind kind, enum oa_state state, struct oa_report *report);

/* Records a finding about each server, the worst ones first and not more than a few,
 * at which at least half of its requests fail, if they are as many as the plan wants;
 * what the report says already with that code is not said again. */
void oa_proxylog_find_targets(const struct oa_proxylog_plan *plan,
	const struct oa_proxylog_counts *counts, struct oa_report *report);

#endif
