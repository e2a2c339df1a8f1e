/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/labels.h"

static const struct oa_perf of_tries[] = {
	{"loss", "%", "share of the tries that failed, with --tries"},
	{"time_min", "s", "the fastest of the tries that passed"},
	{"time_median", "s", "the middle one of the tries that passed"},
	{"time_max", "s", "the slowest of the tries that passed"},
	{0},
};

static bool has_tries(const struct oa_program *program)
{
	for (size_t i = 0; program->groups[i].title; i++)
		if (program->groups[i].options == oa_options_tries ||
			program->groups[i].options == oa_options_tries_bare)
			return true;
	return false;
}

void oa_labels_of(
	const struct oa_program *program, struct oa_perf ret_list[OA_LABELS_MAX])
{
	const struct oa_perf *more = has_tries(program) ? of_tries : NULL;
	size_t count = 0;

	for (const struct oa_perf *perf = program->perf;
		perf->label && count + 1 < OA_LABELS_MAX; perf++)
		ret_list[count++] = *perf;
	for (; more && more->label && count + 1 < OA_LABELS_MAX; more++)
		ret_list[count++] = *more;
	ret_list[count] = (struct oa_perf){.label = NULL};
}
