/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/shortbody.h"
#include "common/probe/refusal.h"
#include "common/probe/sides.h"

/* A tunnel takes two round trips; what lies beyond that is a queue. */
#define PROOF_SECONDS 3.0
#define PROOF_SHARE   0.6

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

enum oa_short_body oa_short_body_try(const struct oa_attempt *attempt)
{
	struct oa_deadline until = oa_deadline_step(
		oa_deadline_share(attempt->front->until, PROOF_SHARE), PROOF_SECONDS);
	enum oa_short_body result = OA_SHORT_BODY_SILENT;
	struct oa_attempt *second = oa_attempt_new(
		attempt->front, attempt->server, attempt->port);
	const char *out, *in;

	if (!second)
		return OA_SHORT_BODY_SILENT;
	second->sends_short_body = true;
	oa_refusals_open_hushed(second, until);
	if (second->reach == OA_REACH_OPEN)
		result = oa_sides_differ(attempt, &out, &in) &&
					 !oa_sides_differ(second, &out, &in)
				 ? OA_SHORT_BODY_MET
				 : OA_SHORT_BODY_BUFFERED;
	oa_attempt_free(second);
	return result;
}
