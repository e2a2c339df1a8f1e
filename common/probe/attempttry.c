/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/attempttry.h"

#include "common/probe/endpoint.h"
#include "common/probe/hush.h"

#include <stdlib.h>

void oa_attempt_open_hushed(struct oa_attempt *attempt, struct oa_deadline until)
{
	struct oa_front *front = attempt->front;
	struct oa_step finding;
	struct oa_hush hush;

	oa_hush_begin(&hush, front);
	oa_attempt_open(attempt, until);
	oa_hush_end(&hush, front, &finding);
	free(finding.details);
	/* the attempt outlives the scratch report */
	attempt->vconn.report = front->report;
	attempt->out.report = front->report;
	attempt->in.report = front->report;
}

struct oa_attempt *oa_attempt_try(struct oa_front *front, const char *server,
	uint16_t port, struct oa_deadline until)
{
	struct oa_attempt *attempt = oa_attempt_new(front, server, port);

	if (attempt)
		oa_attempt_open_hushed(attempt, until);
	return attempt;
}

bool oa_attempt_opens(struct oa_front *front, const char *server, uint16_t port)
{
	struct oa_deadline until = oa_deadline_share(front->until, 0.4);
	struct oa_attempt *attempt = oa_attempt_try(front, server, port, until);
	bool is_open = attempt && attempt->reach == OA_REACH_OPEN;

	oa_attempt_free(attempt);
	return is_open;
}
