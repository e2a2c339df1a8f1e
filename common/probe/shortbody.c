/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/shortbody.h"
#include "common/probe/attempttry.h"
#include "common/probe/sides.h"

/* A tunnel takes two round trips; what lies beyond that is a queue. */
#define PROOF_SECONDS 3.0
#define PROOF_SHARE   0.6

static void look(const struct oa_attempt *attempt, struct oa_short_body_look *look)
{
	struct oa_deadline until = oa_deadline_step(
		oa_deadline_share(attempt->front->until, PROOF_SHARE), PROOF_SECONDS);
	struct oa_attempt *second = oa_attempt_new(
		attempt->front, attempt->server, attempt->port);
	const char *out, *in;

	if (!second)
		return;
	if (attempt->looks_until.at_us < until.at_us)
		until = attempt->looks_until;
	second->sends_short_body = true;
	oa_attempt_open_hushed(second, until);
	*look = (struct oa_short_body_look){.is_taken = true,
		.is_open = second->reach == OA_REACH_OPEN,
		.are_apart = oa_sides_differ(second, &out, &in)};
	oa_attempt_free(second);
}

enum oa_short_body oa_short_body_try(const struct oa_attempt *attempt)
{
	struct oa_short_body_look *second = &attempt->front->short_body;
	const char *out, *in;

	if (!second->is_taken)
		look(attempt, second);
	if (!second->is_open)
		return OA_SHORT_BODY_SILENT;
	return oa_sides_differ(attempt, &out, &in) && !second->are_apart
		       ? OA_SHORT_BODY_MET
		       : OA_SHORT_BODY_BUFFERED;
}
