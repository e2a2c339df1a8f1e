/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/table.h"

bool oa_index_step(uint32_t index[OA_INDEX_MAX], size_t count)
{
	while (count > 0) {
		if (index[--count] != UINT32_MAX) {
			index[count]++;
			return true;
		}
		index[count] = 0;
	}
	return false;
}

size_t oa_row_first(const struct oa_store *store, uint32_t number)
{
	size_t low = 0, high = store->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (store->record[middle]->number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool oa_row_seek(const struct oa_store *store, uint32_t index[OA_INDEX_MAX],
	uint32_t (*next)(const struct oa_record *record, uint32_t from))
{
	for (size_t i = oa_row_first(store, index[0]); i < store->count; i++) {
		const struct oa_record *record = store->record[i];
		uint32_t found = next(
			record, record->number == index[0] ? index[1] : 0);

		if (found == 0)
			continue;
		index[0] = record->number;
		index[1] = found;
		return true;
	}
	return false;
}
