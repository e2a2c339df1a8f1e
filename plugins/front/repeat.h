/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_REPEAT_H
#define OA_PLUGINS_FRONT_REPEAT_H

/*
 * The check itself, as often as --tries says and at as many addresses as
 * --all-addresses finds.  Each try has the whole of --timeout; the addresses of one
 * try share it.  What is shown is the try that has most to tell of what is wrong.
 */

#include "plugins/front/program.h"

/* Runs the check and judges it by -w and -c; the process began at start_us.  The report
 * holds what all tries share, and gets the result.  The settings, with those of the
 * program behind them, are the same afterwards. */
void oa_repeat_run(const struct oa_program *program,
	struct oa_common_settings *settings, int64_t start_us,
	struct oa_report *report);

#endif
