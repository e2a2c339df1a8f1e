/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_SCHEDULE_H
#define OA_SNMP_SCHEDULE_H

/*
 * Which target is run next, and when.  Workers share it: each takes a turn, runs it,
 * and says that it is done.  A target is never run twice at the same time, also not
 * over a reload.  What is run is a subject that the schedule only hands out; it keeps
 * one reference to each by the two functions given.
 */

#include "common/base/error.h"
#include "snmp/lag.h"
#include "snmp/slots.h"

#include <pthread.h>

/* A target as the configuration has it; the name is borrowed for the call. */
struct oa_schedule_entry {
	const char *name; /* unique */
	double interval;  /* seconds from one run to the next */
	double retry;     /* seconds after a failure that is not confirmed */
	void *subject;    /* what is run */
};

/* What has been, and what is at the moment. */
struct oa_schedule_figures {
	uint32_t running;        /* turns in progress */
	uint32_t waiting;        /* due, and without a worker */
	uint32_t oldest_wait_ms; /* of these */
	uint32_t lag_ms;         /* longest delay of a start within the last minute */
	uint32_t runs;           /* that are done */
	uint32_t late;           /* started later than a tenth of the interval, and at
				  * least a second, after they were due */
	uint32_t skipped; /* left out, because the run before had not ended, or void */
	uint32_t longest_run_ms; /* of those in progress */
	int64_t quiet_us; /* since the last turn began or ended, while one is due;
			   * 0 if none is */
};

/* One run, for the worker that has taken it. */
struct oa_turn {
	struct oa_slot *slot; /* the schedule's */
	void *subject;        /* with a reference that oa_schedule_done() gives back */
	bool is_alone;        /* no other worker waits for a turn */
};

/* How a turn ended. */
enum oa_turn_end {
	OA_TURN_DONE, /* the next one comes at the next beat */
	OA_TURN_SOON, /* the next one comes after the retry time */
	OA_TURN_VOID, /* it was worth nothing, and counts as left out */
};

/* A worker that waits while another one waits for the moment; on its own stack. */
struct oa_idle {
	pthread_cond_t called; /* for it alone */
	bool is_called;        /* it is its turn to wait for the moment */
	struct oa_idle *next;  /* became idle before */
};

/* The schedule; everything in it is its own. */
struct oa_schedule {
	pthread_mutex_t lock;           /* around everything below */
	pthread_cond_t moment;          /* for the one worker that waits for a moment */
	struct oa_slot **slot;          /* sorted by name; owned */
	size_t count;                   /* of them */
	struct oa_queue queue;          /* those that do not run */
	struct oa_idle *idle;           /* the others who wait, the last one in front */
	bool has_waiter;                /* somebody waits for the moment */
	bool is_once;                   /* each target is run once, at once */
	bool is_over;                   /* nobody gets a turn any more */
	struct oa_lag lag;              /* of starts */
	uint32_t running, runs;         /* see the figures */
	uint32_t late, skipped;         /* likewise */
	int64_t moved_us;               /* when the last turn began or ended */
	void (*retain)(void *subject);  /* adds a reference */
	void (*release)(void *subject); /* gives one back */
};

/* Makes an empty schedule; with `is_once' each target gets one turn at once, and
 * workers are sent home when all have had theirs. */
void oa_schedule_init(struct oa_schedule *schedule, bool is_once,
	void (*retain)(void *subject), void (*release)(void *subject));

/* Makes these the targets, at the monotonic moment now_us: those whose name and
 * interval are known keep their place, the others begin within the next minute, or in
 * less time if there are few.  All or nothing.  Returns 0, or -1 with OA_LAYER_SYSTEM.
 */
int oa_schedule_set(struct oa_schedule *schedule, const struct oa_schedule_entry *entry,
	size_t count, int64_t now_us, struct oa_error *err);

/* Takes the turn that is due, if there is one; else ret_wait_us is the time until the
 * next one, -1 for none.  The lock must be held. */
bool oa_schedule_take(struct oa_schedule *schedule, int64_t now_us,
	struct oa_turn *ret_turn, int64_t *ret_wait_us);

/* Waits for the next turn; returns false when there will be none. */
bool oa_schedule_next(struct oa_schedule *schedule, struct oa_turn *ret_turn);

/* Ends a turn at now_us. */
void oa_schedule_done(struct oa_schedule *schedule, const struct oa_turn *turn,
	enum oa_turn_end end, int64_t now_us);

/* Tells how it goes. */
void oa_schedule_look(struct oa_schedule *schedule, int64_t now_us,
	struct oa_schedule_figures *ret_figures);

/* Ends the schedule: everybody who waits is sent home. */
void oa_schedule_stop(struct oa_schedule *schedule);

/* Releases everything; no turn may be in progress. */
void oa_schedule_free(struct oa_schedule *schedule);

#endif
