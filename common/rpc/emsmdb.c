/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/emsmdb.h"

#include "common/base/bytes.h"

int oa_emsmdb_parse_dummy(
	const void *stub, size_t len, uint32_t *ret_value, struct oa_error *err)
{
	struct oa_reader in = oa_reader(stub, len);
	uint32_t value = oa_read_u32(&in);

	if (in.bad || oa_read_left(&in))
		return oa_fail(
			err, OA_LAYER_RPC, 0, "EcDummyRpc: reply of %zu bytes", len);
	*ret_value = value;
	return 0;
}
