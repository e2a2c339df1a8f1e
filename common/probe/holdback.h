/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_HOLDBACK_H
#define OA_PROBE_HOLDBACK_H

/*
 * A device that holds small PDUs back: it waits for the acknowledgement of the last
 * one, which the other side delays, and so each PDU costs 40 or 200 ms.  HAProxy does
 * so in mode http unless `option http-no-delay` is set.
 */

#include "common/probe/endpoint.h"

/* Returns true if bind and call took as much longer than the way there and back as
 * delayed acknowledgements cost.  The way is what a TCP connect took or the round trip
 * of CONN/C2.  In seconds; connect, bind and call are negative if not measured. */
bool oa_holdback_fits(double connect, double round_trip, double bind, double call);

/* Records a note about an attempt whose call has succeeded, if its times fit, and
 * keeps the cause as the fact "cause" of the run for whoever judges what is slow. */
void oa_holdback_remark(const struct oa_attempt *attempt);

#endif
