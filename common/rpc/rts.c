/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/rts.h"

#include "common/base/array.h"
#include "common/rpc/pdu.h"

#include <string.h>

#define RTS_HEADER_LEN (OA_PDU_HEADER_LEN + 4)
#define ADDRESS_PAD    12

/* What follows a command's number on the wire. */
enum shape {
	SHAPE_NOTHING, /* nothing */
	SHAPE_NUMBER,  /* 32 bits */
	SHAPE_UUID,    /* 16 bytes */
	SHAPE_ACK,     /* two numbers and a cookie */
	SHAPE_PADDED,  /* a number and as many bytes */
	SHAPE_ADDRESS, /* a number that tells IPv4 from IPv6, address, padding */
};

/* All commands there are, by number; a higher number has no known length. */
static const struct command_format {
	const char *name;
	enum shape shape;
} formats[] = {
	[OA_RTS_RECEIVE_WINDOW] = {"ReceiveWindowSize", SHAPE_NUMBER},
	[OA_RTS_FLOW_CONTROL_ACK] = {"FlowControlAck", SHAPE_ACK},
	[OA_RTS_CONNECTION_TIMEOUT] = {"ConnectionTimeout", SHAPE_NUMBER},
	[OA_RTS_COOKIE] = {"Cookie", SHAPE_UUID},
	[OA_RTS_CHANNEL_LIFETIME] = {"ChannelLifetime", SHAPE_NUMBER},
	[OA_RTS_CLIENT_KEEPALIVE] = {"ClientKeepalive", SHAPE_NUMBER},
	[OA_RTS_VERSION] = {"Version", SHAPE_NUMBER},
	[OA_RTS_EMPTY] = {"Empty", SHAPE_NOTHING},
	[OA_RTS_PADDING] = {"Padding", SHAPE_PADDED},
	[OA_RTS_NEGATIVE_ANCE] = {"NegativeANCE", SHAPE_NOTHING},
	[OA_RTS_ANCE] = {"ANCE", SHAPE_NOTHING},
	[OA_RTS_CLIENT_ADDRESS] = {"ClientAddress", SHAPE_ADDRESS},
	[OA_RTS_ASSOCIATION_GROUP] = {"AssociationGroupId", SHAPE_UUID},
	[OA_RTS_DESTINATION] = {"Destination", SHAPE_NUMBER},
	[OA_RTS_PING_TRAFFIC] = {"PingTrafficSentNotify", SHAPE_NUMBER},
};

static const struct command_format *find_format(uint32_t type)
{
	return type < OA_LENGTH(formats) ? &formats[type] : NULL;
}

const char *oa_rts_command_name(uint32_t type)
{
	const struct command_format *format = find_format(type);

	return format ? format->name : "unknown command";
}

/* Bytes of a client address, whose family is in `value`. */
static size_t address_len(const struct oa_rts_command *command)
{
	return command->value == 0 ? 4 : 16;
}

/* Reads what follows the number of a command; nothing is aligned, not even after
 * Padding. */
static int parse_payload(struct oa_reader *in, struct oa_rts_command *command,
	enum shape shape, struct oa_error *err)
{
	if (shape != SHAPE_NOTHING && shape != SHAPE_UUID)
		command->value = oa_read_u32(in);
	switch (shape) {
	case SHAPE_NOTHING:
	case SHAPE_NUMBER:
		break;
	case SHAPE_UUID:
		oa_read_copy(in, command->cookie, OA_RTS_COOKIE_LEN);
		break;
	case SHAPE_ACK:
		command->window = oa_read_u32(in);
		oa_read_copy(in, command->cookie, OA_RTS_COOKIE_LEN);
		break;
	case SHAPE_PADDED:
		oa_read_skip(in, command->value);
		break;
	case SHAPE_ADDRESS:
		if (command->value > 1)
			return oa_fail(err, OA_LAYER_RTS, 0,
				"RTS PDU with a client address of unknown family %u",
				command->value);
		oa_read_copy(in, command->cookie, address_len(command));
		oa_read_skip(in, ADDRESS_PAD);
		break;
	}
	return 0;
}

static int parse_command(
	struct oa_reader *in, struct oa_rts_command *command, struct oa_error *err)
{
	const struct command_format *format;

