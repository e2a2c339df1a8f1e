/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/section.h"

#include <string.h>

/* As deep as sections may use others; what goes deeper runs in a circle. */
#define DEPTH_MAX 8

static const char use[] = "use";

/* What stays the same on the way through the sections. */
struct taking {
	const struct oa_settings *settings;
	const char *origin;
	const struct oa_option_group *groups;
	struct oa_arguments *arguments;
	bool *has_secret;
	unsigned *uses_left; /* else a few lines in a chain could make millions */
};

static int take_lines(
	const struct taking *taking, const char *section, struct oa_error *err)
{
	struct oa_arguments *arguments = taking->arguments;

	const struct oa_settings *settings = taking->settings;

	for (size_t i = oa_settings_first(settings, section); i < settings->count;
		i = oa_settings_next(settings, i)) {
		const struct oa_setting *line = &settings->item[i];

		if (strcmp(line->name, use) == 0)
			continue;
		if (oa_arguments_add(arguments, taking->groups, line->name, line->value,
			    taking->origin, err) < 0)
			return -1;
		if (arguments->item[arguments->count - 1].option->type ==
			OA_OPTION_SECRET)
			*taking->has_secret = true;
	}
	return 0;
}

static int take(const struct taking *taking, const char *section, unsigned depth,
	struct oa_error *err)
{
	const struct oa_settings *settings = taking->settings;

	for (size_t i = oa_settings_first(settings, section); i < settings->count;
		i = oa_settings_next(settings, i)) {
		const struct oa_setting *line = &settings->item[i];

		if (strcmp(line->name, use) != 0)
			continue;
		if (depth == DEPTH_MAX)
			return oa_fail(err, OA_LAYER_USAGE, 0,
				"%s: use = %s runs in a circle", taking->origin,
				line->value);
		if (!*taking->uses_left)
			return oa_fail(err, OA_LAYER_USAGE, 0,
				"%s: use = %s is one too many of %d", taking->origin,
				line->value, OA_SECTION_USES_MAX);
		--*taking->uses_left;
		if (!oa_settings_has_section(settings, line->value))
			return oa_fail(err, OA_LAYER_USAGE, 0,
				"%s: use = %s: that section is missing or empty",
				taking->origin, line->value);
		if (take(taking, line->value, depth + 1, err) < 0)
			return -1;
	}
	return take_lines(taking, section, err);
}

int oa_section_take(const struct oa_settings *settings, const char *section,
	const char *origin, const struct oa_option_group *groups,
	struct oa_arguments *arguments, bool *ret_has_secret, struct oa_error *err)
{
	unsigned uses_left = OA_SECTION_USES_MAX;
	const struct taking taking = {.settings = settings,
		.origin = origin,
		.groups = groups,
		.arguments = arguments,
		.has_secret = ret_has_secret,
		.uses_left = &uses_left};

	return take(&taking, section, 0, err);
}
