/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_AUTODISCOVER_SERVICES_H
#define OA_PROBE_AUTODISCOVER_SERVICES_H

/*
 * The method of the SRV record: its targets in their order, until one can be
 * connected to (RFC 2782).
 */

#include "common/probe/autodiscover_methods.h"

/* Tries the targets until the deadline, each with its share of the time, into
 * run->way[OA_AD_BY_SERVICE] and run->dead.  If none can be connected to the way is
 * that of the first one. */
void oa_adservices_try(struct oa_adrun *run, struct oa_deadline until);

/* Adds to a step, as evidence, the targets that could not be connected to. */
void oa_adservices_tell(const struct oa_adrun *run, struct oa_step *step);

/* Records targets that could not be connected to where a later one serves the run. */
void oa_adservices_judge(struct oa_adrun *run);

#endif
