/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
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
};

static void set_up(struct fixture *f)
{
	*f = (struct fixture){.dir = ""};
	snprintf(f->dir, sizeof(f->dir), "/tmp/oa-budget-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(f->dir));
	f->target = (struct oa_target){.host = "mail.lab.test",
		.now = NOW,
		.budget = {.dir = f->dir, .interval = INTERVAL, .stamp = "1-2-3"}};
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

	oa_budget_end(&f->front);
	oa_report_free(&f->report);
	ck_assert_ptr_nonnull(dir);
	while ((entry = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s", f->dir, entry->d_name);
		unlink(path);
	}
	closedir(dir);
	rmdir(f->dir);
}

/* As the next run would. */
static bool may_go(struct fixture *f)
{
	oa_budget_end(&f->front);
	f->front.budget = (struct oa_budget){.is_begun = false};
	f->front.was_refused = false;
	return oa_budget_begin(&f->front, oa_deadline_in(1));
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
	for (size_t i = 0; i < OA_LENGTH(ages); i++) {
		struct fixture f;

		set_up(&f);
		ck_assert(may_go(&f));
		oa_budget_rejected(&f.front);
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
	oa_budget_rejected(&f.front);
	snprintf(f.front.user, sizeof(f.front.user), "LAB\\bob");
	ck_assert(may_go(&f));
	snprintf(f.front.user, sizeof(f.front.user), "lab\\ALICE");
	f.target.host = "mx.lab.test";
	ck_assert(may_go(&f));
	f.target.host = "MAIL.lab.test";
	ck_assert(!may_go(&f));
	f.target.budget.stamp = "4-5-6";
	ck_assert(may_go(&f));
	f.target.budget.stamp = NULL;
	ck_assert(may_go(&f));
	f.target.budget.dir = NULL;
	f.target.budget.stamp = "1-2-3";
	ck_assert(may_go(&f));
	f.target.budget.dir = f.dir;
	tear_down(&f);
}
END_TEST

START_TEST(acceptance_clears_the_mark)
{
	struct fixture f;

	set_up(&f);
	ck_assert(may_go(&f));
	oa_budget_rejected(&f.front);
	oa_budget_accepted(&f.front);
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
	f.target.budget.dir = "/dev/null";
	ck_assert(!may_go(&f));
	ck_assert_int_eq(f.report.steps[0].code, OA_CODE_MONITOR_FILE_UNREADABLE);
	f.target.budget.dir = f.dir;
	tear_down(&f);
}
END_TEST

/* One look and one bad password in a run, whatever asks. */
START_TEST(one_refusal_ends_the_run)
{
	struct fixture f;

	set_up(&f);
	ck_assert(oa_budget_begin(&f.front, oa_deadline_in(1)));
	ck_assert(oa_budget_begin(&f.front, oa_deadline_in(1)));
	f.front.was_refused = true;
	ck_assert(!oa_budget_begin(&f.front, oa_deadline_in(1)));
	f.target.is_account_good = true;
	ck_assert(oa_budget_begin(&f.front, oa_deadline_in(1)));
	f.target.is_account_good = false;
	f.front.was_accepted = true;
	ck_assert(oa_budget_begin(&f.front, oa_deadline_in(1)));
	ck_assert_uint_eq(f.report.step_count, 0);
	tear_down(&f);
}
END_TEST

/* A password that was taken needs no look, and no lock that another part of the run
 * would wait for. */
START_TEST(a_proven_password_takes_no_lock)
{
	struct fixture f;

	set_up(&f);
	f.front.was_accepted = true;
	ck_assert(oa_budget_begin(&f.front, oa_deadline_in(1)));
	ck_assert(!f.front.budget.state.is_open);
	tear_down(&f);
}
END_TEST

/* The end of a run keeps a refusal, unless the password was taken before. */
START_TEST(the_end_keeps_the_refusal)
{
	for (int was_accepted = 0; was_accepted <= 1; was_accepted++) {
		struct fixture f;

		set_up(&f);
		ck_assert(may_go(&f));
		f.front.was_refused = true;
		f.front.was_accepted = was_accepted;
		oa_budget_end(&f.front);
		f.front.was_accepted = false;
		ck_assert(may_go(&f) == was_accepted);
		tear_down(&f);
	}
}
END_TEST

OA_TEST_MAIN("budget", refusals_are_remembered_for_an_interval,
	others_are_not_concerned, acceptance_clears_the_mark, no_memory_no_logon,
	one_refusal_ends_the_run, a_proven_password_takes_no_lock,
	the_end_keeps_the_refusal)
