/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/coursecount.h"

static void count_probe(struct oa_probe_course *course,
	const struct oa_probe_result *probe, int64_t ended)
{
	if (!oa_status_is_tested(probe->status))
		return;
	course->repeats = course->last_run && course->newest == probe->code
				  ? course->repeats + 1
				  : 1;
	course->newest = probe->code;
	course->last_run = ended;
	course->runs++;
	course->failures += probe->status == OA_STATUS_CRITICAL ||
			    probe->status == OA_STATUS_UNKNOWN;
}

static bool is_good(enum oa_status status)
{
	return status == OA_STATUS_OK || status == OA_STATUS_WARNING;
}

/* The place of an hour is its remainder; what stood there is a day old. */
static void count_hour(struct oa_course *course, const struct oa_result *result)
{
	int64_t number = result->ended / 3600;
	struct oa_hour *hour = &course->hours[number % OA_HOURS];

	if (hour->hour != number)
		*hour = (struct oa_hour){.hour = number};
	hour->runs++;
	hour->good += is_good(result->status);
}

void oa_course_count(struct oa_course *course, const struct oa_result *result)
{
	course->newest = result->status;
	course->last_run = result->ended;
	course->last_ms = result->ms;
	course->runs++;
	for (int i = OA_KIND_DNS; i < OA_KINDS; i++)
		count_probe(&course->probe[i], &result->probe[i], result->ended);
	count_hour(course, result);
}

uint32_t oa_course_availability(const struct oa_course *course, int64_t now)
{
	uint64_t runs = 0, good = 0;

	for (int i = 0; i < OA_HOURS; i++) {
		const struct oa_hour *hour = &course->hours[i];

		if (hour->hour > now / 3600 - OA_HOURS && hour->hour <= now / 3600) {
			runs += hour->runs;
			good += hour->good;
		}
	}
	return runs ? (uint32_t)(good * 10000 / runs) : 10000;
}
