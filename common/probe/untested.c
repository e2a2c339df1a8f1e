/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/untested.h"

#include <string.h>

static bool has_step(
	const struct oa_report *report, enum oa_hop hop, const char *subject)
{
	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *step = &report->steps[i];

		if (step->hop == hop && (!subject || !step->subject[0] ||
						!strcmp(step->subject, subject)))
			return true;
	}
	return false;
}

/* The first hop of the subject's chain that is broken; OA_HOPS if none is. */
static enum oa_hop broken_hop(const struct oa_report *report, const char *subject)
{
	enum oa_hop first = OA_HOPS;

	for (size_t i = 0; i < report->step_count; i++) {
		const struct oa_step *step = &report->steps[i];

		if ((step->state == OA_STATE_CRITICAL ||
			    step->state == OA_STATE_UNKNOWN) &&
			(!subject || !step->subject[0] ||
				!strcmp(step->subject, subject)) &&
			step->hop < first)
			first = step->hop;
	}
	return first;
}

/* A forward proxy resolves the name, and plain http has no TLS. */
static bool exists(const struct oa_target *target, enum oa_hop hop)
{
	if (hop == OA_HOP_DNS)
		return !target->forward_proxy;
	return hop != OA_HOP_TLS || !target->no_tls;
}

void oa_mark_untested(struct oa_report *report, const struct oa_target *target,
	const enum oa_hop *hops, size_t count, const char *subject)
{
	enum oa_hop broken = broken_hop(report, subject);

	/* what the monitor itself lacks breaks the chain before its first hop */
	if (broken == OA_HOP_MONITOR)
		broken = OA_HOP_DNS;
	for (size_t i = 0; i < count; i++)
		if (hops[i] >= broken && exists(target, hops[i]) &&
			!has_step(report, hops[i], subject))
			oa_report_not_tested(report, hops[i], subject);
}
