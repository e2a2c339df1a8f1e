/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/memory.h"

#include "common/base/statefile.h"
#include "common/base/text.h"
#include "common/probe/announced.h"
#include "common/probe/memoryfields.h"
#include "common/report/unreadable.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the system takes, with room for the suffixes of a state file. */
#define NAME_SIZE 240

/* Since when the verdict is what it is. */
static void tell_since(
	struct oa_memory *memory, struct oa_step *step, const char *code, int64_t since)
{
	const char *before = oa_settings_get(&memory->then, "verdict", "code");
	int64_t failed = oa_memory_moment(memory, "verdict", "failed");
	char when[OA_UTC_SIZE];

	if (!step)
		return;
	step->is_long = true;
	oa_utc(when, since);
	if (before && strcmp(before, code) == 0) {
		oa_step_detail(step, "the same since %s (%" PRId64 " min)", when,
			oa_memory_age(memory, since) / 60);
	} else if (before && strcmp(before, "ok") != 0) {
		oa_step_detail(step, "the run before said %s", before);
	} else if (failed) {
		oa_utc(when, failed);
		oa_step_detail(
			step, "ok until now; the failure before was at %s", when);
	} else if (before) {
		oa_utc(when, oa_memory_moment(memory, "verdict", "since"));
		oa_step_detail(step, "first failure since the memory began, %s", when);
	}
}

static void judge_verdict(struct oa_memory *memory)
{
	struct oa_step *step = oa_memory_verdict(memory);
	const char *code = oa_diagnosis(step ? step->code : OA_CODE_OK)->name;
	const char *before = oa_settings_get(&memory->then, "verdict", "code");
	int64_t since = oa_memory_moment(memory, "verdict", "since");
	int64_t failed = oa_memory_moment(memory, "verdict", "failed");

	if (!before || strcmp(before, code) != 0 || !since)
		since = memory->plan->now;
	tell_since(memory, step, code, since);
	fprintf(memory->lines, "[verdict]\ncode = %s\n", code);
	oa_memory_put(memory, "since", since);
	oa_memory_put(memory, "failed", step ? memory->plan->now : failed);
}

/* A wish counts from its announcement, or from the first run that had it. */
static void judge_wish(struct oa_memory *memory, const struct oa_wish *wish)
{
	const struct oa_memory_plan *plan = memory->plan;
	int64_t since = plan->changed;
	struct oa_facts facts = {0};
	/* libinih cuts longer ones */
	char section[48] = "wish-";

	oa_statefile_name(section, sizeof(section), wish->field);
	oa_append(section, sizeof(section), "-");
	oa_statefile_name(section, sizeof(section), wish->wanted);
	if (!since)
		since = oa_memory_moment(memory, section, "since");
	if (!since)
		since = plan->now;
	if (wish->is_met)
		return;
	fprintf(memory->lines, "[%s]\n", section);
	oa_memory_put(memory, "since", since);
	if (oa_memory_age(memory, since) < OA_APPLIED_AFTER_S)
		return;
	oa_facts_set(&facts, "field", "%s %s", wish->field, wish->wanted);
	oa_facts_set(&facts, "t", "%" PRId64, oa_memory_age(memory, since) / 60);
	oa_report_find(
		memory->report, OA_CODE_SETTINGS_NOT_APPLIED, wish->field, &facts);
}

/* Returns the lines of the new file, owned, or NULL without memory. */
static char *judge_all(struct oa_memory *memory, const struct oa_fingerprint *print)
{
	const struct oa_memory_plan *plan = memory->plan;
	char *text = NULL;
	size_t size;

	memory->lines = open_memstream(&text, &size);
	if (!memory->lines)
		return NULL;
	judge_verdict(memory);
	oa_memory_judge_fields(memory, print);
	for (size_t i = 0; i < plan->wish_count; i++)
		judge_wish(memory, &plan->wish[i]);
	if (fclose(memory->lines) != 0) {
		free(text);
		return NULL;
	}
	return text;
}

/* What nobody has announced may still have been seen to begin; whether it ever worked
 * since is another matter. */
static void judge_announced(
	const struct oa_memory *memory, const struct oa_fingerprint *print)
{
	const struct oa_memory_plan *plan = memory->plan;
	int64_t published = oa_memory_published_at(memory, print);
	int64_t changed = plan->changed;

	if (!changed && (double)oa_memory_age(memory, published) < plan->settle)
		changed = published;
	oa_announced_judge(
		memory->report, changed, plan->settle, plan->is_published, plan->now);
}

static int remember(struct oa_memory *memory, const struct oa_fingerprint *print,
	struct oa_statefile *state, struct oa_error *err)
{
	bool was_damaged = false;
	int result = oa_statefile_load(state, &memory->then, &was_damaged, err);
	char *lines;

	judge_announced(memory, print);
	if (result < 0)
		return -1;
	if (was_damaged)
		oa_report_ok(memory->report, OA_HOP_MONITOR, "memory", -1,
			"damaged state file set aside as %s.damaged", state->path);
	lines = judge_all(memory, print);
	if (lines)
		result = oa_statefile_save(state, lines, err);
	else
		result = oa_fail(err, OA_LAYER_SYSTEM, 0, "out of memory");
	free(lines);
	oa_settings_free(&memory->then);
	return result;
}

/* Two names must not become one. */
static void add_name(char file[NAME_SIZE], const char *name)
{
	oa_append(file, NAME_SIZE, "@");
	for (const unsigned char *c = (const unsigned char *)name; *c; c++)
		oa_append(file, NAME_SIZE,
			isalnum(*c) || *c >= 0x80 || strchr(".-_", *c) ? "%c"
								       : "%%%02x",
			*c);
}

/* Without the name of the target. */
static void name_file(const struct oa_memory_plan *plan, char name[NAME_SIZE])
{
	oa_append(name, NAME_SIZE, "memory-");
	oa_statefile_name(name, NAME_SIZE, plan->program);
	oa_append(name, NAME_SIZE, "-");
	oa_statefile_name(name, NAME_SIZE, plan->host);
	oa_append(name, NAME_SIZE, "-%ld", plan->port);
	if (plan->address) {
		oa_append(name, NAME_SIZE, "-");
		oa_statefile_name(name, NAME_SIZE, plan->address);
	}
}

void oa_memory_judge(const struct oa_memory_plan *plan,
	const struct oa_fingerprint *print, struct oa_report *report)
{
	struct oa_memory memory = {.plan = plan, .report = report};
	struct oa_statefile state = {0};
	struct oa_error error = {0};
	char old[NAME_SIZE] = "", name[NAME_SIZE] = "";

	if (!plan->dir) {
		judge_announced(&memory, print);
		return;
	}
	name_file(plan, old);
	oa_append(name, sizeof(name), "%s", old);
	if (plan->name)
		add_name(name, plan->name);
	if (oa_statefile_open(&state, plan->dir, name, plan->until, &error) < 0 ||
		oa_statefile_inherit(&state, old, &error) < 0) {
		judge_announced(&memory, print);
		oa_report_find_unreadable(report, "memory", "the state file", &error);
	} else if (remember(&memory, print, &state, &error) < 0) {
		oa_report_find_unreadable(report, "memory", "the state file", &error);
	}
	oa_statefile_close(&state);
}
