/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/call.h"

#include "common/rpc/status.h"

#include <string.h>

/* Bytes of a fault without extended error information. */
#define FAULT_LEN 32

/* In the reserved byte of a fault, [MS-RPCE] 2.2.2.8. */
#define FAULT_IS_EXTENDED 0x01

void oa_call_write(struct oa_writer *out, const struct oa_call *call)
{
	oa_pdu_begin(out, OA_PDU_REQUEST, OA_PFC_FIRST | OA_PFC_LAST, call->call_id);
	oa_write_u32(out, (uint32_t)call->stub_len); /* allocation hint */
	oa_write_u16(out, call->context_id);
	oa_write_u16(out, call->opnum);
	oa_write_bytes(out, call->stub, call->stub_len);
	oa_pdu_end(out);
}

void oa_reply_init(struct oa_reply *reply, uint32_t call_id)
{
	reply->call_id = call_id;
	reply->is_complete = false;
	reply->has_begun = false;
	reply->len = 0;
}

static int check_fragment(const struct oa_reply *reply,
	const struct oa_pdu_header *header, struct oa_error *err)
{
	bool is_first = header->flags & OA_PFC_FIRST;

	if (header->type != OA_PDU_RESPONSE)
		return oa_fail(err, OA_LAYER_RPC, 0, "%s where a response should be",
			oa_pdu_name(header->type));
	if (header->call_id != reply->call_id)
		return oa_fail(err, OA_LAYER_RPC, 0, "response to call %u, not %u",
			header->call_id, reply->call_id);
	if (reply->is_complete)
		return oa_fail(
			err, OA_LAYER_RPC, 0, "response after the last fragment");
	/* The first fragment, and no other, is marked as such. */
	if (is_first == reply->has_begun)
		return oa_fail(err, OA_LAYER_RPC, 0, "response fragments out of order");
	return 0;
}

int oa_reply_add(struct oa_reply *reply, const struct oa_pdu *pdu, struct oa_error *err)
{
	struct oa_reader in = oa_pdu_body(pdu);
	bool is_last = pdu->header.flags & OA_PFC_LAST;
	const uint8_t *stub;
	size_t len;

	if (check_fragment(reply, &pdu->header, err))
		return -1;
	oa_read_skip(&in, OA_PDU_CALL_LEN);
	if (in.bad)
		return oa_fail(err, OA_LAYER_RPC, 0, "response ends inside its header");
	len = oa_read_left(&in);
	/* Without this an endless stream of empty fragments would be no error. */
	if (!len && !is_last)
		return oa_fail(err, OA_LAYER_RPC, 0, "empty response fragment");
	if (len > sizeof(reply->stub) - reply->len)
		return oa_fail(err, OA_LAYER_RPC, 0, "response over %zu bytes",
			sizeof(reply->stub));
	stub = oa_read_bytes(&in, len);
	memcpy(reply->stub + reply->len, stub, len);
	reply->len += len;
	reply->has_begun = true;
	reply->is_complete = is_last;
	return 0;
}

/* Reads what stands behind the status, if the fault says that something does: its
 * length is told by alloc_hint, which counts from the start of the PDU. */
static void read_extended(
	struct oa_reader *in, uint32_t alloc_hint, struct oa_fault *fault)
{
	oa_read_skip(in, 4);
	if (in->bad || alloc_hint < FAULT_LEN ||
		alloc_hint - FAULT_LEN > oa_read_left(in))
		return;
	fault->extended_len = alloc_hint - FAULT_LEN;
	fault->extended = oa_read_bytes(in, fault->extended_len);
}

int oa_fault_parse(
	const struct oa_pdu *pdu, struct oa_fault *ret_fault, struct oa_error *err)
{
	struct oa_reader in = oa_pdu_body(pdu);
	struct oa_fault fault = {0};
	uint32_t alloc_hint;
	uint8_t reserved;

	if (pdu->header.type != OA_PDU_FAULT)
		return oa_fail(err, OA_LAYER_RPC, 0, "%s where a fault should be",
			oa_pdu_name(pdu->header.type));
	alloc_hint = oa_read_u32(&in);
	oa_read_skip(&in, 3);
	reserved = oa_read_u8(&in);
	fault.status = oa_read_u32(&in);
	fault.was_not_executed = pdu->header.flags & OA_PFC_NOT_EXECUTED;
	if (in.bad)
		return oa_fail(err, OA_LAYER_RPC, 0, "fault without a status");
	if (reserved & FAULT_IS_EXTENDED)
		read_extended(&in, alloc_hint, &fault);
	*ret_fault = fault;
	return 0;
}
