/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/repeat.h"

#include "common/net/dns.h"
#include "common/probe/resolve.h"
#include "common/probe/tries.h"
#include "plugins/front/run.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

/* The question for the addresses must leave time for them. */
#define RESOLVE_SHARE 0.4

/* What the tries of one run share. */
struct repeat {
	const struct oa_program *program;
	struct oa_common_settings *settings;
	struct oa_report *report; /* what all share, and in the end the result */
	struct oa_report *shown;  /* of the try to be shown; owned */
	struct oa_try best;       /* the same try */
	struct oa_tries tries;
	struct oa_dns_answer answer; /* used if count is not 0 */
	bool is_over;                /* another try would tell nothing new */
};

/* A report for one try, with what was recorded before all of them. */
static struct oa_report *new_report(const struct oa_report *like)
{
	struct oa_report *report = malloc(sizeof(*report));

	if (!report)
		return NULL;
	*report = *like;
	report->transcript = NULL;
	report->spare.details = NULL;
	for (size_t i = 0; i < report->step_count; i++) {
		const char *details = like->steps[i].details;

		report->steps[i].details = details ? strdup(details) : NULL;
	}
	return report;
}

static void drop(struct oa_report *report)
{
	if (report)
		oa_report_free(report);
	free(report);
}

static void find_no_memory(struct repeat *repeat)
{
	struct oa_facts facts = {0};

	oa_facts_set(&facts, "phase", "tries");
	oa_facts_set(&facts, "reason", "out of memory");
	oa_report_find(repeat->shown ? repeat->shown : repeat->report,
		OA_CODE_INTERNAL_ERROR, NULL, &facts);
	repeat->is_over = true;
}

/* Keeps the report if it is the one to show. */
static void settle(
	struct repeat *repeat, const struct oa_try *try, struct oa_report *report)
{
	if (repeat->shown && !oa_try_outweighs(try, &repeat->best)) {
		drop(report);
		return;
	}
	drop(repeat->shown);
	repeat->shown = report;
	repeat->best = *try;
}

/* What --hold adds is no latency. */
static double time_of(const struct oa_report *report, int64_t start_us)
{
	double held = 0;

	oa_report_value_get(report, "hold_time", &held);
	return oa_seconds_since(start_us) - held;
}

static void try_once(
	struct repeat *repeat, const char *address, struct oa_deadline until)
{
	struct oa_report *report = new_report(repeat->report);
	int64_t start_us = oa_now_us();
	const struct oa_try *try = NULL;

	if (report) {
		oa_run_once(repeat->program, repeat->settings, until, report);
		try = oa_tries_add(
			&repeat->tries, report, address, time_of(report, start_us));
	}
	if (!try) {
		drop(report);
		find_no_memory(repeat);
		return;
	}
	repeat->is_over = repeat->is_over || oa_try_is_last(try);
	settle(repeat, try, report);
}

static void try_addresses(struct repeat *repeat, struct oa_deadline until)
{
	struct oa_target *target = &repeat->settings->target;
	size_t count = repeat->answer.count;

	for (size_t i = 0; i < count && !repeat->is_over; i++) {
		target->address = repeat->answer.address[i];
		try_once(repeat, target->address,
			oa_deadline_share(until, 1.0 / (double)(count - i)));
	}
	target->address = NULL;
}

/* Asks for the addresses; where that fails the check says why. */
static void find_addresses(struct repeat *repeat, struct oa_deadline until)
{
	struct oa_target *target = &repeat->settings->target;
	struct oa_report *unseen = new_report(repeat->report);
	int64_t start_us = oa_now_us();

	if (!unseen)
		return;
	unseen->on_step = NULL;
	if (oa_resolve(target, unseen, oa_deadline_share(until, RESOLVE_SHARE),
		    &repeat->answer) < 0)
		repeat->answer.count = 0;
	if (repeat->answer.count > 1) {
		target->answer = &repeat->answer;
		target->answer_seconds = oa_seconds_since(start_us);
	} else {
		repeat->answer.count = 0;
	}
	drop(unseen);
}

static void pause_between(struct oa_report *report, double seconds)
{
	struct oa_deadline until = oa_deadline_in(seconds);

	oa_report_wait(report, "the next try");
	while (!oa_deadline_passed(until))
		poll(NULL, 0, oa_deadline_left_ms(until));
}

static void run_all(struct repeat *repeat, int64_t start_us)
{
	struct oa_common_settings *settings = repeat->settings;
	double spent = oa_seconds_since(start_us);

	for (long i = 0; i < settings->tries && !repeat->is_over; i++, spent = 0) {
		struct oa_deadline until;

		if (i)
			pause_between(repeat->report, settings->interval);
		until = oa_run_deadline(settings, spent);
		if (!i && settings->all_addresses && !settings->target.address)
			find_addresses(repeat, until);
		if (repeat->answer.count)
			try_addresses(repeat, until);
		else
			try_once(repeat, NULL, until);
	}
	settings->target.answer = NULL;
}

/* Makes the try that is shown the result, with what all of them say. */
static void conclude(struct repeat *repeat)
{
	struct oa_report *report = repeat->report;
	long alert = repeat->settings->alert;

	if (!repeat->shown)
		return;
	oa_report_free(report);
	*report = *repeat->shown;
	free(repeat->shown);
	if (repeat->tries.count > 1)
		oa_tries_judge(&repeat->tries, (size_t)alert, report);
	/* every run has met names that are to be hidden */
	for (size_t i = 0; i < repeat->tries.count; i++)
		oa_seen_merge(&report->seen, &repeat->tries.item[i].seen);
}

void oa_repeat_run(const struct oa_program *program,
	struct oa_common_settings *settings, int64_t start_us, struct oa_report *report)
{
	struct repeat repeat = {
		.program = program, .settings = settings, .report = report};

	if (settings->tries < 2 && !settings->all_addresses) {
		oa_run_once(program, settings,
			oa_run_deadline(settings, oa_seconds_since(start_us)), report);
		return;
	}
	run_all(&repeat, start_us);
	conclude(&repeat);
	oa_tries_free(&repeat.tries);
}
