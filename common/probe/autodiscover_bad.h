/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_AUTODISCOVER_BAD_H
#define OA_PROBE_AUTODISCOVER_BAD_H

/*
 * Answers of no use as a finding, with the repair that the kind of fault wants; and
 * what every finding says if the address was sent on to another one.
 */

#include "common/probe/autodiscover_methods.h"

/* Records run->bad_url, bad_text and bad_fault as a finding. */
void oa_adbad_find(struct oa_adrun *run);

/* Adds to a finding how the run came to the address that it asks for now, unless that
 * is the address of the plan.  Returns whether it is another one. */
bool oa_adbad_tell_address(const struct oa_adrun *run, struct oa_step *step);

#endif
