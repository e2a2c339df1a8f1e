/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/text.h"
#include "common/probe/tries.h"
#include "common/probe/trynodes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An address is dead if none of the runs there has connected. */
static bool is_dead(const struct oa_tries *tries, const char *address)
{
	for (size_t i = 0; i < tries->count; i++)
		if (strcmp(tries->item[i].address, address) == 0 &&
			!oa_try_is_dead(&tries->item[i]))
			return false;
	return address[0];
}

static bool is_first_there(const struct oa_tries *tries, size_t number)
{
	for (size_t i = 0; i < number; i++)
		if (!strcmp(tries->item[i].address, tries->item[number].address))
			return false;
	return true;
}

/* How the addresses stand. */
struct addresses {
	size_t count;
	size_t dead;
	bool is_family; /* the dead ones are all of IPv6, and no living one is */
	char list[200]; /* of the dead ones */
};

static struct addresses look_at_addresses(const struct oa_tries *tries)
{
	struct addresses all = {.is_family = true};

	for (size_t i = 0; i < tries->count; i++) {
		const char *address = tries->item[i].address;
		bool is_new = strchr(address, ':');

		if (!is_first_there(tries, i))
			continue;
		all.count++;
		if (is_dead(tries, address) != is_new)
			all.is_family = false;
		if (!is_dead(tries, address))
			continue;
		oa_append(all.list, sizeof(all.list), "%s%s", all.dead ? ", " : "",
			address);
		all.dead++;
	}
	return all;
}

static void judge_addresses(const struct oa_tries *tries, const struct addresses *all,
	struct oa_report *report)
{
	struct oa_facts facts = {0};
	struct oa_step *step;

	if (!all->dead || all->dead == all->count)
		return;
	oa_facts_set(&facts, "n", "%zu", all->dead);
	oa_facts_set(&facts, "m", "%zu", all->count);
	oa_facts_set(&facts, "list", "%s%s", all->is_family ? "all of IPv6: " : "",
		all->list);
	step = oa_report_find(report, OA_CODE_TCP_ADDRESS_DEAD, NULL, &facts);
	for (size_t i = 0; i < tries->count; i++)
		if (is_first_there(tries, i) && is_dead(tries, tries->item[i].address))
			oa_step_detail(step, "%s: %s", tries->item[i].address,
				tries->item[i].text);
}

/* The runs that count for "k of n": those at addresses that are alive, or all. */
static bool counts(
	const struct oa_tries *tries, const struct addresses *all, size_t number)
{
	return all->dead == all->count || !is_dead(tries, tries->item[number].address);
}

static bool is_503(enum oa_code code)
{
	return code == OA_CODE_HTTP_503_BURST ||
	       code == OA_CODE_HTTP_APP_POOL_STOPPED ||
	       code == OA_CODE_HTTP_APP_POOL_CRASHING;
}

/* What the failures have in common, or each of them: "tcp-refused at EX2". */
struct failures {
	size_t count;
	size_t of;
	bool are_503; /* all of them */
	char list[240];
};

static void list_failure(struct failures *failures, const struct oa_try *try)
{
	char who[140], text[200] = "";
	bool is_known;

	oa_seen_who(&try->seen, who, sizeof(who));
	is_known = try->seen.name[0] || try->address[0];
	if (!try->seen.name[0] && try->address[0])
		snprintf(who, sizeof(who), "%s", try->address);
	oa_append(text, sizeof(text), "%s%s%s", oa_diagnosis(try->code)->name,
		is_known ? " at " : "", is_known ? who : "");
	if (!strstr(failures->list, text))
		oa_append(failures->list, sizeof(failures->list), "%s%s",
			failures->list[0] ? ", " : "", text);
}

static struct failures look_at_failures(
	const struct oa_tries *tries, const struct addresses *all)
{
	struct failures failures = {.are_503 = true};

	for (size_t i = 0; i < tries->count; i++) {
		const struct oa_try *try = &tries->item[i];

		if (!counts(tries, all, i))
			continue;
		failures.of++;
		if (!oa_try_failed(try))
			continue;
		failures.count++;
		failures.are_503 = failures.are_503 && is_503(try->code);
		list_failure(&failures, try);
	}
	return failures;
}

