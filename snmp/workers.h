/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_WORKERS_H
#define OA_SNMP_WORKERS_H

/*
 * The threads that run the checks.  Each takes the turn that is due, runs it with a
 * report of its own, and hands the result to the store.  What blocks a check blocks one
 * worker only.  What a check says that had no processor is worth nothing, unless all
 * was well: nobody hears of it.  A worker begins when all others are busy, so there are
 * as many as were ever needed at once.
 */

#include "common/base/deadline.h"
#include "snmp/schedule.h"
#include "snmp/starved.h"
#include "snmp/store.h"

/* The most that there can be. */
#define OA_WORKERS_MAX 512

/* All workers; in place until oa_workers_join(). */
struct oa_workers {
	struct oa_schedule *schedule; /* borrowed; its subjects are struct oa_watch */
	struct oa_store *store;       /* borrowed */
	oa_waited *read_waited;       /* see starved.h */
	pthread_mutex_t lock;         /* around what follows */
	pthread_cond_t gone;          /* one has ended */
	long wanted;                  /* that there may be */
	long count;                   /* that there are */
	uint32_t errors;              /* see oa_workers_look() */
};

/* Makes a pool without workers. */
void oa_workers_init(struct oa_workers *workers, struct oa_schedule *schedule,
	struct oa_store *store);

/* Allows so many; those that are too many end after their turn.  Returns 0, or -1 with
 * OA_LAYER_SYSTEM if not even one could be started. */
int oa_workers_set(struct oa_workers *workers, long wanted, struct oa_error *err);

/* Returns how many are allowed, and in ret_errors how many runs had no memory or
 * workers could not be started. */
long oa_workers_look(struct oa_workers *workers, uint32_t *ret_errors);

/* Waits until all have ended, which they do when the schedule has, but no longer than
 * until the moment.  Returns false if some are still running; what they use must then
 * stay. */
bool oa_workers_join(struct oa_workers *workers, struct oa_deadline until);

#endif
