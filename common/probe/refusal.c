/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/refusal.h"
#include "common/base/text.h"
#include "common/probe/echo.h"
#include "common/probe/hush.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

/* Both limits await a measurement against Windows: a name that is not allowed is
 * refused at once, while a refused connect is repeated before it is given up. */
#define FAST_SECONDS 0.3
#define SLOW_SECONDS 0.8

#define STATUS_ACCESS_DENIED 0x5

void oa_refusals_add(struct oa_refusals *refusals, const struct oa_attempt *attempt)
{
	if (refusals->count == OA_REFUSALS_MAX)
		return;
	refusals->item[refusals->count++] = (struct oa_refusal){.port = attempt->port,
		.number = attempt->refusal,
		.seconds = attempt->refusal_seconds,
		.is_exchange = attempt->is_exchange};
}

void oa_refusals_note_open(struct oa_refusals *refusals, uint16_t port)
{
	if (refusals->open_count < OA_REFUSALS_MAX)
		refusals->open_ports[refusals->open_count++] = port;
}

struct oa_attempt *oa_refusals_try(struct oa_front *front, const char *server,
	uint16_t port, struct oa_deadline until)
{
	struct oa_attempt *attempt = oa_attempt_new(front, server, port);
	struct oa_step finding;
	struct oa_hush hush;

	if (!attempt)
		return NULL;
	oa_hush_begin(&hush, front);
	oa_attempt_open(attempt, until);
	oa_hush_end(&hush, front, &finding);
	free(finding.details);
	/* the attempt outlives the scratch report */
	attempt->vconn.report = front->report;
	attempt->out.report = front->report;
	attempt->in.report = front->report;
	return attempt;
}

static double echo_seconds_of(struct oa_front *front, const char *query)
{
	struct oa_step finding;
	struct oa_hush hush;
	double seconds;

	oa_hush_begin(&hush, front);
	seconds = oa_echo_seconds(front, query);
	oa_hush_end(&hush, front, &finding);
	free(finding.details);
	return seconds > 0 ? seconds : 0;
}

static bool opens(struct oa_front *front, const char *server, uint16_t port)
{
	struct oa_deadline until = oa_deadline_share(front->until, 0.4);
	struct oa_attempt *attempt = oa_refusals_try(front, server, port, until);
	bool is_open = attempt && attempt->reach == OA_REACH_OPEN;

	oa_attempt_free(attempt);
	return is_open;
}

static bool is_refused(const struct oa_refusals *refusals, uint16_t port)
{
	for (size_t i = 0; i < refusals->count; i++)
		if (refusals->item[i].port == port)
			return true;
	return false;
}

/* Looks for a neighbour that opens, unless the run has met one already. */
static void find_neighbour(struct oa_refusals *refusals, struct oa_front *front,
	const struct oa_tunnel_plan *plan)
{
	static const uint16_t ports[] = {6001, 6004, 6002};

	for (size_t i = 0; i < 3 && !refusals->open_count; i++)
		if (!is_refused(refusals, ports[i]) &&
			opens(front, plan->server, ports[i]))
			oa_refusals_note_open(refusals, ports[i]);
}

static const char *find_alternative(
	struct oa_front *front, const struct oa_tunnel_plan *plan, uint16_t port)
{
	for (size_t i = 0; i < plan->alternatives.count; i++)
		if (opens(front, plan->alternatives.item[i], port))
			return plan->alternatives.item[i];
	return NULL;
}

/* What is known when the refusals are judged. */
struct evidence {
	const struct oa_refusal *refusal;
	const struct oa_refusals *all;
	const char *alternative;
	bool is_own_name;
	double delay;
};

static enum oa_code code_of(const struct evidence *e)
{
	bool is_fast = e->delay < FAST_SECONDS && !e->refusal->is_exchange;

	if (e->alternative)
		return e->is_own_name ? OA_CODE_RPC_TARGET_INVALID
				      : OA_CODE_RPC_TARGET_NOT_ALLOWED;
	if (e->all->open_count && is_fast)
		return OA_CODE_RPC_TARGET_NOT_ALLOWED;
	if (e->refusal->number == STATUS_ACCESS_DENIED)
		return OA_CODE_RPC_PROXY_ACCESS_DENIED;
	if (e->all->open_count)
		return oa_code_of_port(e->refusal->port);
	return e->delay >= SLOW_SECONDS ? OA_CODE_RPC_TARGET_UNREACHABLE
					: OA_CODE_RPC_SERVER_UNAVAILABLE;
}

static void list_open(const struct oa_refusals *refusals, char *buffer, size_t size)
{
	buffer[0] = '\0';
	for (size_t i = 0; i < refusals->open_count; i++)
		oa_append(buffer, size, "%s%u", i ? " and " : "",
			refusals->open_ports[i]);
}

static void record(struct oa_front *front, const struct oa_tunnel_plan *plan,
	const struct evidence *e)
{
	const struct oa_refusal *refusal = e->refusal;
	struct oa_facts facts = {0};
	struct oa_step *step;
	char subject[8], open_list[64];

	snprintf(subject, sizeof(subject), "%u", refusal->port);
	oa_facts_set(&facts, "target", "%s:%u", plan->server, refusal->port);
	oa_facts_set(&facts, "code", "%x", refusal->number);
	oa_facts_set(&facts, "ms", "%.0f", refusal->seconds * 1000);
	list_open(e->all, open_list, sizeof(open_list));
	oa_facts_set(&facts, "list", "%s", open_list);
	oa_facts_set(&facts, "reason",
		e->alternative ? "0x%x, while %s is accepted" : "0x%x%s",
		refusal->number, e->alternative ? e->alternative : "");
	step = oa_report_find(front->report, code_of(e), subject, &facts);
	oa_step_detail(step, "RPC Error: %x after %.0f ms, %.0f ms above an echo",
		refusal->number, refusal->seconds * 1000, e->delay * 1000);
	if (e->all->open_count)
		oa_step_detail(step, "open: %s", open_list);
}

static void judge_one(struct oa_refusals *refusals, size_t index,
	struct oa_front *front, const struct oa_tunnel_plan *plan, double echo_seconds)
{
	const struct oa_refusal *refusal = &refusals->item[index];
	struct evidence e = {.refusal = refusal,
		.all = refusals,
		.delay = refusal->seconds - echo_seconds,
		.is_own_name = !strcasecmp(plan->server, front->target->host)};

	e.alternative = find_alternative(front, plan, refusal->port);
	record(front, plan, &e);
}

void oa_refusals_judge(struct oa_refusals *refusals, struct oa_front *front,
	const struct oa_tunnel_plan *plan)
{
	double echo_seconds;
	char query[1200];

	if (!refusals->count)
		return;
	snprintf(query, sizeof(query), "%s:%u", plan->server, refusals->item[0].port);
	echo_seconds = echo_seconds_of(front, query);
	find_neighbour(refusals, front, plan);
	for (size_t i = 0; i < refusals->count; i++)
		judge_one(
			refusals, i, front, plan, echo_seconds > 0 ? echo_seconds : 0);
}
