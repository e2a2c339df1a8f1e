/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/keepread.h"

#include "common/base/array.h"
#include "snmp/cut.h"
#include "snmp/keepcourse.h"
#include "snmp/keepevent.h"
#include "snmp/storerecord.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Nobody has more targets, and the MIB has no higher numbers. */
#define ITEMS_MAX  2000000
#define NUMBER_MAX 2147483647

/* What was read so far. */
struct reading {
	struct oa_record **record; /* owned, by number */
	size_t record_count;
	struct oa_number *gone; /* owned */
	size_t gone_count;
	struct oa_event *event; /* owned, by number */
	size_t event_count;
	uint32_t last_number;
	uint32_t last_event;
	bool has_numbers;
	bool has_end;
	bool is_damaged;
	bool is_out_of_memory;
};

/* Makes room for one more item where their number is a power of two. */
static void *grow(struct reading *reading, void *items, size_t count, size_t size)
{
	void *more = items;

	if (count >= ITEMS_MAX) {
		reading->is_damaged = true;
		return NULL;
	}
	if ((count & (count - 1)) == 0)
		more = realloc(items, (count ? 2 * count : 1) * size);
	if (!more)
		reading->is_out_of_memory = true;
	return more;
}

static void read_numbers(struct reading *reading, struct oa_fields *fields)
{
	/* what follows was compared with them */
	if (reading->has_numbers)
		fields->is_bad = true;
	reading->last_number = (uint32_t)oa_fields_number(fields, 0, NUMBER_MAX);
	reading->last_event = (uint32_t)oa_fields_number(fields, 0, NUMBER_MAX);
	reading->has_numbers = true;
}

static void read_gone(struct reading *reading, struct oa_fields *fields)
{
	struct oa_number *gone = grow(
		reading, reading->gone, reading->gone_count, sizeof(*reading->gone));

	if (!gone)
		return;
	reading->gone = gone;
	gone += reading->gone_count;
	gone->number = (uint32_t)oa_fields_number(fields, 1, reading->last_number);
	gone->name = oa_cut(oa_fields_rest(fields));
	if (gone->name)
		reading->gone_count++;
	else
		reading->is_out_of_memory = true;
}

static void read_event(struct reading *reading, struct oa_fields *fields)
{
	size_t count = reading->event_count;
	struct oa_event *event = grow(reading, reading->event, count, sizeof(*event));
	int64_t least = 1;

	if (!event)
		return;
	reading->event = event;
	event += count;
	if (count)
		least = event[-1].number + INT64_C(1);
	oa_keep_read_event(
		fields, least, reading->last_event, reading->last_number, event);
	reading->event_count++;
}

static struct oa_record *last_record(const struct reading *reading)
{
	return reading->record_count ? reading->record[reading->record_count - 1]
				     : NULL;
}

static void end_target(struct reading *reading)
{
	struct oa_record *record = last_record(reading);

	if (record && !oa_keep_settle(&record->course))
		reading->is_damaged = true;
}

static void read_target(struct reading *reading, struct oa_fields *fields)
{
	const struct oa_record *before = last_record(reading);
	int64_t least = before ? before->number + INT64_C(1) : 1;
	uint32_t number = (uint32_t)oa_fields_number(
		fields, least, reading->last_number);
	const struct oa_store_target target = {
		.name = oa_fields_rest(fields), .host = ""};
	struct oa_record **record;

	end_target(reading);
	record = grow(reading, reading->record, reading->record_count,
		sizeof(*reading->record));
	if (!record)
		return;
	reading->record = record;
	record += reading->record_count;
	*record = oa_record_new(&target, 0);
	if (!*record) {
		reading->is_out_of_memory = true;
		return;
	}
	(*record)->number = number;
	reading->record_count++;
}

static void read_end(struct reading *reading, struct oa_fields *fields)
{
	(void)fields;
	end_target(reading);
	reading->has_end = true;
}

static const struct {
	const char *word;
	void (*read)(struct reading *reading, struct oa_fields *fields);
} lines[] = {
	{"numbers", read_numbers},
	{"gone", read_gone},
	{"event", read_event},
	{"target", read_target},
	{"end", read_end},
};

