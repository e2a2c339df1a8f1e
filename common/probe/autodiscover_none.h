/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_AUTODISCOVER_NONE_H
#define OA_PROBE_AUTODISCOVER_NONE_H

/*
 * Why no method works, or the record that was asked for is missing, as a finding.
 */

#include "common/probe/autodiscover_methods.h"

/* Records why no method of the run works. */
void oa_adnone_judge(struct oa_adrun *run);

/* Records that there is no SRV record if the plan requires one. */
void oa_adnone_judge_required(struct oa_adrun *run);

#endif
