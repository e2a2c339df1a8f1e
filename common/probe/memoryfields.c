/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/memoryfields.h"

#include <inttypes.h>
#include <string.h>

/* How long a change is told, and how soon a change back is a flip. */
#define TOLD_FOR_S    (2 * 3600)
#define FLIP_WITHIN_S (20 * 60)

/* No configurator rewrites a certificate. */
#define OTHER_CERTIFICATE                                                              \
	"members behind the balancer have different certificates (--all-addresses, "   \
	"check_oa_cert --node), or the new one was taken back"

static bool is_recent(const struct oa_memory *memory, int64_t when)
{
	return when && oa_memory_age(memory, when) < TOLD_FOR_S;
}

/* What is remembered of one setting. */
struct past {
	const char *value;  /* last one seen, or NULL */
	const char *before; /* the one before it, or NULL */
	int64_t changed;    /* when value took its place, 0 if never */
	int64_t flipped;    /* when it last went back, 0 if never */
};

/* A text that is too long for a field was not written by a run, and what this one
 * would write of it could not be read. */
static const char *text_of(
	const struct oa_memory *memory, const char *section, const char *name)
{
	const char *text = oa_settings_get(&memory->then, section, name);
	const size_t size = sizeof(((struct oa_field *)NULL)->value);

	return text && strlen(text) < size ? text : NULL;
}

static struct past past_of(const struct oa_memory *memory, const char *section)
{
	return (struct past){
		.value = text_of(memory, section, "value"),
		.before = text_of(memory, section, "before"),
		.changed = oa_memory_moment(memory, section, "changed"),
		.flipped = oa_memory_moment(memory, section, "flipped"),
	};
}

static void put_past(
	struct oa_memory *memory, const char *section, const struct past *past)
{
	fprintf(memory->lines, "[%s]\nvalue = %s\n", section, past->value);
	if (past->before)
		fprintf(memory->lines, "before = %s\n", past->before);
	oa_memory_put(memory, "changed", past->changed);
	oa_memory_put(memory, "flipped", past->flipped);
}

/* A change is a finding while the service works, and a trace when it does not. */
static void tell_change(
	struct oa_memory *memory, const struct oa_field *field, const struct past *past)
{
	bool has_flipped = is_recent(memory, past->flipped);
	int64_t minutes = oa_memory_age(memory, past->changed) / 60;
	struct oa_step *verdict = oa_memory_verdict(memory);
	struct oa_facts facts = {0};
	struct oa_step *step;

	oa_facts_set(&facts, "field", "%s", field->name);
	oa_facts_set(&facts, "t", "%" PRId64, minutes);
	if (oa_report_is_broken(memory->report, NULL) && verdict) {
		oa_step_detail(verdict, "%s changed %" PRId64 " min ago: %s, before %s",
			field->name, minutes, past->value, past->before);
		return;
	}
	if (field->is_quiet)
		step = oa_report_ok(memory->report, OA_HOP_TIME, field->name, -1,
			"changed %" PRId64 " min ago", minutes);
	else
		step = oa_report_find(memory->report,
			has_flipped ? OA_CODE_SETTINGS_REVERTED
				    : OA_CODE_SETTINGS_CHANGED,
			field->name, &facts);
	if (has_flipped && strcmp(field->name, OA_FIELD_CERTIFICATE) == 0)
		snprintf(step->hint, sizeof(step->hint), "%s", OTHER_CERTIFICATE);
	oa_step_detail(step, "is: %s", past->value);
	oa_step_detail(step, "was: %s", past->before);
}

static void judge_field(struct oa_memory *memory, const struct oa_field *field)
{
	struct past past = past_of(memory, field->name);
	int64_t now = memory->plan->now;

	if (past.value && strcmp(past.value, field->value) != 0) {
		if (past.before && strcmp(past.before, field->value) == 0 &&
			oa_memory_age(memory, past.changed) <= FLIP_WITHIN_S &&
			!field->is_quiet)
			past.flipped = now;
		past.before = past.value;
		past.changed = now;
	}
	past.value = field->value;
	if (is_recent(memory, past.changed) && past.before)
		tell_change(memory, field, &past);
	put_past(memory, field->name, &past);
}

int64_t oa_memory_published_at(
	const struct oa_memory *memory, const struct oa_fingerprint *print)
{
	const struct past past = past_of(memory, OA_FIELD_PUBLISHED);
	const struct oa_field *now = oa_fingerprint_get(print, OA_FIELD_PUBLISHED);

	if (!now || strcmp(now->value, OA_FIELD_NONE) == 0 || !past.value)
		return 0;
	if (strcmp(past.value, OA_FIELD_NONE) == 0)
		return memory->plan->now;
	return past.before && strcmp(past.before, OA_FIELD_NONE) == 0 ? past.changed
								      : 0;
}

/* Settings that this run did not come to stay as they were. */
static void keep_unseen(struct oa_memory *memory, const struct oa_fingerprint *print)
{
	for (size_t i = 0; i < memory->then.count; i++) {
		const struct oa_setting *item = &memory->then.item[i];
		struct past past;

		if (strcmp(item->name, "value") != 0 ||
			oa_fingerprint_get(print, item->section))
			continue;
		past = past_of(memory, item->section);
		if (past.value)
			put_past(memory, item->section, &past);
	}
}

void oa_memory_judge_fields(
	struct oa_memory *memory, const struct oa_fingerprint *print)
{
	for (size_t i = 0; i < print->count; i++)
		judge_field(memory, &print->field[i]);
	keep_unseen(memory, print);
}
