/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_MEMORYCASE_H
#define OA_PROBE_MEMORYCASE_H

/*
 * The memory of one target while a run is judged by it: the old file and the new one.
 */

#include "common/base/settings.h"
#include "common/probe/memory.h"

#include <stdio.h>

/* One judgement: what was, and what is to be written. */
struct oa_memory {
	const struct oa_memory_plan *plan; /* borrowed */
	struct oa_report *report;          /* borrowed */
	struct oa_settings then;           /* the old file; owned */
	FILE *lines;                       /* the new file; owned */
};

/* Returns a moment of the old file, seconds since 1970; 0 if it has none. */
int64_t oa_memory_moment(
	const struct oa_memory *memory, const char *section, const char *name);

/* Returns the seconds since a moment; a clock that was set back makes it 0. */
int64_t oa_memory_age(const struct oa_memory *memory, int64_t when);

/* Writes a moment to the new file, unless it is 0. */
void oa_memory_put(struct oa_memory *memory, const char *name, int64_t when);

/* Returns the step that decides at the moment, or NULL. */
struct oa_step *oa_memory_verdict(const struct oa_memory *memory);

#endif
