/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/courserun.h"

#include "snmp/coursechange.h"
#include "snmp/coursecount.h"
#include "snmp/courseends.h"
#include "snmp/courserefusal.h"
#include "snmp/coursewear.h"

#include <math.h>

/* Intervals without a result before that is a finding. */
#define STALE_INTERVALS 3

/* A first failure waits for others, unless there is a failure already, or others cannot
 * confirm it. */
static bool counts(struct oa_course *course, const struct oa_policy *policy,
	const struct oa_result *result)
{
	if (oa_status_is_bad(result->status) && !oa_course_is_really_bad(course) &&
		!oa_result_has_refusal(result) && ++course->attempt < policy->attempts)
		return false;
	course->attempt = 0;
	return true;
}

static void adopt(struct oa_course *course, struct oa_result *result)
{
	oa_course_keep_ends(course, result);
	oa_result_free(&course->result);
	course->result = *result;
	course->has_result = true;
	course->is_stale = false;
}

size_t oa_course_add(struct oa_course *course, const struct oa_policy *policy,
	struct oa_result *result, struct oa_change ret_changes[OA_CHANGES_MAX])
{
	struct oa_course_look before;
	int64_t when = result->ended;
	enum oa_flap_turn turn;

	oa_course_look(course, &before);
	oa_course_repeat_refusal(course, result);
	turn = oa_flap_add(&course->flap, result->code);
	oa_drift_add(&course->drift, result, policy->warn_seconds);
	oa_course_count(course, result);
	if (counts(course, policy, result))
		adopt(course, result);
	else
		oa_result_free(result);
	oa_course_wear_flap(course, policy);
	return oa_course_compare(course, &before, when, turn, ret_changes);
}

static int64_t newest_of(int64_t one, int64_t other)
{
	return one > other ? one : other;
}

size_t oa_course_age(struct oa_course *course, const struct oa_policy *policy,
	int64_t begun, int64_t now, struct oa_change ret_changes[OA_CHANGES_MAX])
{
	double limit = ceil(STALE_INTERVALS * policy->interval + policy->timeout);
	int64_t age = now - newest_of(course->last_run, begun);
	struct oa_course_look before;

	if (course->is_stale || (double)age <= limit)
		return 0;
	oa_course_look(course, &before);
	course->is_stale = true;
	oa_course_wear_stale(course, policy, age);
	return oa_course_compare(course, &before, now, OA_FLAP_SAME, ret_changes);
}
