/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/rtspdu.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

/* What was parsed must be writable, at the same length, and parse again. */
static void check_round_trip(const struct oa_rts *rts, size_t len)
{
	static uint8_t buffer[65536];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));
	struct oa_rts again;

	oa_rts_write(&out, rts);
	if (out.bad || out.len != len || oa_rts_parse(buffer, out.len, &again, NULL))
		abort();
	if (oa_rts_kind(&again) != oa_rts_kind(rts))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct oa_error err = {0};
	struct oa_rts rts;
	char text[512];

	if (oa_rts_parse(data, len, &rts, &err)) {
		if (err.layer != OA_LAYER_RTS || !err.text[0])
			abort();
		return 0;
	}
	check_round_trip(&rts, len);
	oa_rts_describe(&rts, text, sizeof(text));
	return 0;
}
