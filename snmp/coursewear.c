/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/coursewear.h"

#include "snmp/cut.h"

#include <inttypes.h>
#include <stdlib.h>

static void set_text(char **text, const char *value)
{
	free(*text);
	*text = value ? oa_cut(value) : NULL;
}

static enum oa_status worst_probe(const struct oa_result *result)
{
	enum oa_status worst = OA_STATUS_OK;

	for (int i = OA_KIND_DNS; i < OA_KINDS; i++)
		worst = oa_status_worst(worst, result->probe[i].status);
	return worst;
}

/* Makes a probe say a code of the catalogue, and the first line, too, if nothing of
 * more weight is known. */
static void say(struct oa_result *result, enum oa_kind kind, enum oa_code code,
	const struct oa_facts *facts)
{
	const struct oa_diagnosis *row = oa_diagnosis(code);
	struct oa_probe_result *probe = &result->probe[kind];
	enum oa_status before = result->status;
	char text[512];

	oa_facts_expand(text, sizeof(text), row->message, facts, NULL);
	probe->status = oa_status_of(row->state);
	probe->code = code;
	set_text(&probe->text, text);
	result->status = worst_probe(result);
	if (result->status == before)
		return;
	result->culprit = kind;
	result->code = code;
	set_text(&result->text, text);
	set_text(&result->hint, row->hint);
}

static void take_back(struct oa_result *result)
{
	struct oa_probe_result *history = &result->probe[OA_KIND_HISTORY];

	history->status = OA_STATUS_OK;
	history->code = OA_CODE_OK;
	set_text(&history->text, NULL);
	result->status = worst_probe(result);
	if (result->code != OA_CODE_STATE_FLAPPING)
		return;
	result->culprit = OA_KIND_NONE;
	result->code = OA_CODE_OK;
	set_text(&result->text, NULL);
	set_text(&result->hint, NULL);
}

void oa_course_wear_flap(struct oa_course *course, const struct oa_policy *policy)
{
	const struct oa_probe_result *history = &course->result.probe[OA_KIND_HISTORY];
	struct oa_facts facts = {0};
	char list[200];

	if (!course->has_result)
		return;
	if (history->code == OA_CODE_STATE_FLAPPING)
		take_back(&course->result);
	if (!course->flap.is_flapping || history->status != OA_STATUS_OK)
		return;
	oa_flap_list(&course->flap, list, sizeof(list));
	oa_facts_set(&facts, "host", "%s", policy->host ? policy->host : "target");
	oa_facts_set(&facts, "list", "%s", list);
	say(&course->result, OA_KIND_HISTORY, OA_CODE_STATE_FLAPPING, &facts);
}

/* As if a run had ended that came to nothing. */
static void begin(struct oa_result *result)
{
	for (int i = OA_KIND_DNS; i < OA_KINDS; i++)
		result->probe[i] = (struct oa_probe_result){
			.status = OA_STATUS_NOT_TESTED, .code = OA_CODE_NOT_TESTED};
	result->probe[OA_KIND_HISTORY].status = OA_STATUS_OK;
	result->probe[OA_KIND_HISTORY].code = OA_CODE_OK;
	result->status = OA_STATUS_OK;
	result->code = OA_CODE_OK;
	for (int i = 0; i < OA_LEGS; i++)
		result->leg_seconds[i] = -1;
}

void oa_course_wear_stale(
	struct oa_course *course, const struct oa_policy *policy, int64_t age)
{
	struct oa_facts facts = {0};

	if (!course->has_result)
		begin(&course->result);
	course->has_result = true;
	oa_facts_set(&facts, "host", "%s", policy->host ? policy->host : "target");
	oa_facts_set(&facts, "t", "%" PRId64, age);
	say(&course->result, OA_KIND_MONITOR, OA_CODE_RESULT_STALE, &facts);
}

bool oa_course_is_really_bad(const struct oa_course *course)
{
	return course->is_stale ||
	       (course->has_result && oa_status_is_bad(course->result.status) &&
		       course->result.code != OA_CODE_STATE_FLAPPING);
}
