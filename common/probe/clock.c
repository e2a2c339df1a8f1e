/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/clock.h"
#include "common/base/array.h"

#include <math.h>
#include <string.h>
#include <time.h>

/* Two hosts that differ by no more than this have the same time. */
#define AGREE_SECONDS 10

/* The names of days and months are C's own: the locale of dates is never set. */
bool oa_clock_parse_date(const char *text, int64_t *ret_seconds)
{
	static const char *const forms[] = {"%a, %d %b %Y %H:%M:%S GMT",
		"%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y"};

	for (size_t i = 0; i < OA_LENGTH(forms); i++) {
		struct tm parts = {0};
		const char *end = strptime(text, forms[i], &parts);

		if (end && !*end) {
			*ret_seconds = (int64_t)timegm(&parts);
			return true;
		}
	}
	return false;
}

static double now_of(const struct oa_front *front)
{
	struct timespec now;

	if (front->target->now)
		return (double)front->target->now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void note(struct oa_clock *clock, double ahead, const char *source)
{
	if (clock->is_known && fabs(clock->ahead) >= fabs(ahead))
		return;
	*clock = (struct oa_clock){.is_known = true, .ahead = ahead, .source = source};
}

void oa_clock_note_answer(struct oa_clock *clock, const struct oa_front *front,
	const struct oa_session *session)
{
	double now = now_of(front);
	int64_t seconds;
	char text[64];

	if (!oa_session_field(session, "Date", text, sizeof(text)) ||
		!oa_clock_parse_date(text, &seconds))
		return;
	/* Date names the whole second that has begun */
	if (!front->target->now)
		now = floor(now);
	note(clock, (double)seconds - now, "HTTP Date");
}

void oa_clock_note_challenge(struct oa_clock *clock, const struct oa_front *front,
	const struct oa_ntlm_challenge *challenge)
{
	if (challenge->has_timestamp)
		note(clock, oa_filetime_to_unix(challenge->timestamp) - now_of(front),
			"NTLM challenge");
}

static bool agree(const struct oa_clock *one, const struct oa_clock *other)
{
	return other && other->is_known &&
	       fabs(one->ahead - other->ahead) <= AGREE_SECONDS;
}

static void find(struct oa_front *front, const struct oa_clock *clock, bool is_monitor)
{
	double skew = fabs(clock->ahead);
	struct oa_facts facts = {0};
	struct oa_step *step;

	oa_facts_set(&facts, "t", "%.0f", is_monitor ? -clock->ahead : clock->ahead);
	if (is_monitor)
		step = oa_report_find(
			front->report, OA_CODE_MONITOR_CLOCK_WRONG, NULL, &facts);
	else
		step = oa_report_find_as(front->report, OA_CODE_SERVER_CLOCK_SKEW,
			skew >= OA_CLOCK_CRITICAL_SECONDS ? OA_STATE_CRITICAL
							  : OA_STATE_WARNING,
			NULL, &facts);
	oa_step_detail(step, "%s is %.1f s %s the monitor's clock", clock->source, skew,
		clock->ahead > 0 ? "ahead of" : "behind");
}

void oa_clock_judge(struct oa_front *front, const struct oa_clock *clock,
	const struct oa_clock *other)
{
	if (!clock->is_known)
		return;
	oa_report_value(front->report, "clock_skew", fabs(clock->ahead));
	if (fabs(clock->ahead) >= OA_CLOCK_WARNING_SECONDS)
		find(front, clock, agree(clock, other));
	else
		oa_report_ok(front->report, OA_HOP_TIME, NULL, -1,
			"clocks agree within %.0f s (%s)", ceil(fabs(clock->ahead)),
			clock->source);
}
