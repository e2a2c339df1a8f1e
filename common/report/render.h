/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_REPORT_RENDER_H
#define OA_REPORT_RENDER_H

/*
 * Turning a report into output: text for plugins, JSON, Prometheus, a page.  The
 * renderers return strings; only the program prints.  All foreign text is cleaned
 * on its way, numbers do not depend on the locale.
 */

#include "common/base/range.h"
#include "common/report/report.h"

/* One label of performance data, as the program's descriptor lists it; the list
 * ends with a NULL label.  Every label is printed in every run, `U` when it was
 * not measured. */
struct oa_perf {
	const char *label;   /* snake_case, stable */
	const char *unit;    /* "s", "B", "%", "c" or "" */
	const char *meaning; /* one sentence for the documentation */
};

/* What a renderer needs to know besides the report; everything is borrowed. */
struct oa_rendering {
	const char *program;         /* e.g. "check_oa_tunnel" */
	const char *concern;         /* e.g. "TUNNEL" */
	const char *target;          /* what was checked, e.g. the host name */
	const char *ok_text;         /* first line's text when all is well */
	const struct oa_perf *perf;  /* labels, in order */
	const char *main_label;      /* the label that -w and -c judge */
	const struct oa_range *warn; /* -w, or NULL */
	const struct oa_range *crit; /* -c, or NULL */
	double main_max;             /* largest possible main value, 0 if unknown */
	int verbosity;               /* 0 to 3: details from 1, transcript at 3 */
	bool is_insecure;            /* verification was off: the output says so */
	int64_t now;                 /* of the run, seconds since 1970; for the page */
	const char *version;         /* of the program; for the page */
	const char *note;            /* about the output itself, or NULL */
};

/* Returns the plugin output: one line with state, code, text and performance data,
 * then one line for each step with its time (if it went well) and its fix, every
 * line ended by \n; the caller frees it.  NULL without memory. */
char *oa_render_text(const struct oa_report *report, const struct oa_rendering *how);

/* Returns one JSON object as docs/output.schema.json describes it and \n; the
 * caller frees it.  NULL without memory. */
char *oa_render_json(const struct oa_report *report, const struct oa_rendering *how);

/* Returns metrics in the Prometheus text format: oa_up, oa_state, oa_info,
 * oa_hop_state, and one for each measured label, e.g. oa_tls_seconds for tls_time;
 * the caller frees it.  NULL without memory. */
char *oa_render_prometheus(
	const struct oa_report *report, const struct oa_rendering *how);

/* Returns one self-contained HTML page: no script, nothing from elsewhere, readable
 * in light, in dark and on paper; it shows a transcript if the report has one.  The
 * caller frees it.  NULL without memory. */
char *oa_render_html(const struct oa_report *report, const struct oa_rendering *how);

#endif
