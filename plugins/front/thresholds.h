/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_THRESHOLDS_H
#define OA_PLUGINS_FRONT_THRESHOLDS_H

/*
 * -w and -c: a run that went well but took too long.
 */

#include "plugins/front/program.h"

/* Adds front-slow or rpc-slow, named after the phase that took most of the time,
 * if the main figure is outside -c (CRITICAL) or -w (WARNING) and nothing worse
 * has been found. */
void oa_thresholds_judge(const struct oa_program *program,
	const struct oa_common_settings *settings, struct oa_report *report);

#endif
