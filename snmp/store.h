/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_STORE_H
#define OA_SNMP_STORE_H

/*
 * What the agent knows: a record for each target, sorted by its number, the events, the
 * notices that wait for the master agent, and the agent's own counters.  Threads share
 * it under one lock, which nobody holds while he waits for anything: a worker adds a
 * result, the thread of AgentX reads rows.
 */

#include "common/base/error.h"
#include "snmp/course.h"
#include "snmp/events.h"
#include "snmp/health.h"
#include "snmp/notices.h"

#include <pthread.h>

/* A target as the configuration has it; texts are borrowed for the call. */
struct oa_store_target {
	const char *name;        /* of its section, at most 64 bytes */
	const char *host;        /* name that clients use */
	uint16_t port;           /* TCP port */
	const char *label;       /* or NULL */
	struct oa_policy policy; /* see there */
	bool wants[OA_KINDS];    /* kinds that it asks for */
};

/* A target and what became of it. */
struct oa_record {
	uint32_t number;         /* oaTargetIndex, never given out again */
	char *name;              /* owned */
	char *host;              /* owned */
	char *label;             /* owned, "" for none */
	uint16_t port;           /* TCP port */
	struct oa_policy policy; /* see there */
	bool wants[OA_KINDS];    /* see there */
	int64_t begun;           /* when the agent took it in, seconds since 1970 */
	struct oa_course course; /* see there */
	uint32_t problem_count;  /* kinds that are WARNING, CRITICAL or UNKNOWN */
};

/* Counters of the agent that its parts keep up to date under the lock. */
struct oa_agent_counters {
	int64_t started;         /* seconds since 1970 */
	int64_t config_loaded;   /* seconds since 1970 */
	uint32_t tables_changed; /* times that rows were added or taken out */
	uint32_t running;        /* probes in progress */
	uint32_t limit;          /* workers */
	uint32_t waiting;        /* targets that are due and have no worker */
	uint32_t oldest_wait_ms; /* of these */
	uint32_t lag_ms;         /* longest delay of a start within the last minute */
	uint32_t runs;           /* completed */
	uint32_t late;           /* started later than allowed */
	uint32_t skipped;        /* left out, because the run before had not ended */
	uint32_t errors;         /* of the agent or its host */
	uint32_t sessions;       /* opened with a master agent */
	enum oa_status status;   /* oaAgentStatus, see oa_store_tick(); 0 before */
};

/* A target that went, whose name gets its number back if it comes again. */
struct oa_number {
	uint32_t number; /* oaTargetIndex */
	char *name;      /* owned */
};

/* See above. */
struct oa_store {
	pthread_mutex_t lock;                       /* around everything below */
	struct oa_record **record;                  /* sorted by number; owned */
	size_t count;                               /* of them */
	uint32_t last_number;                       /* highest number ever given out */
	struct oa_events events;                    /* see there */
	struct oa_notices notices;                  /* see there */
	struct oa_agent_counters counters;          /* see there */
	struct oa_number *gone;                     /* targets that went; owned */
	size_t gone_count;                          /* of them */
	uint32_t of_status[OA_STATUS_DISABLED + 1]; /* targets, by status */
	struct oa_health health;                    /* see there */
	bool has_news;                    /* something changed that should be kept */
	void (*on_notice)(void *watcher); /* called with the lock when a notice waits;
					   * must not wait; may be NULL */
	void *watcher;                    /* its argument; borrowed */
};

/* Makes an empty store for at most event_limit events; returns 0, or -1 with
 * OA_LAYER_SYSTEM. */
int oa_store_init(struct oa_store *store, size_t event_limit, struct oa_error *err);

/* Makes these the targets: known names keep number, course and events, new ones get a
 * number, the others go.  All or nothing.  Returns 0 with the number of the i-th target
 * in ret_numbers[i], or -1 with OA_LAYER_SYSTEM. */
int oa_store_configure(struct oa_store *store, const struct oa_store_target *target,
	size_t count, int64_t now, uint32_t *ret_numbers, struct oa_error *err);

/* Adds the result of a run; the store owns it then.  A target that went in the meantime
 * is no failure.  Returns true if the next run should come after retry already. */
bool oa_store_submit(struct oa_store *store, uint32_t number, struct oa_result *result);

/* Looks for results that have grown too old, and at the health of the agent: it is
 * CRITICAL if a run was skipped within the last minute or a result is stale, WARNING
 * if a run started late within the last minute.  To be called every few seconds. */
void oa_store_tick(struct oa_store *store, int64_t now);

/* Returns the record of a number, or NULL; the lock must be held. */
const struct oa_record *oa_store_find(const struct oa_store *store, uint32_t number);

/* Returns the first record whose number is above `number`, or NULL; the lock must be
 * held. */
const struct oa_record *oa_store_next(const struct oa_store *store, uint32_t number);

/* Changes the number of places for events; the newest ones stay.  Returns 0, or -1 with
 * OA_LAYER_SYSTEM and with all as it was. */
int oa_store_limit_events(struct oa_store *store, size_t limit, struct oa_error *err);

/* Returns how many targets have that status; NOT_TESTED counts those without a result.
 * The lock must be held. */
uint32_t oa_store_count_of(const struct oa_store *store, enum oa_status status);

/* Releases everything. */
void oa_store_free(struct oa_store *store);

#endif
