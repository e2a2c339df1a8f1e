/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_HOLDBACK_H
#define OA_PROBE_HOLDBACK_H

/*
 * A device that holds small PDUs back: it waits for the acknowledgement of the last
 * one, which the other side delays, and so each PDU costs 40 or 200 ms.  HAProxy does
 * so in mode http unless `option http-no-delay` is set.
 */

#include "common/probe/endpoint.h"

/* Returns true if bind and call (seconds, or negative if not measured) took as much
 * longer than a round trip as delayed acknowledgements cost. */
bool oa_holdback_fits(double round_trip, double bind, double call);

/* Records a note about an attempt whose call has succeeded, if its times fit, and
 * keeps the cause as the fact "cause" of the run for whoever judges what is slow. */
void oa_holdback_remark(const struct oa_attempt *attempt);

#endif
