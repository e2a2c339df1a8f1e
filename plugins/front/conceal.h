/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_CONCEAL_H
#define OA_PLUGINS_FRONT_CONCEAL_H

/*
 * --no-internal-names: one place for all renderers.
 */

#include "plugins/front/options.h"

/* Replaces the internal names in the report: those that servers gave, and those that
 * the command line or a file gives for servers. */
void oa_conceal(struct oa_report *report, const struct oa_common_settings *settings,
	const struct oa_arguments *from_argv, const struct oa_arguments *from_files);

#endif
