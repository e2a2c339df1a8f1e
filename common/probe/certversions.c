/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/certversions.h"
#include "common/probe/certlook.h"

#include <stdio.h>

static void judge_rejection(
	struct oa_report *report, long version, const struct oa_certlook *look)
{
	struct oa_facts facts = {0};
	char subject[40];

	snprintf(subject, sizeof(subject), "TLS 1.%ld", version - 10);
	if (oa_certlook_is_up(look)) {
		oa_facts_set(&facts, "reason", "%s is not refused", subject);
		oa_report_find(report, OA_CODE_TLS_WEAK, subject, &facts);
	} else if (look->error.layer == OA_LAYER_FEATURE) {
		oa_facts_set(&facts, "name", "%s", look->error.text);
		oa_report_find(report, OA_CODE_FEATURE_MISSING, subject, &facts);
	} else {
		oa_report_ok(report, OA_HOP_TLS, subject, -1, "refused");
	}
}

void oa_certversions_judge(
	const struct oa_front *front, unsigned rejected, struct oa_deadline until)
{
	struct oa_tls_settings tls = front->target->tls;

	for (long version = 10; version <= 13; version++) {
		struct oa_certlook look;

		if (!(rejected & 1u << (version - 10)))
			continue;
		tls.min_version = tls.max_version = version;
		tls.allow_legacy = false;
		oa_certlook_at_target(&look, front, -1);
		look.how.tls = &tls;
		oa_certlook_open(&look, oa_deadline_share(until, 0.5));
		judge_rejection(front->report, version, &look);
		oa_certlook_free(&look);
	}
}
