/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_PROXYLOG_H
#define OA_PROBE_PROXYLOG_H

/*
 * The concern of check_oa_proxylog: what an Exchange front end (2013 and later) wrote
 * about the requests of its clients, since the last run or in the last minutes.  It
 * reads files and opens no connection.
 */

#include "common/base/deadline.h"
#include "common/base/range.h"
#include "common/probe/proxylogcount.h"
#include "common/probe/target.h"
#include "common/report/report.h"

/* What to read and how to judge it; everything is borrowed. */
struct oa_proxylog_plan {
	struct oa_strings paths; /* files and directories, at least one */
	const char *state_dir;   /* memory between runs, or NULL for none */
	double window;           /* seconds to look back at without a memory; 0: all */
	const struct oa_range *warn; /* of the share of failures, in percent */
	const struct oa_range *crit; /* likewise */
	long min_requests;           /* below that the share is not judged */
	bool expects_traffic;        /* no request at all is a finding */
	int64_t now;                 /* seconds since 1970, or 0 for the clock */
};

/* Reads and judges until the deadline; everything it finds is in the report. */
void oa_probe_proxylog(const struct oa_proxylog_plan *plan, struct oa_deadline until,
	struct oa_report *report);

#endif
