/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/protection.h"
#include "common/probe/trial.h"

#include <stdio.h>

static const char *name_of(enum oa_protection protection)
{
	static const char *const names[] = {[OA_PROTECTION_ANY] = "any",
		[OA_PROTECTION_SKIP] = "skip",
		[OA_PROTECTION_NONE] = "none",
		[OA_PROTECTION_ALLOW] = "allow",
		[OA_PROTECTION_REQUIRE] = "require",
		[OA_PROTECTION_UNKNOWN] = "unknown"};

	return names[protection];
}

static struct oa_trial try_with(struct oa_front *front, enum oa_trial_binding binding,
	unsigned scheme, const char *query, struct oa_deadline until)
{
	struct oa_trial trial = {.scheme = scheme,
		.binding = binding,
		.by = OA_BY_OUT_ECHO,
		.query = query};

	oa_trial_run(front, &trial, until);
	oa_trial_free(&trial);
	return trial;
}

static enum oa_protection find_out(struct oa_front *front, unsigned scheme,
	const char *query, struct oa_deadline until)
{
	struct oa_trial trial = try_with(front, OA_BINDING_WRONG, scheme, query, until);

	if (trial.result == OA_TRIAL_ACCEPTED)
		return OA_PROTECTION_NONE;
	if (!oa_trial_is_refused(&trial))
		return OA_PROTECTION_UNKNOWN;
	trial = try_with(front, OA_BINDING_ABSENT, scheme, query, until);
	if (trial.result == OA_TRIAL_ACCEPTED)
		return OA_PROTECTION_ALLOW;
	return oa_trial_is_refused(&trial) ? OA_PROTECTION_REQUIRE
					   : OA_PROTECTION_UNKNOWN;
}

/* The catalogue's words are about a device that ends TLS, which is not the point
 * here. */
static void find_difference(
	struct oa_front *front, enum oa_protection wish, enum oa_protection found)
{
	struct oa_step *step = oa_report_find_as(front->report,
		OA_CODE_AUTH_EXTENDED_PROTECTION, OA_STATE_WARNING, NULL, NULL);

	snprintf(step->text, sizeof(step->text),
		"Extended Protection on /rpc: found %s, required %s", name_of(found),
		name_of(wish));
	snprintf(step->hint, sizeof(step->hint),
		"ExchangeExtendedProtectionManagement.ps1 sets it on the Rpc "
		"directory; or correct --expect-ep");
}

void oa_protection_test(struct oa_front *front, const struct oa_protection_plan *plan,
	unsigned scheme, const char *query, struct oa_deadline until)
{
	enum oa_protection found = find_out(front, scheme, query, until);

	if (plan->wish != OA_PROTECTION_ANY && found != plan->wish)
		find_difference(front, plan->wish, found);
	else
		oa_report_ok(front->report, OA_HOP_AUTH, NULL, -1,
			"Extended Protection: %s", name_of(found));
}
