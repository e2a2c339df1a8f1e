/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_TESTS_UNIT_STORES_H
#define OA_TESTS_UNIT_STORES_H

/*
 * Stores for the tests of the subagent: targets with one policy, named by number.
 */

#include "snmp/store.h"
#include "tests/unit/results.h"

#include <stdio.h>
#include <string.h>

/* Makes mailN.lab.test for N from first to last the targets; numbers may be NULL. */
static inline void configure_store(
	struct oa_store *store, int first, int last, long attempts, uint32_t *numbers)
{
	size_t count = (size_t)(last - first + 1);
	struct oa_store_target *target = calloc(count + 1, sizeof(*target));
	char(*names)[32] = calloc(count + 1, sizeof(*names));
	uint32_t *given = calloc(count + 1, sizeof(*given));

	ck_assert(target && names && given);
	for (size_t i = 0; i < count; i++) {
		snprintf(names[i], sizeof(names[i]), "mail%d.lab.test", first + (int)i);
		target[i] = (struct oa_store_target){.name = names[i],
			.host = names[i],
			.port = 443,
			.policy = {.attempts = attempts, .interval = 60}};
		memcpy(target[i].wants, all_wanted, sizeof(all_wanted));
	}
	ck_assert_int_eq(
		oa_store_configure(store, target, count, MIDNIGHT, given, NULL), 0);
	if (numbers)
		memcpy(numbers, given, count * sizeof(*numbers));
	free(target);
	free(names);
	free(given);
}

/* Adds the result of a run that ended so many minutes after midnight. */
static inline bool submit_code(
	struct oa_store *store, uint32_t number, enum oa_code code, int minute)
{
	struct oa_result result = result_of(code, MIDNIGHT + 60 * minute);

	return oa_store_submit(store, number, &result);
}

#endif
