/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_AUTODISCOVER_INNER_H
#define OA_PROBE_AUTODISCOVER_INNER_H

/*
 * The internal names in the settings of a mailbox, for those who hide them.
 */

#include "common/probe/pox.h"
#include "common/report/seen.h"

/* Adds to seen the servers and principals of all protocols, the server of the
 * database, and the hosts of internal URLs. */
void oa_adinner_note(const struct oa_pox *pox, struct oa_seen *seen);

#endif
