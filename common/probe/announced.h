/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_ANNOUNCED_H
#define OA_PROBE_ANNOUNCED_H

/*
 * A change that somebody has announced by --changed: for a while it is no wonder that
 * it does not work yet, and after an hour it is.
 */

#include "common/report/report.h"

/* From then on a change must be on the wire: RpcHttpConfigurator runs every 15
 * minutes, and the replication of the directory may take the rest. */
#define OA_APPLIED_AFTER_S 3600

/* Judges a path that is not there, or a service that is not up, in the light of a
 * change at `changed` (seconds since 1970; 0: none).  Younger than `settle` seconds,
 * and if autodiscover publishes the host already, it is recently-enabled, and the
 * findings that this explains become WARNING; from an hour to a day after it, it is
 * settings-not-applied. */
void oa_announced_judge(struct oa_report *report, int64_t changed, double settle,
	bool is_published, int64_t now);

#endif
