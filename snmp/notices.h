/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_NOTICES_H
#define OA_SNMP_NOTICES_H

/*
 * Notifications on their way to the master agent: a bounded queue with a rate limit.
 * What does not fit, or may not go, is counted, and a summary follows, so that a
 * manager knows that he must read the table of problems.  No clock is read here.
 */

#include "snmp/course.h"

#include <stddef.h>

/* OIDs below oaNotifications. */
enum oa_notice_type {
	OA_NOTICE_TARGET = 1, /* oaTargetStatusChange */
	OA_NOTICE_PROBE,      /* oaProbeStatusChange, only if asked for */
	OA_NOTICE_FLAP_START, /* oaTargetFlappingStart */
	OA_NOTICE_FLAP_STOP,  /* oaTargetFlappingStop */
	OA_NOTICE_EXPIRY,     /* oaCertExpiry */
	OA_NOTICE_CERT,       /* oaCertChanged */
	OA_NOTICE_AGENT,      /* oaAgentStatusChange */
	OA_NOTICE_SUMMARY,    /* oaAgentSummary */
};

/* One notification; plain data, taken when the change happened, because the row may
 * have gone on when it is sent. */
struct oa_notice {
	enum oa_notice_type type; /* see there */
	uint32_t event;           /* number of the event, 0 for none */
	uint32_t target;          /* number, 0 for the agent */
	enum oa_kind kind;        /* probe, or culprit */
	uint32_t cert;            /* oaCertIndex, else 0 */
	char place[64];           /* of that certificate; empty unless of a back end */
	enum oa_status from;      /* before */
	enum oa_status to;        /* after */
	enum oa_code code;        /* why */
	char name[65];            /* of the target */
	char host[254];           /* of the target */
	char label[65];           /* of the target */
	char text[256];           /* one line */
	char hint[256];           /* what to do; empty if nothing is known or to do */
	int64_t time;             /* seconds since 1970 */
};

/* The policy of [agent]. */
struct oa_notice_policy {
	bool has_probes;     /* one for each probe, too */
	uint32_t per_minute; /* the most that go out; 0 for none at all */
	size_t limit;        /* the most that wait */
};

/* See above. */
struct oa_notices {
	struct oa_notice_policy policy; /* see there */
	struct oa_notice *queue;        /* ring of policy.limit places, owned */
	size_t first;                   /* place of the oldest one */
	size_t count;                   /* that wait */
	double tokens;                  /* that may go at once */
	int64_t refilled_us;            /* monotonic moment of the last refill */
	uint32_t sent;                  /* handed to the master agent; by the caller */
	uint32_t suppressed;            /* not sent by the rate limit or flapping */
	uint32_t lost;                  /* did not fit, or the session broke; the
					 * latter by oa_notices_lose() */
	bool owes_summary;              /* something was suppressed or lost */
	int64_t owes_since_us; /* monotonic moment at which that was first seen; 0 for
				* not yet */
	bool is_greeting;      /* a session is new */
	bool is_complete;      /* every target has a result: the greeting may go */
};

/* Makes an empty queue; returns 0, or -1 without memory. */
int oa_notices_init(struct oa_notices *notices, const struct oa_notice_policy *policy);

/* Changes the policy; what waits stays as far as it fits.  Returns 0, or -1 without
 * memory and with the old one. */
int oa_notices_set(struct oa_notices *notices, const struct oa_notice_policy *policy);

/* Adds a notice; in a full queue the oldest one is lost.  With a policy of none at all
 * nothing is added or counted. */
void oa_notices_push(struct oa_notices *notices, const struct oa_notice *notice);

/* Counts one that was not sent because its target flaps. */
void oa_notices_suppress(struct oa_notices *notices);

/* Counts one that was taken and could not be handed over. */
void oa_notices_lose(struct oa_notices *notices);

/* Takes the next one that may be sent now.  What the rate limit forbids at this moment
 * is suppressed and does not wait: a manager gets news, or the advice to read the table
 * of problems.  A summary comes when nothing else waits, and before anything else when
 * it has been owed for a minute.  Returns false if there is none; then ret_wait_us is
 * the time until there may be, or -1 for not before another one is pushed. */
bool oa_notices_take(struct oa_notices *notices, int64_t now_us,
	struct oa_notice *ret_notice, int64_t *ret_wait_us);

/* Says that a session with a master agent is new. */
void oa_notices_greet(struct oa_notices *notices);

/* Releases the queue. */
void oa_notices_free(struct oa_notices *notices);

#endif