static void read_line(struct reading *reading, char *line)
{
	struct oa_fields fields = oa_fields_of(line);
	struct oa_record *record = last_record(reading);
	const char *what = oa_fields_word(&fields);

	if (reading->has_end || (!reading->has_numbers && strcmp(what, "numbers") != 0))
		fields.is_bad = true;
	for (size_t i = 0; i < OA_LENGTH(lines) && !fields.is_bad; i++) {
		if (strcmp(lines[i].word, what) == 0) {
			lines[i].read(reading, &fields);
			reading->is_damaged |= fields.is_bad;
			return;
		}
	}
	if (record)
		oa_keep_read_course(&record->course, what, &fields);
	reading->is_damaged |= fields.is_bad;
}

static void read_lines(struct reading *reading, FILE *stream)
{
	char line[OA_FIELDS_LINE_MAX];

	if (!fgets(line, sizeof(line), stream) || strcmp(line, "oa-state = 1\n") != 0)
		reading->is_damaged = true;
	while (!reading->is_damaged && !reading->is_out_of_memory &&
		fgets(line, sizeof(line), stream)) {
		size_t len = strcspn(line, "\n");

		/* too long, without an end, or with a NUL in it */
		if (line[len] != '\n')
			reading->is_damaged = true;
		line[len] = '\0';
		if (!reading->is_damaged)
			read_line(reading, line);
	}
	reading->is_damaged |= !reading->has_end;
}

static int compare_numbers(const void *one, const void *other)
{
	uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;

	return (a > b) - (a < b);
}

/* Two targets, here or gone, with one number. */
static bool has_twins(struct reading *reading)
{
	size_t count = reading->record_count + reading->gone_count;
	uint32_t *numbers = calloc(count + 1, sizeof(*numbers));
	bool has = false;

	if (!numbers) {
		reading->is_out_of_memory = true;
		return false;
	}
	for (size_t i = 0; i < count; i++)
		numbers[i] = i < reading->record_count
				     ? reading->record[i]->number
				     : reading->gone[i - reading->record_count].number;
	qsort(numbers, count, sizeof(*numbers), compare_numbers);
	for (size_t i = 1; i < count; i++)
		has = has || numbers[i - 1] == numbers[i];
	free(numbers);
	return has;
}

static void take_events(struct oa_store *store, const struct reading *reading)
{
	for (size_t i = 0; i < reading->event_count; i++) {
		store->events.last = reading->event[i].number - 1;
		oa_events_add(&store->events, &reading->event[i]);
	}
	store->events.last = reading->last_event;
	store->events.logged = 0;
}

static void commit(struct oa_store *store, struct reading *reading)
{
	free(store->record);
	free(store->gone);
	store->record = reading->record;
	store->count = reading->record_count;
	store->gone = reading->gone;
	store->gone_count = reading->gone_count;
	store->last_number = reading->last_number;
	take_events(store, reading);
	oa_record_account_all(store);
	reading->record_count = reading->gone_count = 0;
	reading->record = NULL;
	reading->gone = NULL;
}

static void drop(struct reading *reading)
{
	for (size_t i = 0; i < reading->record_count; i++)
		oa_record_free(reading->record[i]);
	for (size_t i = 0; i < reading->gone_count; i++)
		free(reading->gone[i].name);
	free(reading->record);
	free(reading->gone);
	free(reading->event);
}

int oa_keep_read(FILE *stream, struct oa_store *store, struct oa_error *err)
{
	struct reading reading = {.record = NULL};
	int result = 0;

	read_lines(&reading, stream);
	if (!reading.is_damaged && !reading.is_out_of_memory && has_twins(&reading))
		reading.is_damaged = true;
	if (reading.is_out_of_memory) {
		result = oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	} else if (reading.is_damaged) {
		result = 1;
	} else {
		pthread_mutex_lock(&store->lock);
		commit(store, &reading);
		pthread_mutex_unlock(&store->lock);
	}
	drop(&reading);
	return result;
}
