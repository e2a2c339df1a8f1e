/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/refusal.h"
#include "common/base/text.h"
#include "common/probe/attempttry.h"
#include "common/probe/channel.h"
#include "common/probe/echo.h"
#include "common/probe/hush.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Returns the index of the refusal of a port; the count if there is none. */
static size_t find(const struct oa_refusals *refusals, uint16_t port)
{
	size_t i = 0;

	while (i < refusals->count && refusals->item[i].port != port)
		i++;
	return i;
}

static bool is_refused(const struct oa_refusals *refusals, uint16_t port)
{
	return find(refusals, port) < refusals->count;
}

/* It says nothing new, but time went there. */
static void add_again(struct oa_refusal *refusal, const struct oa_attempt *attempt)
{
	refusal->again_seconds = attempt->refusal_seconds;
	refusal->end_us = oa_now_us();
}

void oa_refusals_add(struct oa_refusals *refusals, const struct oa_attempt *attempt)
{
	struct oa_refusal *refusal = &refusals->item[find(refusals, attempt->port)];

	if (is_refused(refusals, attempt->port)) {
		add_again(refusal, attempt);
		return;
	}
	if (refusals->count == OA_REFUSALS_MAX)
		return;
	*refusal = (struct oa_refusal){.port = attempt->port,
		.number = attempt->refusal,
		.seconds = attempt->refusal_seconds,
		.start_us = attempt->out_us,
		.end_us = oa_now_us(),
		.is_exchange = attempt->is_exchange,
		.eeinfo = attempt->eeinfo};
	snprintf(refusal->computer, sizeof(refusal->computer), "%s",
		attempt->out_side.computer);
	snprintf(refusal->eeinfo_trouble, sizeof(refusal->eeinfo_trouble), "%s",
		attempt->eeinfo_trouble);
	refusals->count++;
}

void oa_refusals_note_open(struct oa_refusals *refusals, uint16_t port)
{
	if (refusals->open_count < OA_REFUSALS_MAX)
		refusals->open_ports[refusals->open_count++] = port;
}

static double echo_seconds_of(struct oa_front *front, const char *query)
{
	struct oa_step finding;
	struct oa_hush hush;
	double seconds, logon_seconds;

	oa_hush_begin(&hush, front);
	seconds = oa_echo_seconds(front, query, &logon_seconds);
	oa_hush_end(&hush, front, &finding);
	free(finding.details);
	oa_channel_timed(front, logon_seconds);
	return seconds > 0 ? seconds : 0;
}

/* Looks for a neighbour that opens, unless the run has met one already. */
static void find_neighbour(struct oa_refusals *refusals, struct oa_front *front,
	const struct oa_tunnel_plan *plan)
{
	static const uint16_t ports[] = {6001, 6004, 6002};

	for (size_t i = 0; i < 3 && !refusals->open_count; i++)
		if (!is_refused(refusals, ports[i]) &&
			oa_attempt_opens(front, plan->server, ports[i]))
			oa_refusals_note_open(refusals, ports[i]);
}

static const char *find_alternative(
	struct oa_front *front, const struct oa_tunnel_plan *plan, uint16_t port)
{
	for (size_t i = 0; i < plan->alternatives.count; i++)
		if (oa_attempt_opens(front, plan->alternatives.item[i], port))
			return plan->alternatives.item[i];
	return NULL;
}

static void list_open(const struct oa_refusals *refusals, char *buffer, size_t size)
{
	buffer[0] = '\0';
	for (size_t i = 0; i < refusals->open_count; i++)
		oa_append(buffer, size, "%s%u", i ? " and " : "",
			refusals->open_ports[i]);
}

static double or_default(double value, double fallback)
{
	return value > 0 ? value : fallback;
}

static void judge_one(struct oa_front *front, const struct oa_tunnel_plan *plan,
	const struct oa_refusal *refusal, double echo_seconds, const char *open_ports)
{
	struct oa_6ba evidence = {.refusal = refusal,
		.server = plan->server,
		.host = front->target->host,
		.open_ports = open_ports,
		/* an echo may have been slower by chance */
		.delay = fmax(refusal->seconds - echo_seconds, 0),
		.fast = or_default(plan->refuse_fast, OA_REFUSE_FAST),
		.slow = or_default(plan->refuse_slow, OA_REFUSE_SLOW)};

	/* what the proxy says itself needs no comparison */
	if (oa_eeinfo_cause(&refusal->eeinfo, &evidence.record) == OA_EEINFO_SILENT)
		evidence.alternative = find_alternative(front, plan, refusal->port);
	oa_6ba_record(front->report, &evidence);
}

void oa_refusals_judge(struct oa_refusals *refusals, struct oa_front *front,
	const struct oa_tunnel_plan *plan)
{
	char query[1200], open_ports[64];
	double echo_seconds;

	if (!refusals->count)
		return;
	oa_report_wait(front->report, "second looks at what was refused");
	snprintf(query, sizeof(query), "%s:%u", plan->server, refusals->item[0].port);
	echo_seconds = echo_seconds_of(front, query);
	find_neighbour(refusals, front, plan);
	list_open(refusals, open_ports, sizeof(open_ports));
	for (size_t i = 0; i < refusals->count; i++)
		judge_one(front, plan, &refusals->item[i], echo_seconds, open_ports);
}
