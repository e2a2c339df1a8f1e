/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/settings.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

/* What is found by name must be the last line of that name. */
static void check(const struct oa_settings *settings)
{
	for (size_t i = 0; i < settings->count; i++) {
		const struct oa_setting *line = &settings->item[i];
		const char *value = oa_settings_get(
			settings, line->section, line->name);

		if (!line->name[0] || !value ||
			!oa_settings_has_section(settings, line->section))
			abort();
		if (strchr(line->value, '\n'))
			abort();
	}
}

/* An ini file or a state file. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	FILE *stream = len ? fmemopen((void *)(uintptr_t)data, len, "r") : NULL;
	struct oa_settings settings;
	struct oa_error err = {.layer = OA_LAYER_NONE};

	if (!stream)
		return 0;
	if (oa_settings_read(stream, &settings, &err) == 0) {
		check(&settings);
		oa_settings_free(&settings);
	} else if (!err.text[0]) {
		abort();
	}
	fclose(stream);
	return 0;
}
