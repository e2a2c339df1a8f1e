/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/proxylogtally.h"
#include "common/base/text.h"

#include <stdio.h>

#define SLOTS (sizeof(((struct oa_tally *)NULL)->slot) / sizeof(uint16_t))

static uint64_t digest_of(uint64_t digest, const struct oa_proxylog_text *field)
{
	for (size_t i = 0; i < field->len; i++)
		digest = (digest ^ (uint8_t)field->text[i]) * UINT64_C(0x100000001b3);
	return (digest ^ 0xff) * UINT64_C(0x100000001b3);
}

static struct oa_tally_entry *others_of(struct oa_tally *tally)
{
	struct oa_tally_entry *entry = &tally->entry[OA_TALLY_MAX];

	snprintf(entry->name, sizeof(entry->name), "others");
	return entry;
}

struct oa_tally_entry *oa_tally_at(struct oa_tally *tally,
	const struct oa_proxylog_text *first, const struct oa_proxylog_text *second)
{
	uint64_t digest = digest_of(UINT64_C(0xcbf29ce484222325), first);
	struct oa_tally_entry *entry;
	size_t at;

	if (second)
		digest = digest_of(digest, second);
	if (tally->count && tally->digest[tally->last] == digest)
		return &tally->entry[tally->last];
	/* never more than a quarter of the slots is taken */
	for (at = (size_t)(digest ^ digest >> 29) % SLOTS; tally->slot[at];
		at = (at + 1) % SLOTS) {
		tally->last = tally->slot[at] - 1u;
		if (tally->digest[tally->last] == digest)
			return &tally->entry[tally->last];
	}
	if (tally->count == OA_TALLY_MAX)
		return others_of(tally);
	tally->last = tally->count++;
	tally->slot[at] = (uint16_t)tally->count;
	tally->digest[tally->last] = digest;
	entry = &tally->entry[tally->last];
	oa_clean(entry->name, sizeof(entry->name), first->text, first->len);
	if (second)
		oa_clean(entry->other, sizeof(entry->other), second->text, second->len);
	return entry;
}

const struct oa_tally_entry *oa_tally_top(const struct oa_tally *tally, size_t nth)
{
	const struct oa_tally_entry *found = NULL;
	uint64_t above = UINT64_MAX;
	size_t above_at = 0;

	for (size_t round = 0; round <= nth; round++) {
		found = NULL;
		for (size_t i = 0; i <= OA_TALLY_MAX; i++) {
			const struct oa_tally_entry *entry = &tally->entry[i];
			bool is_below = entry->failures < above ||
					(entry->failures == above && i > above_at);

			if (entry->failures && is_below &&
				(!found || entry->failures > found->failures))
				found = entry;
		}
		if (!found)
			return NULL;
		above = found->failures;
		above_at = (size_t)(found - tally->entry);
	}
	return found;
}
