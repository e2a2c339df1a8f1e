/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxylog.h"
#include "common/base/text.h"
#include "common/probe/proxylogjudge.h"
#include "common/probe/proxyloglist.h"
#include "common/probe/proxylogmemory.h"
#include "common/report/unreadable.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Clocks of monitor and server may differ by this: a file is read that is so much too
 * old, and a line counts that is so much ahead. */
#define SLACK_SECONDS 600

/* Reading has this share of the time; the rest is for saying what was found. */
#define READING_SHARE 0.9

/* What the steps of one run share. */
struct run {
	const struct oa_proxylog_plan *plan;
	struct oa_report *report;
	struct oa_deadline until;
	int64_t now;
	struct oa_proxylog_list files;
	struct oa_proxylog_memory memory;
	struct oa_proxylog_counts *counts;
	struct oa_proxylog_mark *marks; /* of this run */
	size_t mark_count;
	struct oa_proxylog_progress sum;
	bool has_failed; /* some file or directory could not be read */
};

/* Records what is wrong with a file, whose error says "PATH: reason" if path is NULL,
 * and what to do where it is the content. */
static void find_wrong(struct run *run, const char *path, const struct oa_error *error)
{
	struct oa_report *report = run->report;
	size_t before = report->step_count;

	oa_report_find_unreadable(report, NULL, path, error);
	if (error->number == OA_PROXYLOG_NO_LOG && report->step_count > before)
		snprintf(report->steps[before].hint, sizeof(report->steps[before].hint),
			"%s",
			"give it the log as Exchange writes it, Logging\\HttpProxy\\"
			"RpcHttp: text in UTF-8 with its line #Fields: and all "
			"columns, not compressed, not in UTF-16");
}

static void find_unreadable(struct run *run, const struct oa_error *error)
{
	run->has_failed = true;
	find_wrong(run, NULL, error);
}

static void list_files(struct run *run)
{
	struct oa_error error = {0};

	for (size_t i = 0; i < run->plan->paths.count; i++)
		if (oa_proxylog_list_add(
			    &run->files, run->plan->paths.item[i], &error) < 0)
			find_unreadable(run, &error);
	oa_proxylog_list_sort(&run->files);
}

/* A file of a directory that ended before the time that counts.  Once there is a
 * memory, what is not in it is new. */
static bool is_past(const struct run *run, const struct oa_proxylog_file *file)
{
	return file->was_listed && run->plan->window > 0 && !run->memory.last_run &&
	       (double)file->mtime <
		       (double)run->now - run->plan->window - SLACK_SECONDS;
}

/* Without these columns what fails behind the front end passes for good, or cannot be
 * told apart. */
static void judge_columns(
	struct run *run, const char *path, const struct oa_proxylog_progress *progress)
{
	struct oa_error error = {0};

	if (progress->no_target == progress->lines)
		oa_report_ok(run->report, OA_HOP_MONITOR, NULL, -1,
			"note: no column TargetServer in %s: failures are not told "
			"apart by server",
			path);
	if (progress->no_backend < progress->lines)
		return;
	(void)oa_fail(&error, OA_LAYER_FILE, OA_PROXYLOG_NO_LOG,
		"no column BackEndStatus: failures behind the front end do not show");
	find_wrong(run, path, &error);
}

/* Reads what is new in an open file; its mark is that of this run. */
static int read_file(struct run *run, const struct oa_proxylog_file *file, int fd,
	struct oa_proxylog_mark *mark, struct oa_error *err)
{
	struct oa_proxylog_progress progress = {0};
	const struct oa_proxylog_mark *known = oa_proxylog_memory_find(
		&run->memory, fd, file->path);

	if (!known && is_past(run, file))
		return oa_proxylog_skip(fd, file->path, mark, err);
	if (known)
		*mark = *known;
	if (oa_proxylog_read(fd, file->path, mark, oa_proxylog_count, run->counts,
		    run->until, &progress, err) < 0)
		return -1;
	if (progress.lines)
		judge_columns(run, file->path, &progress);
	run->sum.lines += progress.lines;
	run->sum.malformed += progress.malformed;
	run->sum.is_late = run->sum.is_late || progress.is_late;
	return 0;
}

static void take_file(struct run *run, const struct oa_proxylog_file *file)
{
	struct oa_proxylog_mark mark = {0};
	struct oa_error error = {0};
	int fd = oa_proxylog_open(file->path, &error);

	/* a file that rotation has taken away meanwhile is no fault */
	if (fd < 0 && error.number == ENOENT && file->was_listed)
		return;
	if (fd < 0 || read_file(run, file, fd, &mark, &error) < 0)
		find_unreadable(run, &error);
	else
		run->marks[run->mark_count++] = mark;
	if (fd >= 0)
		close(fd);
}

