/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/progress.h"

#include "common/base/deadline.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COLUMNS     80
#define MIN_COLUMNS 20

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

static void show(void *watcher, const struct oa_step *step)
{
	const struct oa_progress *progress = watcher;
	char line[640];

	if (step->code == OA_CODE_NOT_TESTED)
		return;
	snprintf(line, sizeof(line), "%.1f s  %s%s%s %s: %s",
		oa_seconds_since(progress->start_us), oa_hop_name(step->hop),
		step->subject[0] ? " " : "", step->subject, oa_state_name(step->state),
		step->text);
	fprintf(stderr, CLEAR "%.*s", shown_len(line, progress->columns), line);
	fflush(stderr);
}

void oa_progress_start(struct oa_progress *progress, struct oa_report *report)
{
	progress->is_on = isatty(STDERR_FILENO) && isatty(STDOUT_FILENO);
	if (!progress->is_on)
		return;
	progress->columns = columns_of(STDERR_FILENO);
	progress->start_us = oa_now_us();
	report->on_step = show;
	report->watcher = progress;
	fputs("0.0 s  looking up the name", stderr);
	fflush(stderr);
}

void oa_progress_end(struct oa_progress *progress, struct oa_report *report)
{
	report->on_step = NULL;
	report->watcher = NULL;
	if (!progress->is_on)
		return;
	fputs(CLEAR, stderr);
	fflush(stderr);
	progress->is_on = false;
}
