/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/budget.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NOW      1800000000
#define INTERVAL 600.0

/* A run of a check with a budget. */
struct fixture {
	char dir[64];
	struct oa_target target;
	struct oa_front front;
	struct oa_report report;
	struct oa_budget_plan plan;
	struct oa_budget budget;
};

static void set_up(struct fixture *f)
{
	*f = (struct fixture){.plan = {.interval = INTERVAL, .stamp = "1-2-3"}};
	snprintf(f->dir, sizeof(f->dir), "/tmp/oa-budget-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(f->dir));
	f->plan.dir = f->dir;
	f->target = (struct oa_target){.host = "mail.lab.test", .now = NOW};
	f->front = (struct oa_front){
		.target = &f->target, .report = &f->report, .user = "LAB\\alice"};
	oa_report_init(&f->report);
	oa_facts_set(&f->report.facts, "user", "LAB\\alice");
}

static void tear_down(struct fixture *f)
{
	DIR *dir = opendir(f->dir);
	struct dirent *entry;
	char path[400];

	oa_budget_end(&f->budget);
	oa_report_free(&f->report);
	ck_assert_ptr_nonnull(dir);
	while ((entry = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s", f->dir, entry->d_name);
		unlink(path);
	}
	closedir(dir);
	rmdir(f->dir);
}

static bool may_go(struct fixture *f)
{
	oa_budget_end(&f->budget);
	return oa_budget_begin(&f->budget, &f->plan, &f->front, oa_deadline_in(1));
}

/* Seconds after the refusal, and whether the next try is free. */
static const struct {
	long after;
	bool may_go;
} ages[] = {
	{0, false},
	{1, false},
	{599, false},
	{600, true},
	{100000, true},
	{-1, false},
	{-599, false},
	{-600, true},
};

START_TEST(refusals_are_remembered_for_an_interval)
{
	for (size_t i = 0; i < COUNT(ages); i++) {
		struct fixture f;

		set_up(&f);
		ck_assert(may_go(&f));
		oa_budget_rejected(&f.budget);
		f.target.now = NOW + ages[i].after;
		ck_assert_msg(may_go(&f) == ages[i].may_go, "%ld", ages[i].after);
		ck_assert_uint_eq(f.report.step_count, ages[i].may_go ? 0 : 1);
		if (!ages[i].may_go)
			ck_assert_int_eq(
				f.report.steps[0].code, OA_CODE_AUTH_BUDGET_USED);
		tear_down(&f);
	}
}
END_TEST

START_TEST(others_are_not_concerned)
{
	struct fixture f;

	set_up(&f);
	ck_assert(may_go(&f));
	oa_budget_rejected(&f.budget);
	snprintf(f.front.user, sizeof(f.front.user), "LAB\\bob");
	ck_assert(may_go(&f));
	snprintf(f.front.user, sizeof(f.front.user), "lab\\ALICE");
	f.target.host = "mx.lab.test";
	ck_assert(may_go(&f));
	f.target.host = "MAIL.lab.test";
	ck_assert(!may_go(&f));
	f.plan.stamp = "4-5-6";
	ck_assert(may_go(&f));
	f.plan.stamp = NULL;
	ck_assert(may_go(&f));
	f.plan.dir = NULL;
	f.plan.stamp = "1-2-3";
	ck_assert(may_go(&f));
	f.plan.dir = f.dir;
	tear_down(&f);
}
END_TEST

START_TEST(acceptance_clears_the_mark)
{
	struct fixture f;

	set_up(&f);
	ck_assert(may_go(&f));
	oa_budget_rejected(&f.budget);
	oa_budget_accepted(&f.budget);
	ck_assert(may_go(&f));
	ck_assert_uint_eq(f.report.step_count, 0);
	tear_down(&f);
}
END_TEST

/* Without its memory a run does not risk the account. */
START_TEST(no_memory_no_logon)
{
	struct fixture f;

	set_up(&f);
	f.plan.dir = "/dev/null";
	ck_assert(!may_go(&f));
	ck_assert_int_eq(f.report.steps[0].code, OA_CODE_MONITOR_FILE_UNREADABLE);
	f.plan.dir = f.dir;
	tear_down(&f);
}
END_TEST

OA_TEST_MAIN("budget", refusals_are_remembered_for_an_interval,
	others_are_not_concerned, acceptance_clears_the_mark, no_memory_no_logon)
