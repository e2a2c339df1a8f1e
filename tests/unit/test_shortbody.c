/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/shortbody.h"
#include "common/probe/inbody.h"
#include "common/rpc/pdu.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

/* Whole PDUs to the last byte, or the server would wait for the rest of one. */
START_TEST(body_is_made_of_whole_pdus)
{
	struct oa_vconn *vconn = calloc(1, sizeof(*vconn));
	uint8_t *body = malloc(OA_SHORT_BODY_LEN);
	size_t pos = 0, count = 0;

	ck_assert_ptr_nonnull(vconn);
	ck_assert_ptr_nonnull(body);
	ck_assert_int_eq(oa_vconn_init(vconn, NULL, NULL), 0);
	oa_short_body_write(vconn, body);
	for (; pos < OA_SHORT_BODY_LEN; count++) {
		size_t len = (size_t)(body[pos + 8] | body[pos + 9] << 8);
		struct oa_rts rts;

		ck_assert_uint_le(pos + len, OA_SHORT_BODY_LEN);
		ck_assert_int_eq(oa_rts_parse(body + pos, len, &rts, NULL), 0);
		if (count) {
			ck_assert_int_eq(oa_rts_kind(&rts), OA_RTS_KIND_PING);
		} else {
			ck_assert_str_eq(oa_rts_name(&rts), "CONN/B1");
			ck_assert_uint_eq(oa_rts_value(&rts, OA_RTS_CHANNEL_LIFETIME),
				OA_SHORT_BODY_LEN);
		}
		pos += len;
	}
	/* the least that a proxy takes ([MS-RPCH] 2.1.2.1.1) */
	ck_assert_uint_ge(OA_SHORT_BODY_LEN, 128 * 1024);
	free(body);
	free(vconn);
}
END_TEST

OA_TEST_MAIN("shortbody", body_is_made_of_whole_pdus)
