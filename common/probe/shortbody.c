/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/shortbody.h"
#include "common/probe/attempttry.h"
#include "common/probe/sides.h"

/* A tunnel takes two round trips; what lies beyond that is a queue. */
#define PROOF_SECONDS 3.0
#define PROOF_SHARE   0.6

enum oa_short_body oa_short_body_try(const struct oa_attempt *attempt)
{
	struct oa_deadline until = oa_deadline_step(
		oa_deadline_share(attempt->front->until, PROOF_SHARE), PROOF_SECONDS);
	enum oa_short_body result = OA_SHORT_BODY_SILENT;
	struct oa_attempt *second = oa_attempt_new(
		attempt->front, attempt->server, attempt->port);
	const char *out, *in;

	if (!second)
		return OA_SHORT_BODY_SILENT;
	second->sends_short_body = true;
	oa_attempt_open_hushed(second, until);
	if (second->reach == OA_REACH_OPEN)
		result = oa_sides_differ(attempt, &out, &in) &&
					 !oa_sides_differ(second, &out, &in)
				 ? OA_SHORT_BODY_MET
				 : OA_SHORT_BODY_BUFFERED;
	oa_attempt_free(second);
	return result;
}
