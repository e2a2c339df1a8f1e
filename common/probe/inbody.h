/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_PROBE_INBODY_H
#define OA_PROBE_INBODY_H

/*
 * A body of IN that ends: CONN/B1 and pings, for a device that waits for the end.
 */

#include "common/rpc/vconn.h"

/* Bytes of such a body: above the 128 KiB that a proxy may want ([MS-RPCH] 2.1.2.1.1).
 */
#define OA_SHORT_BODY_LEN ((size_t)131084)

/* Writes the body for a virtual connection. */
void oa_short_body_write(
	const struct oa_vconn *vconn, uint8_t ret_body[OA_SHORT_BODY_LEN]);

#endif
