/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_HUSH_H
#define OA_PROBE_HUSH_H

/*
 * Second looks whose findings are not the run's own: while a front is hushed, a
 * report that nobody reads takes what is recorded, and its finding can be put into
 * the real report later, when nothing better has explained it.  A certificate that has
 * turned bad since the front was judged good is the run's own all the same.
 */

#include "common/probe/front.h"

/* The two reports of a hushed front. */
struct oa_hush {
	struct oa_report *real;    /* borrowed */
	struct oa_report *scratch; /* owned; NULL without memory: nothing is hushed */
	bool was_trusted;          /* the front had shown a good certificate before */
};

/* Puts a scratch report in the place of the front's own. */
void oa_hush_begin(struct oa_hush *hush, struct oa_front *front);

/* Puts the front's own report back, hands the transcript over to it, and copies the
 * finding that decides the scratch report to ret_finding (code OA_CODE_OK if there
 * is none); the caller releases ret_finding->details by free(). */
void oa_hush_end(
	struct oa_hush *hush, struct oa_front *front, struct oa_step *ret_finding);

/* Records a finding that was hushed; returns its step in the report. */
struct oa_step *oa_hush_replay(struct oa_report *report, const struct oa_step *finding);

/* As oa_hush_replay(), for one of several subjects (NULL: for the whole run). */
struct oa_step *oa_hush_replay_as(
	struct oa_report *report, const char *subject, const struct oa_step *finding);

/* Adds the transcript of another report, and the internal names and certificates of
 * other ends that it has met, to those of a report. */
void oa_hush_hand_over(struct oa_report *report, const struct oa_report *other);

#endif
