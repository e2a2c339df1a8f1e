/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_WATCHDOG_H
#define OA_PLUGINS_FRONT_WATCHDOG_H

/*
 * The last resort against a call that does not come back: a timer whose handler
 * writes a prepared result and ends the process with 3.  It does nothing else, so
 * it is safe wherever the process hangs.
 */

#include "common/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/* One timer; zero-initialised it is off.  Must not move while it is armed. */
struct oa_watchdog {
	timer_t timer; /* valid if is_made */
	bool is_made;  /* the timer exists */
	char *output;  /* owned; what to write */
	size_t len;    /* its length */
};

/* Arms the timer for `seconds` from now, in place of an earlier time.  Takes over
 * output, which came from malloc(3), in any case.  Returns 0, or -1 with
 * OA_LAYER_SYSTEM. */
int oa_watchdog_arm(struct oa_watchdog *watchdog, double seconds, char *output,
	struct oa_error *err);

/* Switches the timer off and releases it. */
void oa_watchdog_free(struct oa_watchdog *watchdog);

#endif
