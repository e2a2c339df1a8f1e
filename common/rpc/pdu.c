/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/pdu.h"
#include "common/base/array.h"

/* The data representation of everybody today: numbers little-endian, text ASCII,
 * IEEE floats; a server answers in its own ([C706] 14.1). */
#define DREP_LITTLE_ENDIAN 0x10

static int check_representation(
	const struct oa_pdu_header *header, uint32_t drep, struct oa_error *err)
{
	const char *name = oa_pdu_name(header->type);

	if (drep == DREP_LITTLE_ENDIAN)
		return 0;
	if (!(drep & DREP_LITTLE_ENDIAN))
		return oa_fail(err, OA_LAYER_RPC, 0, "%s in big-endian order", name);
	return oa_fail(err, OA_LAYER_RPC, 0,
		"%s with an unknown data representation (0x%08x)", name, drep);
}

int oa_pdu_peek(const void *bytes, size_t len, struct oa_pdu_header *ret_header,
	struct oa_error *err)
{
	struct oa_reader in = oa_reader(bytes, len);
	uint8_t major = oa_read_u8(&in), minor = oa_read_u8(&in);
	struct oa_pdu_header header;
	uint32_t drep;

	header.type = oa_read_u8(&in);
	header.flags = oa_read_u8(&in);
	drep = oa_read_u32(&in);
	header.frag_len = oa_read_u16(&in);
	header.auth_len = oa_read_u16(&in);
	header.call_id = oa_read_u32(&in);
	if (in.bad)
		return oa_fail(err, OA_LAYER_RPC, 0,
			"PDU header cut off after %zu bytes", len);
	if (major != 5 || minor != 0)
		return oa_fail(err, OA_LAYER_RPC, 0,
			"not a DCE/RPC PDU: begins with %02x %02x %02x %02x", major,
			minor, header.type, header.flags);
	if (check_representation(&header, drep, err))
		return -1;
	if (header.frag_len < OA_PDU_HEADER_LEN)
		return oa_fail(err, OA_LAYER_RPC, 0, "%s says it is %u bytes long",
			oa_pdu_name(header.type), header.frag_len);
	/* Checked here, so that no later subtraction can go below zero. */
	if (header.auth_len &&
		header.auth_len + OA_PDU_HEADER_LEN + OA_PDU_TRAILER_LEN >
			header.frag_len)
		return oa_fail(err, OA_LAYER_RPC, 0,
			"%s of %u bytes says its verifier has %u",
			oa_pdu_name(header.type), header.frag_len, header.auth_len);
	*ret_header = header;
	return 0;
}

/* Reads the verifier; the header's lengths have been checked already. */
static int parse_verifier(struct oa_pdu *pdu, struct oa_error *err)
{
	size_t trailer = pdu->body_end - pdu->header.auth_len - OA_PDU_TRAILER_LEN;
	struct oa_reader in = oa_reader(pdu->bytes, pdu->header.frag_len);

	oa_read_skip(&in, trailer);
	pdu->verifier.type = oa_read_u8(&in);
	pdu->verifier.level = oa_read_u8(&in);
	pdu->verifier.pad_len = oa_read_u8(&in);
	oa_read_u8(&in); /* reserved */
	pdu->verifier.context_id = oa_read_u32(&in);
	pdu->verifier.value_len = pdu->header.auth_len;
	pdu->verifier.value = oa_read_bytes(&in, pdu->verifier.value_len);
	if (in.bad || pdu->verifier.pad_len > trailer - OA_PDU_HEADER_LEN)
		return oa_fail(err, OA_LAYER_RPC, 0,
			"%s says it has %u bytes of padding, more than its body",
			oa_pdu_name(pdu->header.type), pdu->verifier.pad_len);
	pdu->body_end = trailer - pdu->verifier.pad_len;
	return 0;
}

int oa_pdu_parse(
	const void *bytes, size_t len, struct oa_pdu *ret_pdu, struct oa_error *err)
{
	struct oa_pdu pdu = {.bytes = bytes};

	if (oa_pdu_peek(bytes, len, &pdu.header, err))
		return -1;
	if (pdu.header.frag_len != len)
		return oa_fail(err, OA_LAYER_RPC, 0,
			"%s of %zu bytes says it is %u bytes long",
			oa_pdu_name(pdu.header.type), len, pdu.header.frag_len);
	pdu.body_end = len;
	if (pdu.header.auth_len && parse_verifier(&pdu, err))
		return -1;
	*ret_pdu = pdu;
	return 0;
}

struct oa_reader oa_pdu_body(const struct oa_pdu *pdu)
{
	struct oa_reader in = oa_reader(pdu->bytes, pdu->body_end);

	oa_read_skip(&in, OA_PDU_HEADER_LEN);
	return in;
}

bool oa_pdu_is_whole(const struct oa_pdu_header *header)
{
	uint8_t both = OA_PFC_FIRST | OA_PFC_LAST;

	return (header->flags & both) == both;
}

const char *oa_pdu_name(uint8_t type)
{
	static const char *const names[] = {
		[OA_PDU_REQUEST] = "request",
		[OA_PDU_RESPONSE] = "response",
		[OA_PDU_FAULT] = "fault",
		[OA_PDU_BIND] = "bind",
		[OA_PDU_BIND_ACK] = "bind_ack",
		[OA_PDU_BIND_NAK] = "bind_nak",
		[OA_PDU_ALTER] = "alter_context",
		[OA_PDU_ALTER_ACK] = "alter_context_resp",
		[OA_PDU_AUTH3] = "auth3",
		[OA_PDU_SHUTDOWN] = "shutdown",
		[OA_PDU_CANCEL] = "co_cancel",
		[OA_PDU_ORPHANED] = "orphaned",
		[OA_PDU_RTS] = "RTS",
	};

	if (type >= OA_LENGTH(names) || !names[type])
		return "unknown PDU";
	return names[type];
}

void oa_pdu_begin(struct oa_writer *out, uint8_t type, uint8_t flags, uint32_t call_id)
{
	oa_write_u16(out, 5);
	oa_write_u8(out, type);
	oa_write_u8(out, flags);
	oa_write_u32(out, DREP_LITTLE_ENDIAN);
	oa_write_u32(out, 0);
	oa_write_u32(out, call_id);
}

/* Where the lengths stand in the common header. */
enum { AT_FRAG_LEN = 8, AT_AUTH_LEN = 10 };

void oa_pdu_end(struct oa_writer *out)
{
	if (out->len > OA_PDU_LEN_MAX)
		out->bad = true;
	oa_write_u16_at(out, AT_FRAG_LEN, (uint16_t)out->len);
}

void oa_pdu_end_verified(struct oa_writer *out, size_t from, size_t unit,
	const struct oa_verifier *verifier)
{
	size_t pad_len = (from - out->len) & (unit - 1);

	oa_write_zeros(out, pad_len);
	oa_write_u8(out, verifier->type);
	oa_write_u8(out, verifier->level);
	oa_write_u8(out, (uint8_t)pad_len);
	oa_write_u8(out, 0);
	oa_write_u32(out, verifier->context_id);
	oa_write_bytes(out, verifier->value, verifier->value_len);
	if (verifier->value_len > OA_PDU_LEN_MAX)
		out->bad = true;
	oa_write_u16_at(out, AT_AUTH_LEN, (uint16_t)verifier->value_len);
	oa_pdu_end(out);
}
