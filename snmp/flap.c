/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/flap.h"

#include "common/base/text.h"

#define STARTS_AT 4
#define STOPS_AT  1

/* Pairs of neighbours in the ring that differ, from the oldest one on. */
static unsigned count_changes(const struct oa_flap *flap)
{
	unsigned first = flap->count < OA_FLAP_RESULTS ? 0 : flap->at;
	unsigned changes = 0;

	for (unsigned i = 1; i < flap->count; i++) {
		unsigned before = (first + i - 1) % OA_FLAP_RESULTS;
		unsigned after = (first + i) % OA_FLAP_RESULTS;

		changes += flap->last[before] != flap->last[after];
	}
	return changes;
}

enum oa_flap_turn oa_flap_add(struct oa_flap *flap, enum oa_code code)
{
	unsigned changes;

	flap->last[flap->at] = code;
	flap->at = (flap->at + 1) % OA_FLAP_RESULTS;
	if (flap->count < OA_FLAP_RESULTS)
		flap->count++;
	changes = count_changes(flap);
	if (!flap->is_flapping && changes >= STARTS_AT) {
		flap->is_flapping = true;
		return OA_FLAP_STARTS;
	}
	if (flap->is_flapping && flap->count == OA_FLAP_RESULTS &&
		changes <= STOPS_AT) {
		flap->is_flapping = false;
		return OA_FLAP_STOPS;
	}
	return OA_FLAP_SAME;
}

/* The code that came i results ago, 1 for the newest one. */
static enum oa_code code_ago(const struct oa_flap *flap, unsigned i)
{
	return flap->last[(flap->at + OA_FLAP_RESULTS - i) % OA_FLAP_RESULTS];
}

static bool is_newest_of_its_kind(const struct oa_flap *flap, unsigned i)
{
	for (unsigned newer = 1; newer < i; newer++)
		if (code_ago(flap, newer) == code_ago(flap, i))
			return false;
	return true;
}

void oa_flap_list(const struct oa_flap *flap, char *buffer, size_t size)
{
	buffer[0] = '\0';
	for (unsigned i = 1; i <= flap->count; i++)
		if (is_newest_of_its_kind(flap, i))
			oa_append(buffer, size, "%s%s", buffer[0] ? ", " : "",
				oa_diagnosis(code_ago(flap, i))->name);
}
