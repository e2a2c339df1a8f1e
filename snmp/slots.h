/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_SLOTS_H
#define OA_SNMP_SLOTS_H

/*
 * The places of targets in the schedule, and the queue of those that wait for their
 * moment: a heap, so that it costs little with ten thousand of them.
 */

#include "snmp/rhythm.h"

#include <stddef.h>

/* The place of one target. */
struct oa_slot {
	char *name;              /* owned */
	struct oa_rhythm rhythm; /* see there */
	void *subject;           /* what is run */
	int64_t due_us;          /* of the next run, or of the one in progress */
	int64_t begun_us;        /* of the run in progress */
	bool is_first;           /* the next run is the first one */
	bool is_running;         /* a worker has it, so it is not in the queue */
	bool is_gone;            /* no longer wanted; freed after its run */
};

/* Those that wait, the one that is due first in front; zero-initialised it is empty. */
struct oa_queue {
	struct oa_slot **heap; /* owned; the slots are not */
	size_t count;          /* that wait */
	size_t room;           /* places */
};

/* Makes a slot that is due at no time yet; returns NULL without memory. */
struct oa_slot *oa_slot_new(const char *name);

/* Releases a slot, NULL too. */
void oa_slot_free(struct oa_slot *slot);

/* Makes room for so many slots in all; returns 0, or -1 without memory. */
int oa_queue_reserve(struct oa_queue *queue, size_t count);

/* Adds a slot, for which there must be room. */
void oa_queue_push(struct oa_queue *queue, struct oa_slot *slot);

/* Returns the slot that is due first, or NULL. */
struct oa_slot *oa_queue_first(const struct oa_queue *queue);

/* Takes the first one out. */
void oa_queue_pop(struct oa_queue *queue);

/* Returns how many are due at that moment. */
size_t oa_queue_count_due(const struct oa_queue *queue, int64_t now_us);

/* Takes all out and releases the memory of the queue. */
void oa_queue_free(struct oa_queue *queue);

#endif
