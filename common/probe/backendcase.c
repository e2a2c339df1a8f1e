/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/backendcase.h"
#include "common/base/text.h"

int oa_backend_beside(const struct oa_backend_case *given)
{
	const struct oa_looks *looks = &given->front->looks;
	bool is_about_name = looks->logon.status == 404 && !given->plan->server;

	return looks->logon.status && !is_about_name ? looks->logon.status
						     : looks->get.status;
}

/* Says in the same sentence what 443 makes of it, because that is what everybody else
 * looks at. */
static void set_beside(const struct oa_backend_case *given, struct oa_step *step)
{
	int status = oa_backend_beside(given);
	size_t size = sizeof(step->text);

	if (!status)
		oa_append(step->text, size, "; 443 does not answer");
	else if (status < 500)
		oa_append(
			step->text, size, "; 443 answers %d: broken behind it", status);
	else
		oa_append(step->text, size, "; 443 answers %d because of it", status);
}

struct oa_step *oa_backend_find(struct oa_backend_case *given, enum oa_code code)
{
	struct oa_step *step = oa_report_find(
		given->front->report, code, given->backend->place, &given->facts);

	if (step->state == OA_STATE_CRITICAL)
		set_beside(given, step);
	if (step->state >= OA_STATE_CRITICAL || step->state == OA_STATE_UNKNOWN)
		given->is_broken = true;
	return step;
}

struct oa_step *oa_backend_find_reason(
	struct oa_backend_case *given, enum oa_code code, const char *reason)
{
	oa_facts_set(&given->facts, "reason", "%s", reason);
	return oa_backend_find(given, code);
}
