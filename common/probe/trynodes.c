/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/trynodes.h"
#include "common/base/array.h"
#include "common/base/text.h"

#include <string.h>

/* So much of a digest tells two of them apart for people. */
#define DIGITS_SHOWN 8

/* Something in which members can differ. */
static const struct field {
	const char *name;
	size_t offset; /* of the text in struct oa_seen */
	int shown;     /* characters of it that are shown; negative for all */
} fields[] = {
	{"certificate", offsetof(struct oa_seen, certificate), DIGITS_SHOWN},
	{"build", offsetof(struct oa_seen, build), -1},
	{"list of schemes", offsetof(struct oa_seen, schemes), -1},
};

static const char *value_of(const struct field *field, const struct oa_try *try)
{
	return (const char *)&try->seen + field->offset;
}

/* The first run that has met this value. */
static bool is_first(
	const struct field *field, const struct oa_tries *tries, size_t number)
{
	const char *value = value_of(field, &tries->item[number]);

	for (size_t i = 0; i < number; i++)
		if (strcmp(value_of(field, &tries->item[i]), value) == 0)
			return false;
	return value[0];
}

static size_t count_values(const struct field *field, const struct oa_tries *tries)
{
	size_t count = 0;

	for (size_t i = 0; i < tries->count; i++)
		count += is_first(field, tries, i);
	return count;
}

/* Who has which value, each value once: "EX1 15.2.1544.4, EX2 15.2.1258.12". */
static void list_values(const struct field *field, const struct oa_tries *tries,
	char *list, size_t size)
{
	for (size_t i = 0; i < tries->count; i++) {
		const struct oa_try *try = &tries->item[i];
		char who[140];

		if (!is_first(field, tries, i))
			continue;
		oa_seen_who(&try->seen, who, sizeof(who));
		oa_append(list, size, "%s%s ", list[0] ? "; " : "", who);
		if (field->shown < 0)
			oa_append(list, size, "%s", value_of(field, try));
		else
			oa_append(
				list, size, "%.*s", field->shown, value_of(field, try));
	}
}

static void judge_differences(const struct oa_tries *tries, struct oa_report *report)
{
	char names[80] = "", list[240] = "";
	const struct field *first = NULL;
	struct oa_facts facts = {0};
	struct oa_step *step;

	for (size_t i = 0; i < OA_LENGTH(fields); i++) {
		if (count_values(&fields[i], tries) < 2)
			continue;
		oa_append(names, sizeof(names), "%s%s", first ? " and " : "",
			fields[i].name);
		first = first ? first : &fields[i];
	}
	if (!first)
		return;
	list_values(first, tries, list, sizeof(list));
	oa_facts_set(&facts, "field", "%s", names);
	oa_facts_set(&facts, "list", "%s", list);
	step = oa_report_find(report, OA_CODE_NODES_DIFFER, NULL, &facts);
	for (size_t i = 0; i < OA_LENGTH(fields); i++) {
		char text[400] = "";

		if (count_values(&fields[i], tries) < 2)
			continue;
		list_values(&fields[i], tries, text, sizeof(text));
		oa_step_detail(step, "%s: %s", fields[i].name, text);
	}
}

static const char *node_of(const struct oa_try *try)
{
	return try->seen.name[0] ? try->seen.name : try->address;
}

/* Every try ended with it, and not all at the same node. */
static bool are_all_out_of_rotation(const struct oa_tries *tries)
{
	bool are_several = false;

	for (size_t i = 0; i < tries->count; i++) {
		if (tries->item[i].code != OA_CODE_HTTP_HEALTHCHECK_FAILED)
			return false;
		if (strcmp(node_of(&tries->item[i]), node_of(&tries->item[0])) ||
			strcmp(tries->item[i].address, tries->item[0].address))
			are_several = true;
	}
	return are_several;
}

/* One node out of rotation is what balancers are for; without any left nobody is
 * served. */
static void raise_health(struct oa_report *report)
{
	for (size_t i = 0; i < report->step_count; i++)
		if (report->steps[i].code == OA_CODE_HTTP_HEALTHCHECK_FAILED) {
			report->steps[i].state = OA_STATE_CRITICAL;
			oa_append(report->steps[i].text, sizeof(report->steps[i].text),
				", and so did all nodes");
		}
}

void oa_trynodes_judge(const struct oa_tries *tries, struct oa_report *report)
{
	if (are_all_out_of_rotation(tries))
		raise_health(report);
	judge_differences(tries, report);
}
