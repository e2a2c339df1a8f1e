/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/inbody.h"

void oa_short_body_write(
	const struct oa_vconn *vconn, uint8_t ret_body[OA_SHORT_BODY_LEN])
{
	struct oa_writer out = oa_writer(ret_body, OA_SHORT_BODY_LEN);
	size_t len;

	oa_rts_write_conn_b1(&out, &vconn->cookies, (uint32_t)OA_SHORT_BODY_LEN,
		OA_RTS_KEEPALIVE_MS);
	/* a writer holds one PDU, whose length it counts from its start */
	for (len = out.len; len < OA_SHORT_BODY_LEN; len += out.len) {
		out = oa_writer(ret_body + len, OA_SHORT_BODY_LEN - len);
		oa_rts_write_ping(&out);
	}
}
