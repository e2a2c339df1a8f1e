/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_CHALLENGE_H
#define OA_PROBE_CHALLENGE_H

/*
 * What a server tells about itself in its NTLM challenge to anybody: names, build
 * of Windows, time.  Only the first leg of a logon is sent, which holds no secret.
 */

#include "common/probe/clock.h"
#include "common/probe/pace.h"

/* Asks for a challenge by each of the schemes (bits) that may bring one, NTLM and
 * Negotiate, twice on one connection, and records names, build, and what is wrong
 * with them; notes the time in clock.  query is "server:port".  What the time of pace
 * leaves out is told if nothing else is.  Returns the schemes that cannot work, for
 * which there is a finding. */
unsigned oa_challenge_look(struct oa_front *front, const char *query, unsigned schemes,
	const struct oa_pace *pace, struct oa_clock *clock);

#endif
