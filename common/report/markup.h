/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_REPORT_MARKUP_H
#define OA_REPORT_MARKUP_H

/*
 * Pieces of the HTML report.  Every text goes through oa_markup_text(), so that
 * nothing that a server said can become markup.
 */

#include "common/report/render.h"

#include <stdio.h>

/* Prints text with control characters, broken UTF-8 and the five characters that
 * mean something in markup made harmless; NULL prints nothing. */
void oa_markup_text(FILE *out, const char *text);

/* The same for the first len bytes of text. */
void oa_markup_text_len(FILE *out, const char *text, size_t len);

/* The same for lines of text, the last of which gets an end, too. */
void oa_markup_lines(FILE *out, const char *text);

/* Returns the class of the style sheet for a state: "ok", "warning", "critical",
 * "unknown". */
const char *oa_markup_class(enum oa_state state);

/* Returns the class for a step, which is "untested" for one that was not reached. */
const char *oa_markup_step_class(const struct oa_step *step);

/* Prints a duration as people read it, e.g. "12 ms" or "1.40 s". */
void oa_markup_seconds(FILE *out, double seconds);

/* Prints a paragraph that begins with a title, e.g. "Fix". */
void oa_markup_remark(FILE *out, const char *title, const char *text);

/* Prints what the run comes to: state, code, one sentence, fix, and the chain of hops
 * (html_verdict.c). */
void oa_markup_verdict(
	FILE *out, const struct oa_report *report, const struct oa_rendering *how);

/* Prints the chain of hops in one line, each with its worst state (html_hops.c). */
void oa_markup_chain(FILE *out, const struct oa_report *report);

/* Prints the hops as a tree, each with its steps, their fix and evidence
 * (html_hops.c). */
void oa_markup_hops(FILE *out, const struct oa_report *report);

/* Prints a bar for each step that was measured, and for each wait between them, in the
 * order in which they began (html_times.c). */
void oa_markup_times(FILE *out, const struct oa_report *report);

/* Prints the path of the certificate, from the evidence of the step that has it
 * (html_cert.c). */
void oa_markup_certificate(FILE *out, const struct oa_report *report);

/* Prints the table of measured values, with the limits that apply to them in words,
 * and names those that were not measured (html_values.c). */
void oa_markup_values(
	FILE *out, const struct oa_report *report, const struct oa_rendering *how);

#endif
