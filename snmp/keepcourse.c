/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/keepcourse.h"

#include "common/base/array.h"
#include "snmp/keepends.h"
#include "snmp/keepfield.h"

#include <string.h>

#define ATTEMPTS_MAX 1000000

static int kind(struct oa_fields *fields)
{
	return (int)oa_fields_number(fields, OA_KIND_NONE, OA_KINDS - 1);
}

static void read_run(struct oa_course *course, struct oa_fields *fields)
{
	course->has_result = oa_fields_flag(fields);
	course->newest = oa_keep_status(fields);
	course->attempt = oa_fields_number(fields, 0, ATTEMPTS_MAX);
	course->previous = oa_keep_status(fields);
	course->since = oa_keep_moment(fields);
	course->last_run = oa_keep_moment(fields);
	course->last_ms = oa_keep_number(fields);
	course->is_stale = oa_fields_flag(fields);
	course->last_address = oa_keep_number(fields);
}

static void read_result(struct oa_course *course, struct oa_fields *fields)
{
	course->result.status = oa_keep_status(fields);
	course->result.culprit = (enum oa_kind)kind(fields);
	course->result.code = oa_keep_code(fields);
	course->result.ended = oa_keep_moment(fields);
	course->result.ms = oa_keep_number(fields);
}

static void read_text(struct oa_course *course, struct oa_fields *fields)
{
	oa_keep_text(&course->result.text, fields);
}

static void read_hint(struct oa_course *course, struct oa_fields *fields)
{
	oa_keep_text(&course->result.hint, fields);
}

static void read_probe(struct oa_course *course, struct oa_fields *fields)
{
	int which = kind(fields);
	struct oa_probe_result *result = &course->result.probe[which];
	struct oa_probe_course *probe = &course->probe[which];

	result->status = oa_keep_status(fields);
	result->code = oa_keep_code(fields);
	result->ms = oa_keep_number(fields);
	probe->previous = oa_keep_status(fields);
	probe->tested = oa_keep_status(fields);
	probe->newest = oa_keep_code(fields);
	probe->since = oa_keep_moment(fields);
	probe->troubled_since = oa_keep_moment(fields);
	probe->last_run = oa_keep_moment(fields);
	probe->repeats = oa_keep_number(fields);
}

static void read_note(struct oa_course *course, struct oa_fields *fields)
{
	int which = kind(fields);

	oa_keep_text(&course->result.probe[which].text, fields);
}

static void read_flap(struct oa_course *course, struct oa_fields *fields)
{
	struct oa_flap *flap = &course->flap;

	flap->is_flapping = oa_fields_flag(fields);
	flap->count = (unsigned)oa_fields_number(fields, 0, OA_FLAP_RESULTS);
	flap->at = (unsigned)oa_fields_number(fields, 0, OA_FLAP_RESULTS - 1);
	for (unsigned i = 0; i < flap->count; i++)
		flap->last[i] = oa_keep_code(fields);
	if (flap->count < OA_FLAP_RESULTS && flap->at != flap->count)
		fields->is_bad = true;
}

static void read_legs(struct oa_course *course, struct oa_fields *fields)
{
	course->drift.hour = oa_fields_number(fields, 0, OA_KEEP_TIME_MAX / 3600);
	for (int i = 0; i < OA_LEGS && oa_fields_has_more(fields); i++) {
		struct oa_drift_leg *leg = &course->drift.leg[i];

		leg->has_drifted = oa_fields_flag(fields);
		leg->baseline_ms = (float)oa_keep_number(fields) / 1000;
	}
}

static void read_times(struct oa_course *course, struct oa_fields *fields)
{
	int64_t which = oa_fields_number(fields, 0, OA_LEGS - 1);
	struct oa_drift_leg *leg = &course->drift.leg[which];

	leg->runs = 0;
	while (oa_fields_has_more(fields)) {
		int64_t bucket = oa_fields_number(fields, 0, OA_DRIFT_BUCKETS - 1);

		leg->bucket[bucket] = (uint16_t)oa_fields_number(fields, 0, UINT16_MAX);
	}
	for (int i = 0; i < OA_DRIFT_BUCKETS; i++)
		leg->runs += leg->bucket[i];
}

static void read_hours(struct oa_course *course, struct oa_fields *fields)
{
	for (int i = 0; i < OA_HOURS && oa_fields_has_more(fields); i++) {
		int64_t hour = oa_fields_number(fields, 0, OA_KEEP_TIME_MAX / 3600);
		struct oa_hour *place = &course->hours[hour % OA_HOURS];

		place->hour = hour;
		place->runs = oa_keep_number(fields);
		place->good = (uint32_t)oa_fields_number(fields, 0, place->runs);
	}
}

static const struct {
	const char *word;
	void (*read)(struct oa_course *course, struct oa_fields *fields);
} lines[] = {
	{"probe", read_probe},
	{"note", read_note},
	{"run", read_run},
	{"flap", read_flap},
	{"legs", read_legs},
	{"times", read_times},
	{"hours", read_hours},
	{"result", read_result},
	{"text", read_text},
	{"hint", read_hint},
};

void oa_keep_read_course(
	struct oa_course *course, const char *what, struct oa_fields *fields)
{
	for (size_t i = 0; i < OA_LENGTH(lines); i++) {
		if (strcmp(lines[i].word, what) == 0) {
			lines[i].read(course, fields);
			return;
		}
	}
	oa_keep_read_ends(course, what, fields);
}

bool oa_keep_settle(struct oa_course *course)
{
	struct oa_result *result = &course->result;

	if (!course->has_result) {
		oa_result_free(result);
		return true;
	}
	for (int i = OA_KIND_DNS; i < OA_KINDS; i++)
		if (!result->probe[i].status)
			return false;
	for (int i = 0; i < OA_LEGS; i++)
		result->leg_seconds[i] = -1;
	return oa_status_is_tested(result->status) && oa_keep_are_ends_whole(course);
}
