/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/storerecord.h"

#include <stdlib.h>
#include <string.h>

struct oa_record *oa_record_new(const struct oa_store_target *target, int64_t now)
{
	struct oa_record *record = calloc(1, sizeof(*record));

	if (!record)
		return NULL;
	record->name = strdup(target->name);
	record->host = strdup(target->host);
	record->label = strdup(target->label ? target->label : "");
	record->port = target->port;
	record->policy = target->policy;
	record->policy.host = record->host;
	record->begun = now;
	memcpy(record->wants, target->wants, sizeof(record->wants));
	if (record->name && record->host && record->label)
		return record;
	oa_record_free(record);
	return NULL;
}

static void count_problems(struct oa_record *record)
{
	record->problem_count = 0;
	for (int i = OA_KIND_DNS; i < OA_KINDS && record->course.has_result; i++)
		record->problem_count += oa_status_is_bad(
			record->course.result.probe[i].status);
}

void oa_record_account(
	struct oa_store *store, struct oa_record *record, enum oa_status before)
{
	store->of_status[before]--;
	store->of_status[oa_course_status(&record->course)]++;
	count_problems(record);
}

void oa_record_account_all(struct oa_store *store)
{
	memset(store->of_status, 0, sizeof(store->of_status));
	for (size_t i = 0; i < store->count; i++) {
		store->of_status[oa_course_status(&store->record[i]->course)]++;
		count_problems(store->record[i]);
	}
}

void oa_record_free(struct oa_record *record)
{
	if (!record)
		return;
	oa_course_free(&record->course);
	free(record->name);
	free(record->host);
	free(record->label);
	free(record);
}
