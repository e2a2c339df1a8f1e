/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/slots.h"

#include <stdlib.h>
#include <string.h>

struct oa_slot *oa_slot_new(const char *name)
{
	struct oa_slot *slot = calloc(1, sizeof(*slot));

	if (!slot)
		return NULL;
	slot->name = strdup(name);
	if (slot->name)
		return slot;
	free(slot);
	return NULL;
}

void oa_slot_free(struct oa_slot *slot)
{
	if (slot)
		free(slot->name);
	free(slot);
}

int oa_queue_reserve(struct oa_queue *queue, size_t count)
{
	struct oa_slot **heap;

	if (count <= queue->room)
		return 0;
	heap = realloc(queue->heap, count * sizeof(*heap));
	if (!heap)
		return -1;
	queue->heap = heap;
	queue->room = count;
	return 0;
}

static bool is_before(const struct oa_slot *a, const struct oa_slot *b)
{
	return a->due_us < b->due_us;
}

void oa_queue_push(struct oa_queue *queue, struct oa_slot *slot)
{
	size_t at = queue->count++;

	for (; at; at = (at - 1) / 2) {
		struct oa_slot *parent = queue->heap[(at - 1) / 2];

		if (!is_before(slot, parent))
			break;
		queue->heap[at] = parent;
	}
	queue->heap[at] = slot;
}

struct oa_slot *oa_queue_first(const struct oa_queue *queue)
{
	return queue->count ? queue->heap[0] : NULL;
}

void oa_queue_pop(struct oa_queue *queue)
{
	const struct oa_queue *q = queue;
	struct oa_slot *last = queue->heap[--queue->count];
	size_t at = 0, child;

	while ((child = 2 * at + 1) < q->count) {
		if (child + 1 < q->count &&
			is_before(q->heap[child + 1], q->heap[child]))
			child++;
		if (!is_before(q->heap[child], last))
			break;
		queue->heap[at] = q->heap[child];
		at = child;
	}
	queue->heap[at] = last;
}

size_t oa_queue_count_due(const struct oa_queue *queue, int64_t now_us)
{
	size_t count = 0;

	for (size_t i = 0; i < queue->count; i++)
		count += queue->heap[i]->due_us <= now_us;
	return count;
}

void oa_queue_free(struct oa_queue *queue)
{
	free(queue->heap);
	*queue = (struct oa_queue){.heap = NULL};
}
