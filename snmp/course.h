/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_COURSE_H
#define OA_SNMP_COURSE_H

/*
 * What is known of one target over all its runs, and what may change in it.
 */

#include "snmp/coursecert.h"
#include "snmp/drift.h"
#include "snmp/flap.h"
#include "snmp/result.h"

#define OA_HOURS 24

/* When a result counts. */
struct oa_policy {
	long attempts;   /* runs in a row that must fail, from 1 */
	double interval; /* seconds from one run to the next */
	double retry;    /* seconds to the next run while a failure is not confirmed */
	double warn_seconds; /* upper end of -w on the time of a run; 0 for none */
	double timeout;      /* seconds that a run may take; 0 if not known */
	const char *host; /* for texts about the target; the store sets it; borrowed */
};

/* One kind of probe over all runs. */
struct oa_probe_course {
	enum oa_status previous; /* before the last change of its status */
	enum oa_status tested;   /* confirmed when it was last tested; 0 for never */
	enum oa_code newest;     /* of the newest run */
	int64_t since;           /* of its status, seconds since 1970 */
	int64_t troubled_since;  /* when it left ok; 0 while it is not troubled */
	int64_t last_run;        /* it was tested then; 0 for never */
	uint32_t repeats;        /* runs in a row with the same code */
	uint32_t runs;           /* since the agent started */
	uint32_t failures;       /* of these CRITICAL or UNKNOWN */
	uint32_t transitions;    /* changes of its confirmed status */
};

/* Runs of one hour. */
struct oa_hour {
	int64_t hour;  /* seconds since 1970 by 3600 */
	uint32_t runs; /* that ended in it */
	uint32_t good; /* of these OK or WARNING */
};

/* Everything that is known of one target; zero-initialised it has never run. */
struct oa_course {
	struct oa_result result; /* the confirmed one, owned */
	bool has_result;         /* it is meaningful: a run was confirmed, now or
				  * before a restart, or it is stale */
	enum oa_status newest;   /* status of the newest run */
	long attempt;            /* failures in a row that are not confirmed; 0: none */
	enum oa_status previous; /* before the last change of result.status */
	int64_t since;           /* of result.status */
	int64_t last_run;        /* end of the newest run; 0 for never */
	uint32_t last_ms;        /* its duration */
	uint32_t runs;           /* since the agent started */
	uint32_t transitions;    /* of result.status since the agent started */
	uint32_t flaps;          /* times that it began to flap */
	bool is_stale;           /* the last result is too old, see oa_course_age() */
	struct oa_cert_course cert[OA_CERTS];   /* by oaCertIndex - 1 */
	uint32_t last_address;                  /* highest number of an address */
	struct oa_probe_course probe[OA_KINDS]; /* by kind */
	struct oa_flap flap;                    /* see there */
	struct oa_drift drift;                  /* see there */
	struct oa_hour hours[OA_HOURS];         /* for the availability */
};

/* What a manager may want to be told. */
enum oa_change_type {
	OA_CHANGE_TARGET = 1, /* status of the target, or its code while it is bad */
	OA_CHANGE_PROBE,      /* status of one kind, dependencies left out */
	OA_CHANGE_FLAP_START, /* it flaps from now on */
	OA_CHANGE_FLAP_STOP,  /* it has settled */
	OA_CHANGE_CERT,       /* a certificate was shown that was not within the last
			       * hour; kind as of its role */
	OA_CHANGE_EXPIRY,     /* a certificate came nearer to its end than a threshold,
			       * at most once a day for each */
	OA_CHANGE_AGENT,      /* status of the agent itself; of the store */
};

/* One change; texts are in the course. */
struct oa_change {
	enum oa_change_type type; /* what */
	enum oa_kind kind;        /* of CHANGE_PROBE, _CERT and _EXPIRY, else the
				   * culprit or NONE */
	uint32_t cert;            /* oaCertIndex for CHANGE_CERT and _EXPIRY, else 0 */
	enum oa_status from;      /* before */
	enum oa_status to;        /* after */
	enum oa_code code;        /* that it has now */
	bool is_quiet;            /* recorded, but not notified: the first result, and
				   * good, or the target flaps */
	bool is_suppressed;       /* quiet, and nothing else tells it: it flaps */
};

#define OA_CHANGES_MAX (OA_KINDS + 2 + 2 * OA_CERTS)

/* Returns the share of good runs within the last 24 hours, in hundredths of a percent;
 * 10000 if there was none. */
uint32_t oa_course_availability(const struct oa_course *course, int64_t now);

/* Returns the status of the target as a manager sees it. */
enum oa_status oa_course_status(const struct oa_course *course);

/* Returns the status of one kind as a manager sees it; wants: the section asks for it,
 * which counts as long as there is no result. */
enum oa_status oa_course_probe_status(
	const struct oa_course *course, enum oa_kind kind, bool wants);

/* Returns true if the next run should come after the policy's retry already. */
bool oa_course_is_unconfirmed(const struct oa_course *course);

/* Releases everything. */
void oa_course_free(struct oa_course *course);

#endif
