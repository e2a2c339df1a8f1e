/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/notices.h"

#include <stdlib.h>

#define MINUTE_US 60000000

static struct oa_notice *make_queue(size_t limit)
{
	return calloc(limit, sizeof(struct oa_notice));
}

static struct oa_notice *at(const struct oa_notices *notices, size_t place)
{
	return &notices->queue[(notices->first + place) % notices->policy.limit];
}

int oa_notices_init(struct oa_notices *notices, const struct oa_notice_policy *policy)
{
	*notices = (struct oa_notices){.policy = *policy, .tokens = policy->per_minute};
	if (!notices->policy.limit)
		notices->policy.limit = 1;
	notices->queue = make_queue(notices->policy.limit);
	return notices->queue ? 0 : -1;
}

static void drop_oldest(struct oa_notices *notices, uint32_t *counter)
{
	notices->first = (notices->first + 1) % notices->policy.limit;
	notices->count--;
	++*counter;
	notices->owes_summary = true;
}

static int resize(struct oa_notices *notices, size_t limit)
{
	struct oa_notice *queue = make_queue(limit);

	if (!queue)
		return -1;
	while (notices->count > limit)
		drop_oldest(notices, &notices->lost);
	for (size_t i = 0; i < notices->count; i++)
		queue[i] = *at(notices, i);
	free(notices->queue);
	notices->queue = queue;
	notices->first = 0;
	return 0;
}

int oa_notices_set(struct oa_notices *notices, const struct oa_notice_policy *policy)
{
	size_t limit = policy->limit ? policy->limit : 1;

	if (limit != notices->policy.limit && resize(notices, limit) < 0)
		return -1;
	if (!policy->per_minute)
		notices->count = 0;
	notices->policy = *policy;
	notices->policy.limit = limit;
	if (notices->tokens > policy->per_minute || !notices->refilled_us)
		notices->tokens = policy->per_minute;
	return 0;
}

void oa_notices_push(struct oa_notices *notices, const struct oa_notice *notice)
{
	if (!notices->policy.per_minute)
		return;
	if (notices->count == notices->policy.limit)
		drop_oldest(notices, &notices->lost);
	/* the far end of the queue costs no memory before many wait */
	if (!notices->count)
		notices->first = 0;
	*at(notices, notices->count++) = *notice;
}

void oa_notices_suppress(struct oa_notices *notices)
{
	if (!notices->policy.per_minute)
		return;
	notices->suppressed++;
	notices->owes_summary = true;
}

void oa_notices_lose(struct oa_notices *notices)
{
	notices->lost++;
	notices->owes_summary = true;
}

static void refill(struct oa_notices *notices, int64_t now_us)
{
	double most = notices->policy.per_minute;

	if (notices->refilled_us && now_us > notices->refilled_us)
		notices->tokens += (double)(now_us - notices->refilled_us) / MINUTE_US *
				   most;
	if (notices->tokens > most)
		notices->tokens = most;
	notices->refilled_us = now_us;
}

static bool is_summary_due(const struct oa_notices *notices)
{
	return notices->owes_summary || (notices->is_greeting && notices->is_complete);
}

/* A summary that is owed for a minute goes before the news. */
static bool is_overdue(struct oa_notices *notices, int64_t now_us)
{
	if (!is_summary_due(notices)) {
		notices->owes_since_us = 0;
		return false;
	}
	if (!notices->owes_since_us)
		notices->owes_since_us = now_us;
	return now_us - notices->owes_since_us >= MINUTE_US;
}

static void take_summary(struct oa_notices *notices, struct oa_notice *ret_notice)
{
	*ret_notice = (struct oa_notice){.type = OA_NOTICE_SUMMARY};
	notices->owes_summary = false;
	notices->owes_since_us = 0;
	notices->is_greeting = false;
}

bool oa_notices_take(struct oa_notices *notices, int64_t now_us,
	struct oa_notice *ret_notice, int64_t *ret_wait_us)
{
	bool is_summary_first;

	*ret_wait_us = -1;
	if (!notices->policy.per_minute)
		return false;
	refill(notices, now_us);
	is_summary_first = is_overdue(notices, now_us);
	while (notices->tokens < 1 && notices->count)
		drop_oldest(notices, &notices->suppressed);
	if (!notices->count && !is_summary_due(notices))
		return false;
	if (notices->tokens < 1) {
		*ret_wait_us = (int64_t)((1 - notices->tokens) * MINUTE_US /
					 notices->policy.per_minute) +
			       1;
		return false;
	}
	notices->tokens -= 1;
	if (is_summary_first || !notices->count) {
		take_summary(notices, ret_notice);
		return true;
	}
	*ret_notice = *at(notices, 0);
	notices->first = (notices->first + 1) % notices->policy.limit;
	notices->count--;
	return true;
}

void oa_notices_greet(struct oa_notices *notices)
{
	notices->is_greeting = true;
}

void oa_notices_free(struct oa_notices *notices)
{
	free(notices->queue);
	*notices = (struct oa_notices){0};
}
