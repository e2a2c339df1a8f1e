/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PLUGINS_FRONT_OUTPUT_H
#define OA_PLUGINS_FRONT_OUTPUT_H

/*
 * The one place that turns a report into the text on standard output.
 */

#include "plugins/front/program.h"

/* Values of --output. */
enum oa_output { OA_OUTPUT_TEXT, OA_OUTPUT_JSON, OA_OUTPUT_PROMETHEUS };

/* Returns the report in the format that settings->output names, with a note about
 * the output itself (NULL: none); the caller frees it.  NULL without memory. */
char *oa_output_report(const struct oa_program *program,
	const struct oa_common_settings *settings, const struct oa_report *report,
	const char *note);

/* Returns the report as the page of --html; the caller frees it.  NULL without
 * memory. */
char *oa_output_page(const struct oa_program *program,
	const struct oa_common_settings *settings, const struct oa_report *report);

/* Returns the result of a run that did not start because of err, in the given
 * format, and its state; the caller frees it.  NULL without memory. */
char *oa_output_refusal(const struct oa_program *program, enum oa_output format,
	const struct oa_error *err);

/* Returns the result of a run that its watchdog ends after `timeout` seconds, in
 * the format that settings->output names; the caller frees it.  NULL without
 * memory. */
char *oa_output_overdue(const struct oa_program *program,
	const struct oa_common_settings *settings, double timeout);

/* Writes text to standard output in one piece. */
void oa_output_write(const char *text);

#endif
