/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/labels.h"
#include "plugins/front/quantities.h"

#include <string.h>

static const struct oa_perf of_tries[] = {
	OA_PERF_LOSS,
	OA_PERF_MIN,
	OA_PERF_MEDIAN,
	OA_PERF_MAX,
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

static bool is_of_tries(const char *label)
{
	for (const struct oa_perf *perf = of_tries; perf->label; perf++)
		if (strcmp(perf->label, label) == 0)
			return true;
	return false;
}

void oa_labels_of_one(
	const struct oa_perf *list, struct oa_perf ret_list[OA_LABELS_MAX])
{
	size_t count = 0;

	for (; list->label && count + 1 < OA_LABELS_MAX; list++)
		if (!is_of_tries(list->label))
			ret_list[count++] = *list;
	ret_list[count] = (struct oa_perf){.label = NULL};
}
