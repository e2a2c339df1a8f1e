/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_HOLD_H
#define OA_PROBE_HOLD_H

/*
 * A tunnel that is kept idle: firewalls and balancers forget connections on which
 * nothing is said, and Outlook notices it as mail that stays in the Outbox.
 */

#include "common/probe/attempt.h"

/* How long, and how. */
struct oa_hold_plan {
	double seconds;      /* to keep the tunnel idle; 0: not at all */
	double ping_seconds; /* between pings of ours on IN; 0: silent */
	bool calls;          /* a call may prove at the end that the tunnel lives */
};

/* Keeps the open tunnel of an attempt idle, which it has been since idle_us (see
 * oa_now_us()), then proves that it still lives, at most until the deadline, which
 * lies behind the end of the holding.  Records the value hold_time, and a step or
 * the finding that says when, how and by whom the tunnel was ended: before the
 * server's own idle time-out of CONN/C2 it was a device. */
void oa_hold_tunnel(struct oa_attempt *attempt, const struct oa_hold_plan *plan,
	int64_t idle_us, struct oa_deadline until);

#endif
