/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/bind.h"

#include "common/base/text.h"

#include <string.h>

/* Verifiers of bind PDUs only need to start at a multiple of 4. */
#define BIND_ALIGN 4

/* Bytes of a protocol version in a bind_nak. */
#define VERSION_LEN 2

static void write_syntax(struct oa_writer *out, const struct oa_syntax *syntax)
{
	oa_write_bytes(out, syntax->uuid, sizeof(syntax->uuid));
	oa_write_u16(out, syntax->major);
	oa_write_u16(out, syntax->minor);
}

static void end(struct oa_writer *out, const struct oa_verifier *token)
{
	if (token)
		oa_pdu_end_verified(out, 0, BIND_ALIGN, token);
	else
		oa_pdu_end(out);
}

static void write_proposal(struct oa_writer *out, enum oa_pdu_type type,
	const struct oa_bind *bind, const struct oa_verifier *token)
{
	uint8_t flags = OA_PFC_FIRST | OA_PFC_LAST;

	if (token && bind->offers_header_sign)
		flags |= OA_PFC_SIGN_HEADER;
	oa_pdu_begin(out, (uint8_t)type, flags, bind->call_id);
	oa_write_u16(out, OA_PDU_FRAG_MAX);
	oa_write_u16(out, OA_PDU_FRAG_MAX);
	oa_write_u32(out, bind->assoc_group);
	oa_write_u32(out, 1); /* one presentation context, reserved */
	oa_write_u16(out, bind->context_id);
	oa_write_u16(out, 1); /* one transfer syntax, reserved */
	write_syntax(out, &bind->syntax);
	write_syntax(out, &oa_syntax_ndr);
	end(out, token);
}

void oa_bind_write(struct oa_writer *out, const struct oa_bind *bind,
	const struct oa_verifier *token)
{
	write_proposal(out, OA_PDU_BIND, bind, token);
}

void oa_bind_write_alter(struct oa_writer *out, const struct oa_bind *bind,
	const struct oa_verifier *token)
{
	write_proposal(out, OA_PDU_ALTER, bind, token);
}

void oa_bind_write_auth3(
	struct oa_writer *out, uint32_t call_id, const struct oa_verifier *token)
{
	oa_pdu_begin(out, OA_PDU_AUTH3, OA_PFC_FIRST | OA_PFC_LAST, call_id);
	oa_write_u32(out, 0); /* ignored by the receiver */
	end(out, token);
}

static void read_address(struct oa_reader *in, struct oa_bind_ack *ack)
{
	size_t len = oa_read_u16(in);
	const uint8_t *address = oa_read_bytes(in, len);

	if (!address)
		len = 0;
	/* The length counts a NUL, which is not part of the text. */
	if (len && address[len - 1] == '\0')
		len--;
	oa_clean(ack->address, sizeof(ack->address), (const char *)address, len);
}

/* Reads the transfer syntax chosen, and tells whether it is the one offered. */
static bool is_ndr(struct oa_reader *in)
{
	struct oa_syntax syntax = {0};

	oa_read_copy(in, syntax.uuid, sizeof(syntax.uuid));
	syntax.major = oa_read_u16(in);
	syntax.minor = oa_read_u16(in);
	return !memcmp(syntax.uuid, oa_syntax_ndr.uuid, sizeof(syntax.uuid)) &&
	       syntax.major == oa_syntax_ndr.major &&
	       syntax.minor == oa_syntax_ndr.minor;
}

/* Reads all results, also those that are not kept, to notice a short PDU. */
static void read_results(struct oa_reader *in, struct oa_bind_ack *ack)
{
	size_t total = oa_read_u8(in);

	oa_read_skip(in, 3); /* reserved */
	for (size_t i = 0; i < total && !in->bad; i++) {
		struct oa_bind_result result;

		result.result = oa_read_u16(in);
		result.reason = oa_read_u16(in);
		result.is_ndr = is_ndr(in);
		if (!in->bad && ack->count < OA_BIND_RESULTS_MAX)
			ack->results[ack->count++] = result;
	}
}

