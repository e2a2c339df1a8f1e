/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/mgmt.h"

#include "common/base/bytes.h"
#include "common/rpc/ndr.h"

int oa_mgmt_parse_listening(const void *stub, size_t len,
	struct oa_mgmt_listening *ret_listening, struct oa_error *err)
{
	struct oa_reader in = oa_reader(stub, len);
	struct oa_mgmt_listening listening;

	listening.status = oa_ndr_read_u32(&in);
	listening.is_listening = oa_ndr_read_u32(&in) != 0;
	if (in.bad)
		return oa_fail(err, OA_LAYER_RPC, 0,
			"is_server_listening: reply of %zu bytes", len);
	*ret_listening = listening;
	return 0;
}
