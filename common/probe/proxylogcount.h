/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PROXYLOGCOUNT_H
#define OA_PROBE_PROXYLOGCOUNT_H

/*
 * What the requests of a log come to: how many failed and how, at which server, and
 * how long they took.  Memory is bounded, however many servers and errors there are.
 */

#include "common/probe/proxylogline.h"

/* Names that are told apart in one tally; the rest is counted together. */
#define OA_TALLY_MAX 256

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

/* One name and how often it was seen. */
struct oa_tally_entry {
	char name[96];     /* cleaned, cut */
	uint64_t requests; /* all of that name */
	uint64_t failures; /* those of them that failed */
};

/* Names and their numbers. */
struct oa_tally {
	struct oa_tally_entry entry[OA_TALLY_MAX + 1]; /* the last: all others */
	uint16_t slot[4 * OA_TALLY_MAX]; /* 1 + place in entry, by hash; 0: free */
	uint64_t digest[OA_TALLY_MAX];   /* of the name as it stood in the log */
	size_t count;                    /* entries used, without the last */
	size_t last;                     /* the entry met last, which comes again */
};

/* Times by logarithmic classes, exact to 1/16. */
struct oa_proxylog_times {
	uint64_t count[16 * 48]; /* by class */
	uint64_t total;          /* of all classes */
};

/* Everything that is counted; large, to be allocated zeroed. */
struct oa_proxylog_counts {
	int64_t from_ms;                  /* requests before that are passed over */
	uint64_t kind[OA_PROXYLOG_KINDS]; /* by kind */
	uint64_t passed_over;             /* before from_ms */
	struct oa_tally servers;          /* TargetServer and its version */
	struct oa_tally errors;           /* ErrorCode or GenericErrors */
	struct oa_tally targets[OA_PROXYLOG_KINDS]; /* of the failures of a kind */
	struct oa_proxylog_times times;             /* TotalRequestTime */
	char front_end[96];                /* ServerHostName of a failure, or of any */
	int status[OA_PROXYLOG_KINDS];     /* an HttpStatus of that kind */
	int backend[OA_PROXYLOG_KINDS];    /* a BackEndStatus of that kind */
	char error[OA_PROXYLOG_KINDS][96]; /* an ErrorCode of that kind */
	char query[96];                    /* of a request for an unknown mailbox */
};

/* Returns how a request ended. */
enum oa_proxylog_kind oa_proxylog_kind(const struct oa_proxylog_record *record);

/* Counts one request; counts is a struct oa_proxylog_counts. */
void oa_proxylog_count(void *counts, const struct oa_proxylog_record *record);

/* Returns the requests that say something: all but challenges and unfinished ones. */
uint64_t oa_proxylog_requests(const struct oa_proxylog_counts *counts);

/* Returns the requests that failed. */
uint64_t oa_proxylog_failures(const struct oa_proxylog_counts *counts);

/* Returns the time in milliseconds below which a share (0..1) of the requests lies, or
 * a negative number if none had a time. */
double oa_proxylog_quantile(const struct oa_proxylog_times *times, double share);

/* Returns the entry with the nth most (from 0) failures, or NULL if there is none that
 * has failures. */
const struct oa_tally_entry *oa_tally_top(const struct oa_tally *tally, size_t nth);

#endif
