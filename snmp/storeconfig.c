/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/storenews.h"
#include "snmp/storerecord.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A new set of records; the old one is not touched before all of it is there. */
struct change {
	struct oa_store *store;
	struct oa_record **fresh;  /* by target */
	struct oa_record **sorted; /* fresh, by number in the end */
	struct oa_record **named;  /* the old ones by name */
	struct oa_number *gone;    /* places for all that is gone then */
	size_t count;
	size_t gone_count;
	bool has_rows_changed;
};

static int compare_names(const void *one, const void *other)
{
	return strcmp((*(struct oa_record *const *)one)->name,
		(*(struct oa_record *const *)other)->name);
}

static int compare_numbers(const void *one, const void *other)
{
	uint32_t a = (*(struct oa_record *const *)one)->number;
	uint32_t b = (*(struct oa_record *const *)other)->number;

	return (a > b) - (a < b);
}

static int compare_gone(const void *one, const void *other)
{
	return strcmp(((const struct oa_number *)one)->name,
		((const struct oa_number *)other)->name);
}

static void drop(struct change *change)
{
	for (size_t i = 0; i < change->count && change->fresh; i++)
		oa_record_free(change->fresh[i]);
	free(change->fresh);
	free(change->sorted);
	free(change->named);
	free(change->gone);
}

/* Everything that can fail. */
static int prepare(
	struct change *change, const struct oa_store_target *target, int64_t now)
{
	const struct oa_store *store = change->store;
	size_t count = change->count;

	/* one more each, because no memory is asked for nothing */
	change->fresh = calloc(count + 1, sizeof(struct oa_record *));
	change->sorted = calloc(count + 1, sizeof(struct oa_record *));
	change->named = calloc(store->count + 1, sizeof(struct oa_record *));
	change->gone = calloc(
		store->gone_count + store->count + 1, sizeof(struct oa_number));
	if (!change->fresh || !change->sorted || !change->named || !change->gone)
		return -1;
	for (size_t i = 0; i < count; i++) {
		change->fresh[i] = oa_record_new(&target[i], now);
		if (!change->fresh[i])
			return -1;
	}
	return 0;
}

static void sort_known(struct change *change)
{
	const struct oa_store *store = change->store;

	change->gone_count = store->gone_count;
	if (store->count)
		memcpy(change->named, store->record,
			store->count * sizeof(*change->named));
	if (store->gone_count)
		memcpy(change->gone, store->gone,
			store->gone_count * sizeof(*change->gone));
	qsort(change->named, store->count, sizeof(*change->named), compare_names);
	qsort(change->gone, store->gone_count, sizeof(*change->gone), compare_gone);
}

/* Moves number and course of the same name to the fresh record; what is left of the old
 * one has no number. */
static bool take_known(struct change *change, struct oa_record *fresh)
{
	struct oa_record **place = bsearch(&fresh, change->named, change->store->count,
		sizeof(*change->named), compare_names);

	if (!place || !(*place)->number)
		return false;
	fresh->number = (*place)->number;
	fresh->course = (*place)->course;
	if ((*place)->begun)
		fresh->begun = (*place)->begun;
	(*place)->number = 0;
	(*place)->course = (struct oa_course){0};
	return true;
}

/* The number of a name that was known once; its place among the gone is marked. */
static bool take_gone(struct change *change, struct oa_record *fresh)
{
	const struct oa_number key = {.name = fresh->name};
	struct oa_number *place = bsearch(&key, change->gone, change->store->gone_count,
		sizeof(*change->gone), compare_gone);

	if (!place || !place->number)
		return false;
	fresh->number = place->number;
	place->number = 0;
	return true;
}

static void give_number(struct change *change, struct oa_record *fresh)
{
	if (take_known(change, fresh))
		return;
	change->has_rows_changed = true;
	if (!take_gone(change, fresh))
		fresh->number = ++change->store->last_number;
}

/* Old records that nobody took are gone, those that came back no longer. */
static void sort_out(struct change *change)
{
	struct oa_store *store = change->store;
	size_t kept = 0;

	for (size_t i = 0; i < store->gone_count; i++) {
		if (change->gone[i].number)
			change->gone[kept++] = change->gone[i];
		else
			free(change->gone[i].name);
	}
	for (size_t i = 0; i < store->count; i++) {
		struct oa_record *old = store->record[i];

		if (old->number) {
			change->gone[kept++] = (struct oa_number){
				.number = old->number, .name = old->name};
			old->name = NULL;
			change->has_rows_changed = true;
		}
		oa_record_free(old);
	}
	change->gone_count = kept;
}

static void commit(struct change *change, uint32_t *ret_numbers)
{
	struct oa_store *store = change->store;

	sort_known(change);
	for (size_t i = 0; i < change->count; i++) {
		give_number(change, change->fresh[i]);
		ret_numbers[i] = change->fresh[i]->number;
		change->sorted[i] = change->fresh[i];
	}
	sort_out(change);
	qsort(change->sorted, change->count, sizeof(*change->sorted), compare_numbers);
	free(store->record);
	free(store->gone);
	store->record = change->sorted;
	store->count = change->count;
	store->gone = change->gone;
	store->gone_count = change->gone_count;
	store->counters.tables_changed += change->has_rows_changed;
	store->has_news = true;
	oa_record_account_all(store);
	change->count = 0;
	change->sorted = NULL;
	change->gone = NULL;
}

int oa_store_configure(struct oa_store *store, const struct oa_store_target *target,
	size_t count, int64_t now, uint32_t *ret_numbers, struct oa_error *err)
{
	struct change change = {.store = store, .count = count};
	int result;

	pthread_mutex_lock(&store->lock);
	result = prepare(&change, target, now);
	if (result == 0)
		commit(&change, ret_numbers);
	oa_store_complete(store);
	pthread_mutex_unlock(&store->lock);
	drop(&change);
	if (result < 0)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	return 0;
}
