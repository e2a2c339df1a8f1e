/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/certonway.h"
#include "common/probe/certsides.h"

#include <math.h>

/* What a certificate may not have if a password is to follow.  One that ends soon, or
 * that only a helping hand could verify, is a nuisance and no danger. */
static bool forbids_logon(const struct oa_step *step)
{
	switch (step->code) {
	case OA_CODE_CERT_UNTRUSTED:
	case OA_CODE_CERT_EXPIRED:
	case OA_CODE_CERT_NOT_YET_VALID:
	case OA_CODE_CERT_NAME_MISMATCH:
	case OA_CODE_CERT_REVOKED:
	case OA_CODE_TLS_INTERCEPTED:
		return true;
	default:
		return false;
	}
}

static bool is_forbidden(const struct oa_report *report, size_t first)
{
	for (size_t i = first; i < report->step_count; i++)
		if (forbids_logon(&report->steps[i]))
			return true;
	return false;
}

void oa_cert_judge_on_way(
	struct oa_front *front, const struct oa_connection *connection)
{
	struct oa_report *report = front->report;
	size_t first = report->step_count;
	struct oa_certcase given = {.front = front,
		.plan = front->cert_plan,
		.tls = &connection->tls,
		.now = oa_front_now(front)};
	double days_left = 0;
	struct oa_step *step;

	if (oa_certcase_judge(&given)) {
		oa_report_value_get(report, "days_left", &days_left);
		step = oa_report_ok(report, OA_HOP_TLS, NULL, connection->tls_seconds,
			"%s, certificate %s, %.0f days left", given.tls->version,
			front->target->tls.is_insecure ? "not verified" : "good",
			floor(days_left));
		oa_certcase_describe(&given, step);
		step->is_long = false;
	}
	/* what was sent may have been completed */
	if (given.is_trusted)
		report->seen.ends.cert[front->role].is_trusted = true;
	front->has_bad_certificate = !front->target->tls.is_insecure &&
				     is_forbidden(report, first);
	oa_certcase_free(&given);
}
