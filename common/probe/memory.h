/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_MEMORY_H
#define OA_PROBE_MEMORY_H

/*
 * What a run knows from the runs before it: since when it is as it is, which settings
 * have changed, which change back and forth, and whether a change that somebody has
 * announced is there yet.
 *
 * There is one state file for each target, with a section for the verdict, one for
 * each setting of the fingerprint and one for each wish.  A target that gets a name
 * keeps what it remembered without one.
 */

#include "common/base/deadline.h"
#include "common/probe/fingerprint.h"

/* A setting that was asked for on the command line. */
struct oa_wish {
	const char *field;  /* which, e.g. "schemes"; borrowed */
	const char *wanted; /* how it shall be, e.g. "NTLM"; borrowed */
	bool is_met;        /* it is so in this run */
};

/* Whose memory it is and what it shall judge; everything is borrowed. */
struct oa_memory_plan {
	const char *dir;     /* --state-dir, or NULL to remember nothing */
	const char *program; /* each program has a memory of its own */
	const char *host;    /* that it is about */
	long port;           /* TCP port */
	const char *name;    /* of the target, where several have that host; or NULL */
	const char *address; /* the one of several that was asked, or NULL */
	int64_t now;         /* seconds since 1970 */
	int64_t changed;     /* --changed, seconds since 1970; 0 for none */
	double settle;       /* --settle, seconds */
	bool is_published;   /* autodiscover publishes the host already */
	const struct oa_wish *wish; /* what was asked for, or NULL */
	size_t wish_count;          /* of them */
	struct oa_deadline until;   /* for waiting for another run */
};

/* Judges the report of a run that is over, and its fingerprint, by what earlier runs
 * have left: records recently-enabled, settings-changed, settings-reverted and
 * settings-not-applied, tells with the verdict since when it holds, and remembers
 * this run.  A state file that cannot be used is the finding
 * monitor-file-unreadable; a damaged one is set aside and noted. */
void oa_memory_judge(const struct oa_memory_plan *plan,
	const struct oa_fingerprint *print, struct oa_report *report);

#endif
