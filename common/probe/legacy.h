/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_LEGACY_H
#define OA_PROBE_LEGACY_H

/*
 * A front end of Exchange 2013 or later carries tunnels for mailboxes on older servers
 * to those servers, which must want it: they have their own Outlook Anywhere.
 */

#include "common/probe/attempt.h"

/* Records the finding if the answer on `session` comes from an older server behind the
 * front end: it names one, and another target of the plan passes.  Returns false, with
 * nothing recorded, if the answer means something else. */
bool oa_legacy_judge(struct oa_attempt *attempt, const struct oa_session *session);

#endif
