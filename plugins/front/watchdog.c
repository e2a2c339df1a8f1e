/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/watchdog.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_UNKNOWN 3

/* The timer carries its watchdog along, so that no global is needed. */
static void bark(int number, siginfo_t *info, void *context)
{
	const struct oa_watchdog *watchdog = info->si_value.sival_ptr;
	ssize_t written;

	(void)number;
	(void)context;
	if (info->si_code != SI_TIMER)
		return;
	written = write(STDOUT_FILENO, watchdog->output, watchdog->len);
	(void)written; /* there is nobody left to tell */
	_exit(EXIT_UNKNOWN);
}

/* A real-time signal: libraries make use of SIGALRM. */
static int make(struct oa_watchdog *watchdog)
{
	struct sigaction action = {.sa_sigaction = bark, .sa_flags = SA_SIGINFO};
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
		.sigev_signo = SIGRTMIN,
		.sigev_value.sival_ptr = watchdog};
	sigset_t mask;

	sigemptyset(&action.sa_mask);
	sigemptyset(&mask);
	sigaddset(&mask, SIGRTMIN);
	if (sigaction(SIGRTMIN, &action, NULL) < 0 ||
		sigprocmask(SIG_UNBLOCK, &mask, NULL) < 0 ||
		timer_create(CLOCK_MONOTONIC, &event, &watchdog->timer) < 0)
		return -1;
	watchdog->is_made = true;
	return 0;
}

static void set_time(const struct oa_watchdog *watchdog, double seconds)
{
	struct itimerspec when = {.it_value.tv_sec = (time_t)seconds};

	when.it_value.tv_nsec = (long)((seconds - (double)(time_t)seconds) * 1e9);
	timer_settime(watchdog->timer, 0, &when, NULL);
}

int oa_watchdog_arm(struct oa_watchdog *watchdog, double seconds, char *output,
	struct oa_error *err)
{
	if (!watchdog->is_made && make(watchdog) < 0) {
		free(output);
		return oa_fail(
			err, OA_LAYER_SYSTEM, errno, "watchdog: %s", strerror(errno));
	}
	set_time(watchdog, 0);
	free(watchdog->output);
	watchdog->output = output;
	watchdog->len = strlen(output);
	set_time(watchdog, seconds);
	return 0;
}

void oa_watchdog_free(struct oa_watchdog *watchdog)
{
	if (watchdog->is_made)
		timer_delete(watchdog->timer);
	free(watchdog->output);
	*watchdog = (struct oa_watchdog){.is_made = false};
}
