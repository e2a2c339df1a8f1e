/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_TESTS_UNIT_RESULTS_H
#define OA_TESTS_UNIT_RESULTS_H

/*
 * Results of runs for the tests of the subagent: a chain that is well, or that has one
 * finding, behind which nothing was tested if that ends the chain.
 */

#include "snmp/resulttake.h"

#include <check.h>
#include <stdlib.h>

#define MIDNIGHT INT64_C(1767225600)

static const bool all_wanted[OA_KINDS] = {[OA_KIND_DNS] = true,
	[OA_KIND_TCP] = true,
	[OA_KIND_TLS] = true,
	[OA_KIND_HTTP] = true,
	[OA_KIND_AUTH] = true,
	[OA_KIND_PROXY] = true,
	[OA_KIND_STORE] = true,
	[OA_KIND_MAILBOX] = true,
	[OA_KIND_HISTORY] = true,
	[OA_KIND_MONITOR] = true};

static inline bool is_behind_proxy(enum oa_hop hop)
{
	return hop >= OA_HOP_TUNNEL && hop <= OA_HOP_BIND;
}

static inline void fill_report(struct oa_report *report, enum oa_code code)
{
	const struct oa_diagnosis *row = oa_diagnosis(code);
	bool is_over = false;

	oa_facts_set(&report->facts, "host", "mail.lab.test");
	for (int i = OA_HOP_DNS; i <= OA_HOP_MAILBOX; i++) {
		enum oa_hop hop = (enum oa_hop)i;
		const char *subject = is_behind_proxy(hop) ? "6001" : NULL;

		if (hop == OA_HOP_BACKEND)
			continue;
		if (code != OA_CODE_OK && row->hop == hop) {
			oa_report_find(report, code, subject, NULL);
			is_over = row->state != OA_STATE_WARNING;
		} else if (is_over) {
			oa_report_not_tested(report, hop, subject);
		} else {
			oa_report_ok(report, hop, subject, 0.01, "works");
		}
	}
	if (code != OA_CODE_OK && row->hop > OA_HOP_MAILBOX)
		oa_report_find(report, code, NULL, NULL);
}

/* The result of a run that ended at that moment with that code. */
static inline struct oa_result result_of(enum oa_code code, int64_t ended)
{
	struct oa_report *report = malloc(sizeof(*report));
	struct oa_result result;

	ck_assert_ptr_nonnull(report);
	oa_report_init(report);
	fill_report(report, code);
	oa_result_take(report, all_wanted, 0.2, ended, &result);
	oa_report_free(report);
	free(report);
	return result;
}

#endif
