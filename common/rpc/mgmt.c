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

static struct oa_syntax read_syntax(struct oa_reader *in)
{
	struct oa_syntax syntax;

	oa_read_align(in, 4);
	oa_read_copy(in, syntax.uuid, sizeof(syntax.uuid));
	syntax.major = oa_read_u16(in);
	syntax.minor = oa_read_u16(in);
	return syntax;
}

/* Reads count, an array of that many pointers, and what these point to. */
static void read_vector(struct oa_reader *in, struct oa_mgmt_if_ids *if_ids)
{
	uint32_t count = oa_ndr_read_u32(in);
	uint32_t max = oa_ndr_read_u32(in);
	struct oa_reader pointers;

	/* The bytes that are there bound the array before anything is counted. */
	if (max < count || max > oa_read_left(in) / 4)
		in->bad = true;
	pointers = oa_read_part(in, 4 * (size_t)max);
	for (uint32_t i = 0; i < max && !in->bad; i++) {
		struct oa_syntax syntax;

		if (!oa_ndr_read_pointer(&pointers))
			continue;
		syntax = read_syntax(in);
		if_ids->total++;
		if (!in->bad && if_ids->count < OA_MGMT_IF_IDS_MAX)
			if_ids->ids[if_ids->count++] = syntax;
	}
}

int oa_mgmt_parse_if_ids(const void *stub, size_t len,
	struct oa_mgmt_if_ids *ret_if_ids, struct oa_error *err)
{
	struct oa_reader in = oa_reader(stub, len);
	struct oa_mgmt_if_ids if_ids = {0};

	if (oa_ndr_read_pointer(&in))
		read_vector(&in, &if_ids);
	if_ids.status = oa_ndr_read_u32(&in);
	if (in.bad)
		return oa_fail(err, OA_LAYER_RPC, 0,
			"inq_if_ids: malformed reply of %zu bytes", len);
	*ret_if_ids = if_ids;
	return 0;
}
