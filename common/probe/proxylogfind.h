/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PROXYLOGFIND_H
#define OA_PROBE_PROXYLOGFIND_H

/*
 * The failures of a log as diagnoses: which kind, between which front end and which
 * server behind it.
 */

#include "common/probe/proxylog.h"

/* What a finding is about. */
struct oa_proxylog_sight {
	const struct oa_proxylog_counts *counts;
	enum oa_proxylog_kind kind;       /* a failure */
	const struct oa_tally_entry *hop; /* with most of the failures */
	const char *target;               /* the only server, or NULL for all */
	uint64_t failures;                /* of all that is in sight */
	uint64_t requests;                /* likewise, with those that fail */
};

/* Returns what a kind of failure is called, a string constant. */
const char *oa_proxylog_kind_name(enum oa_proxylog_kind kind);

/* Returns the code of a kind of failure. */
enum oa_code oa_proxylog_code(enum oa_proxylog_kind kind);

/* Records a finding; one that is there already gets a line about the server. */
void oa_proxylog_find(const struct oa_proxylog_sight *sight, enum oa_state state,
	struct oa_report *report);

/* Records a finding about all failures of a kind, of which there is at least one; the
 * front end and the server with most of them are named. */
void oa_proxylog_find_kind(const struct oa_proxylog_counts *counts,
	enum oa_proxylog_kind kind, enum oa_state state, struct oa_report *report);

#endif
