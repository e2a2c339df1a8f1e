/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/memorycase.h"
#include "common/base/text.h"

#include <inttypes.h>
#include <limits.h>

int64_t oa_memory_moment(
	const struct oa_memory *memory, const char *section, const char *name)
{
	const char *text = oa_settings_get(&memory->then, section, name);
	long value;

	return text && oa_parse_long(text, 0, LONG_MAX, &value) ? value : 0;
}

int64_t oa_memory_age(const struct oa_memory *memory, int64_t when)
{
	return when < memory->plan->now ? memory->plan->now - when : 0;
}

void oa_memory_put(struct oa_memory *memory, const char *name, int64_t when)
{
	if (when)
		fprintf(memory->lines, "%s = %" PRId64 "\n", name, when);
}

struct oa_step *oa_memory_verdict(const struct oa_memory *memory)
{
	const struct oa_step *verdict = oa_report_verdict(memory->report);

	return verdict ? &memory->report->steps[verdict - memory->report->steps] : NULL;
}
