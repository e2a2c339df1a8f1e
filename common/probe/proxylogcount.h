/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PROXYLOGCOUNT_H
#define OA_PROBE_PROXYLOGCOUNT_H

/*
 * What the requests of a log come to: how many failed and how, at which server, and
 * how long they took.  Memory is bounded, however many servers and errors there are.
 */

#include "common/probe/proxylogtally.h"

/* How a request ended. */
enum oa_proxylog_kind {
	OA_PROXYLOG_GOOD,        /* below 400 on both sides */
	OA_PROXYLOG_CHALLENGE,   /* 401 of the front end itself: a leg of a logon */
	OA_PROXYLOG_UNFINISHED,  /* no status: the client has gone */
	OA_PROXYLOG_HIDDEN,      /* the client got success, the front end did not */
	OA_PROXYLOG_BACKEND_401, /* the back end refuses the front end's logon */
	OA_PROXYLOG_BACKEND_503, /* the back end says 503 */
	OA_PROXYLOG_BACKEND_5XX, /* the hop to the back end fails */
	OA_PROXYLOG_UNREACHABLE, /* the back end does not answer */
	OA_PROXYLOG_NO_MAILBOX,  /* MailboxGuidWithDomainNotFound */
	OA_PROXYLOG_NOT_LOCATED, /* no server was found for the request */
	OA_PROXYLOG_BUSY,        /* 429 */
	OA_PROXYLOG_FRONT_503,   /* 503 of the front end itself */
	OA_PROXYLOG_OTHER,       /* another status from 400 on */
	OA_PROXYLOG_KINDS
};

/* The first kind that is a failure. */
#define OA_PROXYLOG_FIRST_FAILURE OA_PROXYLOG_HIDDEN

/* Times by logarithmic classes, exact to 1/16. */
struct oa_proxylog_times {
	uint64_t count[16 * 48]; /* by class */
	uint64_t total;          /* of all classes */
};

/* Everything that is counted; large, to be allocated zeroed. */
struct oa_proxylog_counts {
	int64_t from_ms;                     /* requests before that are passed over */
	int64_t to_ms;                       /* and those after that; 0 for no end */
	uint64_t kind[OA_PROXYLOG_KINDS];    /* by kind */
	uint64_t earlier[OA_PROXYLOG_KINDS]; /* those of earlier runs among them */
	uint64_t passed_over;                /* before from_ms */
	uint64_t ahead;                      /* after to_ms */
	uint64_t undated;        /* left out, as from_ms says nothing of them */
	struct oa_tally servers; /* TargetServer; other: its version */
	struct oa_tally errors;  /* ErrorCode or GenericErrors */
	/* Failures of a kind by TargetServer; other: ServerHostName; detail: the error,
	 * or of an unknown mailbox the UrlQuery. */
	struct oa_tally hops[OA_PROXYLOG_KINDS];
	struct oa_proxylog_times times; /* TotalRequestTime */
};

/* Returns how a request ended. */
enum oa_proxylog_kind oa_proxylog_kind(const struct oa_proxylog_record *record);

/* Counts one request; counts is a struct oa_proxylog_counts. */
void oa_proxylog_count(void *counts, const struct oa_proxylog_record *record);

/* Counts requests that ended in the same way, whatever their date; the time is that of
 * one of them. */
void oa_proxylog_add(struct oa_proxylog_counts *counts,
	const struct oa_proxylog_record *record, enum oa_proxylog_kind kind,
	uint64_t count);

/* Returns the requests that say something: all but challenges and unfinished ones. */
uint64_t oa_proxylog_requests(const struct oa_proxylog_counts *counts);

/* Returns the requests that failed. */
uint64_t oa_proxylog_failures(const struct oa_proxylog_counts *counts);

/* Returns the time in milliseconds below which a share (0..1) of the requests lies, or
 * a negative number if none had a time. */
double oa_proxylog_quantile(const struct oa_proxylog_times *times, double share);

#endif
