/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_REPORT_REPORT_H
#define OA_REPORT_REPORT_H

/*
 * What a run has seen: steps in the order in which they happened, measured
 * values, and a transcript.  Probes fill it, renderers read it; it decides the
 * verdict.  It owns everything in it.
 *
 * Recording never fails.  In a full report a finding takes the place of the last
 * step that weighs least; what weighs no more than all others goes to a spare step
 * that nobody sees, so that callers always get a step to write to.  Texts are cut
 * at the size of their field, evidence and transcript at a bound of their own.
 */

#include "common/report/diagnosis.h"
#include "common/report/facts.h"
#include "common/report/seen.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OA_STEPS_MAX  96
#define OA_VALUES_MAX 32

/* One step of a run: a hop that worked, a finding, or a hop not reached. */
struct oa_step {
	enum oa_hop hop;     /* where */
	char subject[64];    /* which of several, e.g. "6002"; empty if there is one */
	enum oa_code code;   /* OA_CODE_OK, OA_CODE_NOT_TESTED, or the finding */
	enum oa_state state; /* the weight it has in this run */
	char text[512];      /* one line for people, cleaned */
	char hint[640];      /* what to do; empty unless it is a finding */
	double seconds;      /* how long it took; negative if not measured */
	int64_t end_us;      /* monotonic moment at which it was over */
	unsigned branch;     /* 0 for the main chain; it outranks equals of a branch */
	char *details;       /* further lines of evidence, each ended by \n, or NULL */
	bool is_long;        /* the text output shows the details unasked */
};

/* One measured value; labels are interface, see the program's descriptor. */
struct oa_value {
	const char *label; /* a string constant, e.g. "tls_time" */
	double value;      /* in the base unit of the label */
	char warn[40];     /* range that was applied, empty for the program's -w */
	char crit[40];     /* range that was applied, empty for the program's -c */
};

/* The record of one run. */
struct oa_report {
	struct oa_facts facts;                 /* placeholders known to the whole run */
	struct oa_seen seen;                   /* who answered */
	struct oa_step steps[OA_STEPS_MAX];    /* in the order of arrival */
	size_t step_count;                     /* used steps */
	struct oa_step spare;                  /* takes what did not fit; not shown */
	struct oa_value values[OA_VALUES_MAX]; /* measured values */
	size_t value_count;                    /* used values */
	bool has_timeout_state;                /* --timeout-result was given */
	enum oa_state timeout_state;           /* state for time-out codes then */
	bool is_tracing;                       /* keep a transcript (-vvv) */
	char *transcript;                      /* lines ended by \n, or NULL */
	/* Called with each step that is recorded, in the thread that records it;
	 * may be NULL. */
	void (*on_step)(void *watcher, const struct oa_step *step);
	/* Called with what the run begins to wait for, likewise; may be NULL. */
	void (*on_wait)(void *watcher, const char *what);
	void *watcher; /* first argument of both; borrowed */
};

/* Makes an empty report. */
void oa_report_init(struct oa_report *report);

/* Releases everything the report owns. */
void oa_report_free(struct oa_report *report);

/* Records that a hop works; subject may be NULL; seconds negative if not
 * measured.  Returns the step, valid until oa_report_free(). */
struct oa_step *oa_report_ok(struct oa_report *report, enum oa_hop hop,
	const char *subject, double seconds, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Records a finding with the state of the catalogue (or of --timeout-result);
 * message and hint are expanded from facts (may be NULL) and the facts of the
 * run.  The same code for the same subject is recorded once, with the worse of its
 * states.  Returns the step, which has no time until the caller sets one. */
struct oa_step *oa_report_find(struct oa_report *report, enum oa_code code,
	const char *subject, const struct oa_facts *facts);

/* As oa_report_find(), with another state than the catalogue's. */
struct oa_step *oa_report_find_as(struct oa_report *report, enum oa_code code,
	enum oa_state state, const char *subject, const struct oa_facts *facts);

/* Records that a hop was not reached, once for each subject; it never decides. */
void oa_report_not_tested(
	struct oa_report *report, enum oa_hop hop, const char *subject);

/* Tells who watches the run what it begins to wait for, in a few words; it lasts until
 * the next step or wait. */
void oa_report_wait(struct oa_report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Returns the seconds between the begin of the first measured step of the report
 * and that of this one; negative if the step was not measured. */
double oa_step_start(const struct oa_report *report, const struct oa_step *step);

/* Says that the step was over `seconds` before now, because another one followed
 * it before it was recorded. */
void oa_step_ended_before(struct oa_step *step, double seconds);

/* Adds a line of evidence to a step; the text is cleaned. */
void oa_step_detail(struct oa_step *step, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Records a measured value; the last one of a label counts. */
void oa_report_value(struct oa_report *report, const char *label, double value);

/* The same for a value of which a run may measure several; the largest one counts. */
void oa_report_value_most(struct oa_report *report, const char *label, double value);

/* Records the ranges by which a run has judged the value of a label, where they are
 * not what was typed, e.g. relative ones; the value must have been recorded. */
void oa_report_limits(struct oa_report *report, const char *label, const char *warn,
	const char *crit);

/* Returns the value of a label, or false if it was not measured. */
bool oa_report_value_get(
	const struct oa_report *report, const char *label, double *ret_value);

/* Adds a line to the transcript if one is kept; the caller leaves secrets out. */
void oa_report_trace(struct oa_report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Moves what other has recorded to the end of report: steps, as those of the branch of
 * that number and, where a hop of the main chain has no subject, of that name; values
 * of labels that report has not measured; transcript.  other is empty then. */
void oa_report_absorb(struct oa_report *report, struct oa_report *other,
	unsigned branch, const char *name);

/* Returns true if a step of this subject (of any subject if it is NULL), or one
 * without a subject, ended CRITICAL or UNKNOWN, so that its chain is over. */
bool oa_report_is_broken(const struct oa_report *report, const char *subject);

/* Returns the step that the first line names: the worst state; among equals one
 * that no other explains; then the earliest hop, the earliest row of the
 * catalogue, the earliest step.  A finding counts even if --timeout-result made it
 * OK; NULL if there is none. */
const struct oa_step *oa_report_verdict(const struct oa_report *report);

/* Returns the state of the whole run. */
enum oa_state oa_report_state(const struct oa_report *report);

#endif
