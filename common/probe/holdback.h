/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_HOLDBACK_H
#define OA_PROBE_HOLDBACK_H

/*
 * A device that holds small PDUs back: it waits for the acknowledgement of the last
 * one, which the other side delays, and so each PDU costs 40 or 200 ms.  HAProxy does
 * so in mode http unless `option http-no-delay` is set.
 */

#include "common/probe/attempt.h"

/* Seconds of a tunnel; negative if not measured, which c2 must have been. */
struct oa_holdback {
	bool is_haproxy; /* it is known that HAProxy is on the way */
	double connect;  /* TCP connect */
	double c2;       /* from the opening of IN to CONN/C2 */
	double bind;     /* from bind to bind_ack */
	double call;     /* from the request to its response */
};

/* Returns true if bind and call took as much longer than the way there and back, which
 * is what connect or c2 took, as delayed acknowledgements cost: in one direction or,
 * with HAProxy, in both, and for c2 as well. */
bool oa_holdback_fits(const struct oa_holdback *times);

/* Records a note about an attempt whose call has succeeded, if its times fit, and
 * keeps the cause as the fact "cause" of the run for whoever judges what is slow. */
void oa_holdback_remark(const struct oa_attempt *attempt);

#endif
