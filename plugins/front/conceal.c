/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/conceal.h"

#include "common/base/array.h"
#include "common/report/hide.h"

#include <string.h>

static bool names_server(const struct oa_option *option)
{
	static const char *const names[] = {"server", "alt-server", "backend"};

	for (size_t i = 0; i < OA_LENGTH(names); i++)
		if (strcmp(option->name, names[i]) == 0)
			return true;
	return false;
}

static void note_names(struct oa_report *report, const struct oa_arguments *arguments)
{
	for (size_t i = 0; i < arguments->count; i++) {
		const struct oa_argument *argument = &arguments->item[i];

		if (argument->value && names_server(argument->option))
			oa_seen_add_name(&report->seen, argument->value,
				strlen(argument->value));
	}
}

void oa_conceal(struct oa_report *report, const struct oa_common_settings *settings,
	const struct oa_arguments *from_argv, const struct oa_arguments *from_files)
{
	note_names(report, from_argv);
	note_names(report, from_files);
	oa_hide_names(report, settings->target.host);
}
