/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_SHORTBODY_H
#define OA_PROBE_SHORTBODY_H

/*
 * Is the body of IN lost, or does a device collect it until it is complete?  A second
 * tunnel announces a body on IN that it sends to its last byte: if that one opens, the
 * device waits for the end of the first.
 */

#include "common/probe/attempt.h"

/* What the second tunnel says. */
enum oa_short_body {
	OA_SHORT_BODY_SILENT,   /* it does not open: the body is lost, or worse */
	OA_SHORT_BODY_BUFFERED, /* it opens, so complete bodies pass */
	OA_SHORT_BODY_MET,      /* it opens, but its channels have met in one computer
				 * where those of the first attempt had not */
};

/* Opens the second tunnel to the endpoint of an attempt that has got no CONN/C2;
 * nothing of it is left in the report.  Once in a run: what it told then holds for the
 * other endpoints. */
enum oa_short_body oa_short_body_try(const struct oa_attempt *attempt);

#endif