int oa_bind_ack_parse(
	const struct oa_pdu *pdu, struct oa_bind_ack *ret_ack, struct oa_error *err)
{
	struct oa_reader in = oa_pdu_body(pdu);
	struct oa_bind_ack ack = {.verifier = pdu->verifier};
	const char *name = oa_pdu_name(pdu->header.type);

	if (pdu->header.type != OA_PDU_BIND_ACK && pdu->header.type != OA_PDU_ALTER_ACK)
		return oa_fail(
			err, OA_LAYER_RPC, 0, "%s where a bind_ack should be", name);
	if (!oa_pdu_is_whole(&pdu->header))
		return oa_fail(err, OA_LAYER_RPC, 0, "%s in fragments", name);
	ack.agrees_header_sign = pdu->header.flags & OA_PFC_SIGN_HEADER;
	ack.max_xmit_frag = oa_read_u16(&in);
	ack.max_recv_frag = oa_read_u16(&in);
	ack.assoc_group = oa_read_u32(&in);
	read_address(&in, &ack);
	oa_read_align(&in, 4);
	read_results(&in, &ack);
	if (in.bad)
		return oa_fail(err, OA_LAYER_RPC, 0, "%s ends inside its fields", name);
	if (!ack.count)
		return oa_fail(err, OA_LAYER_RPC, 0, "%s without a result", name);
	if (oa_bind_is_accepted(&ack) && !ack.results[0].is_ndr)
		return oa_fail(err, OA_LAYER_RPC, 0,
			"%s accepts a transfer syntax that was not offered", name);
	*ret_ack = ack;
	return 0;
}

bool oa_bind_is_accepted(const struct oa_bind_ack *ack)
{
	return ack->results[0].result == 0;
}

/* Reads what stands behind the signature, if that is there. */
static void read_extended(struct oa_reader *in, struct oa_bind_nak *nak)
{
	static const uint8_t signature[] = {0x20, 0x03, 0x74, 0x90, 0xd0, 0xfa, 0xd3,
		0x11, 0x82, 0xd7, 0x00, 0x90, 0x27, 0xb1, 0x30, 0xab};
	const uint8_t *got;

	oa_read_align(in, 4);
	got = oa_read_bytes(in, sizeof(signature));
	if (in->bad || memcmp(got, signature, sizeof(signature)) != 0)
		return;
	nak->extended_len = oa_read_left(in);
	nak->extended = oa_read_bytes(in, nak->extended_len);
}

int oa_bind_nak_parse(
	const struct oa_pdu *pdu, struct oa_bind_nak *ret_nak, struct oa_error *err)
{
	struct oa_reader in = oa_pdu_body(pdu);
	struct oa_bind_nak nak = {0};

	if (pdu->header.type != OA_PDU_BIND_NAK)
		return oa_fail(err, OA_LAYER_RPC, 0, "%s where a bind_nak should be",
			oa_pdu_name(pdu->header.type));
	if (!oa_pdu_is_whole(&pdu->header))
		return oa_fail(err, OA_LAYER_RPC, 0, "bind_nak in fragments");
	nak.reason = oa_read_u16(&in);
	if (in.bad)
		return oa_fail(err, OA_LAYER_RPC, 0, "bind_nak without a reason");
	nak.version_count = oa_read_u8(&in);
	if (nak.version_count) {
		nak.version_major = oa_read_u8(&in);
		nak.version_minor = oa_read_u8(&in);
		oa_read_skip(&in, VERSION_LEN * (nak.version_count - 1u));
	}
	/* Servers may leave out the list or cut it short. */
	if (in.bad)
		nak.version_count = nak.version_major = nak.version_minor = 0;
	else
		read_extended(&in, &nak);
	*ret_nak = nak;
	return 0;
}
