/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/ways.h"
#include "common/probe/looks.h"

#include <math.h>
#include <stdio.h>

static void add_row(struct oa_step *step, const char *name, const struct oa_look *look)
{
	char time[32] = "";

	if (!look->is_taken)
		return;
	if (look->seconds >= 0)
		snprintf(time, sizeof(time), "%ld ms", lround(look->seconds * 1000));
	if (look->status)
		oa_step_detail(
			step, "%-24s %6d %9s  %s", name, look->status, time, look->who);
	else
		oa_step_detail(step, "%-24s %6s %9s  %s", name, "-", time, look->who);
}

static void add_table(struct oa_step *step, const struct oa_looks *looks)
{
	oa_step_detail(
		step, "%-24s %6s %9s  %s", "request", "status", "time", "answered by");
	add_row(step, "GET", &looks->get);
	add_row(step, "RPC_OUT_DATA, 4 bytes", &looks->out);
	add_row(step, "RPC_IN_DATA, 4 bytes", &looks->echo);
	add_row(step, "echo with logon", &looks->logon);
	add_row(step, "RPC_IN_DATA, 1 GiB", &looks->announcement);
	add_row(step, "GET, address as Host", &looks->by_address);
	add_row(step, "GET /autodiscover", &looks->autodiscover);
	add_row(step, "GET /owa", &looks->owa);
}

static struct oa_step *find_step(struct oa_report *report)
{
	struct oa_step *found = NULL;

	for (size_t i = 0; i < report->step_count; i++) {
		struct oa_step *step = &report->steps[i];
		bool is_finding = step->code != OA_CODE_OK &&
				  step->code != OA_CODE_NOT_TESTED;

		if (is_finding && step->hop >= OA_HOP_HTTP &&
			step->hop <= OA_HOP_BACKEND)
			found = step;
		else if (!found && step->code == OA_CODE_OK && step->hop == OA_HOP_HTTP)
			found = step;
	}
	return found;
}

void oa_ways_compare(struct oa_front *front)
{
	struct oa_step *step = find_step(front->report);
	bool is_finding = step && step->code != OA_CODE_OK;

	if (!step)
		return;
	/* a pool that is down, or dies on requests, is left alone */
	if (is_finding && step->hop <= OA_HOP_PROXY && front->looks.get.status &&
		front->looks.get.status < 500)
		oa_look_echo(front);
	add_table(step, &front->looks);
	step->is_long = is_finding;
}
