/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/events.h"

#include <stdlib.h>

/* The highest oaEventIndex. */
#define NUMBER_MAX 2147483647u

int oa_events_init(struct oa_events *events, size_t limit)
{
	*events = (struct oa_events){.limit = limit ? limit : 1};
	events->ring = calloc(events->limit, sizeof(*events->ring));
	return events->ring ? 0 : -1;
}

static struct oa_event *at(const struct oa_events *events, size_t place)
{
	return &events->ring[(events->first + place) % events->limit];
}

struct oa_event *oa_events_add(struct oa_events *events, const struct oa_event *event)
{
	struct oa_event *added;

	/* a ring across the end would not be in the order of numbers any more */
	if (events->last >= NUMBER_MAX) {
		events->last = 0;
		events->count = 0;
	}
	if (events->count == events->limit)
		events->first = (events->first + 1) % events->limit;
	else
		events->count++;
	added = at(events, events->count - 1);
	*added = *event;
	added->number = ++events->last;
	events->logged++;
	return added;
}

/* Numbers go up by one, but for those that a damaged file has lost. */
static size_t count_up_to(const struct oa_events *events, uint32_t number)
{
	size_t low = 0, high = events->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (at(events, middle)->number <= number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct oa_event *oa_events_find(const struct oa_events *events, uint32_t number)
{
	size_t place = count_up_to(events, number);

	if (!place || at(events, place - 1)->number != number)
		return NULL;
	return at(events, place - 1);
}

const struct oa_event *oa_events_next(const struct oa_events *events, uint32_t number)
{
	size_t place = count_up_to(events, number);

	return place < events->count ? at(events, place) : NULL;
}

int oa_events_limit(struct oa_events *events, size_t limit)
{
	struct oa_event *ring;
	size_t kept;

	limit = limit ? limit : 1;
	kept = events->count < limit ? events->count : limit;
	ring = calloc(limit, sizeof(*ring));
	if (!ring)
		return -1;
	for (size_t i = 0; i < kept; i++)
		ring[i] = *at(events, events->count - kept + i);
	free(events->ring);
	events->ring = ring;
	events->limit = limit;
	events->first = 0;
	events->count = kept;
	return 0;
}

void oa_events_free(struct oa_events *events)
{
	free(events->ring);
	*events = (struct oa_events){0};
}
