/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_MEMORYFIELDS_H
#define OA_PROBE_MEMORYFIELDS_H

/*
 * The part of the memory that is about settings: what is remembered of each, whether
 * it has changed, and whether it goes back and forth.
 */

#include "common/probe/memorycase.h"

/* Returns when the setting OA_FIELD_PUBLISHED was first seen not to be OA_FIELD_NONE
 * any more, seconds since 1970; 0 if that was not seen, or not the last that it did. */
int64_t oa_memory_published_at(
	const struct oa_memory *memory, const struct oa_fingerprint *print);

/* Compares each setting with the old file, records what has changed, and writes the
 * sections of all settings to the new file. */
void oa_memory_judge_fields(
	struct oa_memory *memory, const struct oa_fingerprint *print);

#endif
