/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_ENDPOINT_H
#define OA_PROBE_ENDPOINT_H

/*
 * The way to one RPC endpoint: two connections, the logon on both, OUT before IN,
 * CONN/A1 to CONN/C2.  How it ended is judged above (endpoint_end.h).
 */

#include "common/probe/attempt.h"

/* Opens the virtual connection until the deadline; records what it meets, but for an
 * end of the virtual connection (ended_in).  Returns how far it came. */
enum oa_reach oa_attempt_open(struct oa_attempt *attempt, struct oa_deadline until);

/* Records notes, which are no findings, about a tunnel that has done what was asked of
 * it: what it showed besides. */
void oa_attempt_remark(const struct oa_attempt *attempt);

#endif
