/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/progress.h"

#include "common/base/deadline.h"

#include <errno.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define COLUMNS     80
#define MIN_COLUMNS 20
#define SECOND_US   1000000

/* Back to the begin of the line, and clear it (ECMA-48, EL). */
#define CLEAR "\r\033[K"

static int columns_of(int fd)
{
	struct winsize size = {0};

	if (ioctl(fd, TIOCGWINSZ, &size) < 0 || size.ws_col < MIN_COLUMNS)
		return COLUMNS;
	return size.ws_col;
}

/* Characters are cut at their begin, so that none is shown in half. */
static int shown_len(const char *line, int columns)
{
	int len = 0;

	for (int shown = 0; line[len]; len++)
		if ((line[len] & 0xc0) != 0x80 && ++shown >= columns)
			break;
	return len;
}

/* What is over matters less than what is waited for; it may be cut. */
static void draw(const struct oa_progress *progress)
{
	const char *separator = progress->last[0] ? "; " : "";
	bool is_waiting = progress->waiting[0];
	char line[900];

	snprintf(line, sizeof(line), "%.1f s  %s%s%s%s",
		oa_seconds_since(progress->start_us), is_waiting ? "waiting for " : "",
		progress->waiting, is_waiting ? separator : "", progress->last);
	fprintf(stderr, CLEAR "%.*s", shown_len(line, progress->columns), line);
	fflush(stderr);
}

static void on_step(void *watcher, const struct oa_step *step)
{
	struct oa_progress *progress = watcher;

	if (step->code == OA_CODE_NOT_TESTED)
		return;
	pthread_mutex_lock(&progress->mutex);
	snprintf(progress->last, sizeof(progress->last), "%s%s%s %s: %s",
		oa_hop_name(step->hop), step->subject[0] ? " " : "", step->subject,
		oa_state_name(step->state), step->text);
	progress->waiting[0] = '\0';
	draw(progress);
	pthread_mutex_unlock(&progress->mutex);
}

static void on_wait(void *watcher, const char *what)
{
	struct oa_progress *progress = watcher;

	pthread_mutex_lock(&progress->mutex);
	snprintf(progress->waiting, sizeof(progress->waiting), "%s", what);
	draw(progress);
	pthread_mutex_unlock(&progress->mutex);
}

static struct timespec moment(int64_t us)
{
	return (struct timespec){
		.tv_sec = us / SECOND_US, .tv_nsec = us % SECOND_US * 1000};
}

/* Draws the line at each full second of the run. */
static void *tick(void *data)
{
	struct oa_progress *progress = data;
	int64_t next_us = progress->start_us + SECOND_US;

	pthread_mutex_lock(&progress->mutex);
	while (!progress->is_over) {
		struct timespec next = moment(next_us);

		if (pthread_cond_timedwait(&progress->over, &progress->mutex, &next) !=
			ETIMEDOUT)
			continue;
		draw(progress);
		next_us += SECOND_US;
	}
	pthread_mutex_unlock(&progress->mutex);
	return NULL;
}

/* Without the thread the line still follows the steps. */
static void start_ticker(struct oa_progress *progress)
{
	pthread_condattr_t attributes;

	pthread_mutex_init(&progress->mutex, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&progress->over, &attributes);
	pthread_condattr_destroy(&attributes);
	progress->has_ticker = pthread_create(
				       &progress->ticker, NULL, tick, progress) == 0;
}

static void stop_ticker(struct oa_progress *progress)
{
	pthread_mutex_lock(&progress->mutex);
	progress->is_over = true;
	pthread_cond_signal(&progress->over);
	pthread_mutex_unlock(&progress->mutex);
	if (progress->has_ticker)
		pthread_join(progress->ticker, NULL);
	pthread_cond_destroy(&progress->over);
	pthread_mutex_destroy(&progress->mutex);
}

void oa_progress_start(struct oa_progress *progress, struct oa_report *report)
{
	progress->is_on = isatty(STDERR_FILENO) && isatty(STDOUT_FILENO);
	if (!progress->is_on)
		return;
	progress->columns = columns_of(STDERR_FILENO);
	progress->start_us = oa_now_us();
	start_ticker(progress);
	report->on_step = on_step;
	report->on_wait = on_wait;
	report->watcher = progress;
}

void oa_progress_end(struct oa_progress *progress, struct oa_report *report)
{
	report->on_step = NULL;
	report->on_wait = NULL;
	report->watcher = NULL;
	if (!progress->is_on)
		return;
	stop_ticker(progress);
	fputs(CLEAR, stderr);
	fflush(stderr);
	progress->is_on = false;
}
