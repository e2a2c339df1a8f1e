/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_EVENTS_H
#define OA_SNMP_EVENTS_H

/*
 * The latest changes, so that a manager who missed notifications can catch up.  The
 * numbers go on after a restart.
 */

#include "snmp/course.h"

#define OA_EVENT_DESCR_SIZE 97

/* One change; plain data. */
struct oa_event {
	uint32_t number;          /* oaEventIndex, one more than the one before */
	int64_t time;             /* seconds since 1970 */
	uint32_t target;          /* number, 0 for the agent */
	enum oa_change_type type; /* what happened */
	enum oa_kind kind;        /* see struct oa_change */
	enum oa_status from;      /* before */
	enum oa_status to;        /* after */
	enum oa_code code;        /* why */
	char descr[OA_EVENT_DESCR_SIZE]; /* name of the target, or name/kind */
	char text[256];                  /* one line */
	bool is_notified;                /* handed to the master agent */
};

/* A ring of them. */
struct oa_events {
	struct oa_event *ring; /* owned */
	size_t limit;          /* places */
	size_t count;          /* used */
	size_t first;          /* place of the oldest one */
	uint32_t last;         /* number of the newest one ever, 0 for none */
	uint32_t logged;       /* since the agent started */
};

/* Makes an empty ring; returns 0, or -1 without memory. */
int oa_events_init(struct oa_events *events, size_t limit);

/* Adds an event, whose number is set here; the oldest one makes room.  Behind the
 * highest number that the MIB knows they begin anew.  Returns the place, valid until
 * the next call. */
struct oa_event *oa_events_add(struct oa_events *events, const struct oa_event *event);

/* Returns the event of a number, or NULL. */
struct oa_event *oa_events_find(const struct oa_events *events, uint32_t number);

/* Returns the oldest event above a number, or NULL. */
const struct oa_event *oa_events_next(const struct oa_events *events, uint32_t number);

/* Changes the number of places; the newest events stay.  Returns 0, or -1 without
 * memory and with all as it was. */
int oa_events_limit(struct oa_events *events, size_t limit);

/* Releases the ring. */
void oa_events_free(struct oa_events *events);

#endif
