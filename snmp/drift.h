/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_DRIFT_H
#define OA_SNMP_DRIFT_H

/*
 * Phases that grow slower before they fail: the 95th percentile of a phase over the
 * last hour against its baseline.  The baseline is learnt from hours that had enough
 * runs, slowly, and not from hours that have drifted.
 */

#include "snmp/result.h"

#define OA_DRIFT_BUCKETS 48

/* One phase of one target. */
struct oa_drift_leg {
	uint16_t bucket[OA_DRIFT_BUCKETS]; /* runs of this hour by time, logarithmic */
	uint32_t runs;                     /* in all buckets */
	float baseline_ms;                 /* learnt 95th percentile; 0 for none yet */
	bool has_drifted; /* three times the baseline was reached; until it is less than
			   * twice the baseline */
};

/* All phases of one target; zero-initialised nothing is known. */
struct oa_drift {
	int64_t hour;                     /* seconds since 1970 by 3600 */
	struct oa_drift_leg leg[OA_LEGS]; /* by enum oa_leg */
};

/* Adds the times of a run that was good as a whole, and where a phase has drifted and
 * nothing worse is known, makes result's probe of kind history say latency-drift.
 * Warn_seconds is the upper end of -w, 0 for none; below half of it, or without it
 * below 100 ms, nothing is called slow. */
void oa_drift_add(
	struct oa_drift *drift, struct oa_result *result, double warn_seconds);

#endif