	memset(command, 0, sizeof(*command));
	command->type = oa_read_u32(in);
	format = find_format(command->type);
	if (!format)
		return oa_fail(err, OA_LAYER_RTS, 0,
			"RTS PDU with a command of unknown type %u", command->type);
	if (parse_payload(in, command, format->shape, err))
		return -1;
	if (in->bad)
		return oa_fail(err, OA_LAYER_RTS, 0,
			"RTS PDU ends inside its command %s", format->name);
	return 0;
}

/* RTS PDUs are never fragmented, signed, or part of a call. */
static int check_header(
	const struct oa_pdu_header *header, size_t len, struct oa_error *err)
{
	if (header->type != OA_PDU_RTS)
		return oa_fail(err, OA_LAYER_RTS, 0, "%s where an RTS PDU should be",
			oa_pdu_name(header->type));
	if (header->flags != (OA_PFC_FIRST | OA_PFC_LAST))
		return oa_fail(err, OA_LAYER_RTS, 0,
			"RTS PDU with flags 0x%02x instead of 0x03", header->flags);
	if (header->frag_len != len || len < RTS_HEADER_LEN)
		return oa_fail(err, OA_LAYER_RTS, 0,
			"RTS PDU of %zu bytes says it is %u bytes long", len,
			header->frag_len);
	if (header->auth_len)
		return oa_fail(err, OA_LAYER_RTS, 0, "RTS PDU with a verifier");
	if (header->call_id)
		return oa_fail(err, OA_LAYER_RTS, 0, "RTS PDU with call id %u",
			header->call_id);
	return 0;
}

int oa_rts_parse(
	const void *bytes, size_t len, struct oa_rts *ret_rts, struct oa_error *err)
{
	struct oa_reader in = oa_reader(bytes, len);
	struct oa_pdu_header header;
	struct oa_rts rts = {0};

	if (oa_pdu_peek(bytes, len, &header, err)) {
		if (err)
			err->layer = OA_LAYER_RTS;
		return -1;
	}
	if (check_header(&header, len, err))
		return -1;
	oa_read_skip(&in, OA_PDU_HEADER_LEN);
	rts.flags = oa_read_u16(&in);
	rts.count = oa_read_u16(&in);
	if (rts.count > OA_RTS_COMMANDS_MAX)
		return oa_fail(
			err, OA_LAYER_RTS, 0, "RTS PDU with %zu commands", rts.count);
	for (size_t i = 0; i < rts.count; i++) {
		if (parse_command(&in, &rts.commands[i], err))
			return -1;
	}
	/* What is left over means that the count or the length lies. */
	if (oa_read_left(&in))
		return oa_fail(err, OA_LAYER_RTS, 0,
			"RTS PDU with %zu bytes behind its last command",
			oa_read_left(&in));
	*ret_rts = rts;
	return 0;
}

const struct oa_rts_command *oa_rts_find(
	const struct oa_rts *rts, enum oa_rts_command_type type)
{
	for (size_t i = 0; i < rts->count; i++) {
		if (rts->commands[i].type == type)
			return &rts->commands[i];
	}
	return NULL;
}

uint32_t oa_rts_value(const struct oa_rts *rts, enum oa_rts_command_type type)
{
	const struct oa_rts_command *command = oa_rts_find(rts, type);

	return command ? command->value : 0;
}

static void write_command(struct oa_writer *out, const struct oa_rts_command *command)
{
	const struct command_format *format = find_format(command->type);
	enum shape shape = format ? format->shape : SHAPE_NOTHING;

	oa_write_u32(out, command->type);
	if (shape != SHAPE_NOTHING && shape != SHAPE_UUID)
		oa_write_u32(out, command->value);
	if (shape == SHAPE_ACK)
		oa_write_u32(out, command->window);
	if (shape == SHAPE_ACK || shape == SHAPE_UUID)
		oa_write_bytes(out, command->cookie, OA_RTS_COOKIE_LEN);
	if (shape == SHAPE_PADDED)
		oa_write_zeros(out, command->value);
	if (shape == SHAPE_ADDRESS) {
		oa_write_bytes(out, command->cookie, address_len(command));
		oa_write_zeros(out, ADDRESS_PAD);
	}
}

void oa_rts_write(struct oa_writer *out, const struct oa_rts *rts)
{
	oa_pdu_begin(out, OA_PDU_RTS, OA_PFC_FIRST | OA_PFC_LAST, 0);
	oa_write_u16(out, rts->flags);
	oa_write_u16(out, (uint16_t)rts->count);
	for (size_t i = 0; i < rts->count; i++)
		write_command(out, &rts->commands[i]);
	oa_pdu_end(out);
}
