/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/deadline.h"

#include <limits.h>
#include <time.h>

int64_t oa_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

double oa_seconds_since(int64_t start_us)
{
	return (double)(oa_now_us() - start_us) / 1e6;
}

struct oa_deadline oa_deadline_in(double seconds)
{
	return (struct oa_deadline){.at_us = oa_now_us() + (int64_t)(seconds * 1e6)};
}

struct oa_deadline oa_deadline_step(struct oa_deadline until, double seconds)
{
	struct oa_deadline step = oa_deadline_in(seconds);

	return step.at_us < until.at_us ? step : until;
}

struct oa_deadline oa_deadline_before(struct oa_deadline until, double seconds)
{
	return (struct oa_deadline){.at_us = until.at_us - (int64_t)(seconds * 1e6)};
}

struct oa_deadline oa_deadline_share(struct oa_deadline until, double share)
{
	return oa_deadline_in(oa_deadline_left(until) * share);
}

int oa_deadline_left_ms(struct oa_deadline until)
{
	int64_t left_ms = (until.at_us - oa_now_us() + 999) / 1000;

	if (left_ms < 0)
		return 0;
	return left_ms > INT_MAX ? INT_MAX : (int)left_ms;
}

double oa_deadline_left(struct oa_deadline until)
{
	int64_t left_us = until.at_us - oa_now_us();

	return left_us > 0 ? (double)left_us / 1e6 : 0;
}

bool oa_deadline_passed(struct oa_deadline until)
{
	return oa_now_us() >= until.at_us;
}