static bool is_new_mark(const struct run *run, const struct oa_proxylog_mark *mark)
{
	for (size_t i = 0; i < run->mark_count; i++)
		if (run->marks[i].name == mark->name)
			return false;
	return true;
}

/* A share that is away today must not be read from the beginning tomorrow. */
static void keep_old_marks(struct run *run)
{
	for (size_t i = 0;
		i < run->memory.count && run->mark_count < OA_PROXYLOG_MARKS_MAX; i++)
		if (is_new_mark(run, &run->memory.mark[i]))
			run->marks[run->mark_count++] = run->memory.mark[i];
}

static void save(struct run *run)
{
	struct oa_error error = {0};

	if (!run->memory.is_on)
		return;
	if (run->has_failed)
		keep_old_marks(run);
	if (oa_proxylog_memory_save(
		    &run->memory, run->marks, run->mark_count, run->now, &error) < 0)
		find_unreadable(run, &error);
}

/* "since 2026-11-21 04:30:02Z", "in the last 60 min" or "in all". */
static void name_time(const struct run *run, char *buffer, size_t size)
{
	time_t last = (time_t)run->memory.last_run;
	struct tm tm;

	if (last && gmtime_r(&last, &tm))
		strftime(buffer, size, "since %Y-%m-%d %H:%M:%SZ", &tm);
	else if (run->plan->window > 0)
		snprintf(buffer, size, "in the last %.4g min", run->plan->window / 60);
	else
		snprintf(buffer, size, "in all");
}

static void note_reading(const struct run *run)
{
	struct oa_step *step = oa_report_ok(run->report, OA_HOP_MONITOR, NULL, -1,
		"%zu file%s, %" PRIu64 " lines read", run->mark_count,
		run->mark_count == 1 ? "" : "s", run->sum.lines);

	if (run->sum.malformed)
		oa_step_detail(step,
			"%" PRIu64 " lines are no requests and were left "
			"out",
			run->sum.malformed);
	if (run->sum.is_late)
		oa_step_detail(step, "the time was up before the end%s",
			run->memory.is_on ? "; the rest comes with the next run" : "");
	if (run->memory.was_damaged)
		oa_step_detail(step, "the memory of earlier runs was damaged and has "
				     "been set aside");
	step->is_long = true;
	oa_report_value(run->report, "lines", (double)run->sum.lines);
	oa_report_value(run->report, "malformed", (double)run->sum.malformed);
}

static void carry_on(struct run *run)
{
	struct oa_proxylog_times_of_runs runs = {
		.now = run->now, .last = run->memory.last_run};

	if (run->memory.is_on)
		oa_proxylog_carry_on(run->memory.carry, run->counts,
			(uint64_t)run->plan->min_requests, &runs);
}

static void read_all(struct run *run)
{
	char since[64];

	/* the memory says what is new; without one the time does */
	if (!run->memory.last_run && run->plan->window > 0) {
		run->counts->from_ms = (run->now - (int64_t)run->plan->window) * 1000;
		run->counts->to_ms = (run->now + SLACK_SECONDS) * 1000;
	}
	list_files(run);
	for (size_t i = 0; i < run->files.count; i++)
		take_file(run, &run->files.item[i]);
	carry_on(run);
	save(run);
	note_reading(run);
	name_time(run, since, sizeof(since));
	if (run->mark_count)
		oa_proxylog_judge(run->plan, run->counts, since, run->report);
}

static int prepare(struct run *run, struct oa_error *err)
{
	run->counts = calloc(1, sizeof(*run->counts));
	run->marks = calloc(OA_PROXYLOG_MARKS_MAX, sizeof(*run->marks));
	if (!run->counts || !run->marks)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	if (!run->plan->state_dir)
		return 0;
	return oa_proxylog_memory_open(&run->memory, run->plan->state_dir,
		&run->plan->paths, oa_deadline_share(run->until, 0.5), err);
}

void oa_probe_proxylog(const struct oa_proxylog_plan *plan, struct oa_deadline until,
	struct oa_report *report)
{
	struct run run = {.plan = plan,
		.report = report,
		.until = oa_deadline_share(until, READING_SHARE),
		.now = plan->now ? plan->now : (int64_t)time(NULL)};
	struct oa_error error = {0};
	int64_t start_us = oa_now_us();

	if (prepare(&run, &error) < 0)
		find_unreadable(&run, &error);
	else
		read_all(&run);
	oa_report_value(report, "time", oa_seconds_since(start_us));
	oa_proxylog_memory_free(&run.memory);
	oa_proxylog_list_free(&run.files);
	free(run.marks);
	free(run.counts);
}