/* What fails only now and then weighs no more than the whole. */
static void soften(struct oa_report *report, enum oa_state most)
{
	for (size_t i = 0; i < report->step_count; i++)
		if (report->steps[i].state > most)
			report->steps[i].state = most;
}

static struct oa_step *judge_failures(
	const struct failures *failures, size_t alert, struct oa_report *report)
{
	enum oa_code code = failures->are_503 ? OA_CODE_HTTP_503_BURST
					      : OA_CODE_INTERMITTENT_FAILURE;
	bool is_critical = 2 * failures->count >= failures->of ||
			   (alert && failures->count >= alert);
	enum oa_state state = is_critical ? OA_STATE_CRITICAL : OA_STATE_WARNING;
	struct oa_facts facts = {0};
	struct oa_step *step;

	oa_facts_set(&facts, "n", "%zu", failures->count);
	oa_facts_set(&facts, "m", "%zu", failures->of);
	oa_facts_set(&facts, "sub", "%s", failures->list);
	soften(report, state);
	step = oa_report_find_as(report, code, state, NULL, &facts);
	/* a single run may have said the same of itself */
	oa_facts_expand(step->text, sizeof(step->text), oa_diagnosis(code)->message,
		&facts, &report->facts);
	return step;
}

static int compare_seconds(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;

	return (one > other) - (one < other);
}

/* The times of the runs that went well; what fails at once is not fast. */
static void measure(const struct oa_tries *tries, struct oa_report *report)
{
	double *seconds = calloc(tries->count, sizeof(*seconds));
	size_t count = 0;

	for (size_t i = 0; i < tries->count && seconds; i++)
		if (!oa_try_failed(&tries->item[i]))
			seconds[count++] = tries->item[i].seconds;
	oa_report_value(report, "loss",
		100.0 * (double)(tries->count - (seconds ? count : tries->count)) /
			(double)tries->count);
	if (count) {
		qsort(seconds, count, sizeof(*seconds), compare_seconds);
		oa_report_value(report, "time_min", seconds[0]);
		oa_report_value(report, "time_median",
			(seconds[(count - 1) / 2] + seconds[count / 2]) / 2);
		oa_report_value(report, "time_max", seconds[count - 1]);
	}
	free(seconds);
}

static void add_line(struct oa_step *step, const struct oa_try *try, size_t number)
{
	char who[140];

	oa_seen_who(&try->seen, who, sizeof(who));
	if (!try->seen.name[0] && try->address[0])
		snprintf(who, sizeof(who), "%s", try->address);
	if (try->code == OA_CODE_OK)
		oa_step_detail(step, "try %zu: %s, %.3f s, %s", number,
			oa_state_name(try->state), try->seconds, who);
	else
		oa_step_detail(step, "try %zu: %s [%s], %.3f s, %s: %s", number,
			oa_state_name(try->state), oa_diagnosis(try->code)->name,
			try->seconds, who, try->text);
}

/* Where the lines of the runs go, if nothing else was found about the whole. */
static struct oa_step *sum_up(const struct oa_tries *tries,
	const struct failures *failures, struct oa_report *report)
{
	if (failures->count)
		return oa_report_ok(report, OA_HOP_TIME, NULL, -1,
			"note: all of %zu tries fail", tries->count);
	return oa_report_ok(report, OA_HOP_TIME, NULL, -1, "%zu of %zu tries pass",
		failures->of - failures->count, failures->of);
}

void oa_tries_judge(
	const struct oa_tries *tries, size_t alert, struct oa_report *report)
{
	struct addresses addresses = look_at_addresses(tries);
	struct failures failures = look_at_failures(tries, &addresses);
	struct oa_step *step;

	if (!tries->count)
		return;
	measure(tries, report);
	judge_addresses(tries, &addresses, report);
	oa_trynodes_judge(tries, report);
	if (failures.count && failures.count < failures.of)
		step = judge_failures(&failures, alert, report);
	else
		step = sum_up(tries, &failures, report);
	step->is_long = true;
	for (size_t i = 0; i < tries->count; i++)
		add_line(step, &tries->item[i], i + 1);
}
