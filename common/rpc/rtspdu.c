/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/rpc/rtspdu.h"

#include "common/base/array.h"
#include "common/base/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Commands of the longest PDU that has a name. */
#define SHAPE_COMMANDS_MAX 6

/* What tells the PDUs of [MS-RPCH] 2.2.4 apart, as far as they begin or end at a
 * client: flags and commands in order.  CONN/C1 looks like CONN/C2 and OUT_R2/A2
 * like OUT_R1/A2; the first row that fits gives the name. */
static const struct pdu_shape {
	const char *name;
	enum oa_rts_kind kind;
	uint16_t flags;
	uint8_t count;
	uint8_t commands[SHAPE_COMMANDS_MAX];
} shapes[] = {
	{"CONN/A1", OA_RTS_KIND_OTHER, OA_RTS_FLAG_NONE, 4,
		{OA_RTS_VERSION, OA_RTS_COOKIE, OA_RTS_COOKIE, OA_RTS_RECEIVE_WINDOW}},
	{"CONN/A3", OA_RTS_KIND_CONN_A3, OA_RTS_FLAG_NONE, 1,
		{OA_RTS_CONNECTION_TIMEOUT}},
	{"CONN/B1", OA_RTS_KIND_OTHER, OA_RTS_FLAG_NONE, 6,
		{OA_RTS_VERSION, OA_RTS_COOKIE, OA_RTS_COOKIE, OA_RTS_CHANNEL_LIFETIME,
			OA_RTS_CLIENT_KEEPALIVE, OA_RTS_ASSOCIATION_GROUP}},
	{"CONN/C2", OA_RTS_KIND_CONN_C2, OA_RTS_FLAG_NONE, 3,
		{OA_RTS_VERSION, OA_RTS_RECEIVE_WINDOW, OA_RTS_CONNECTION_TIMEOUT}},
	{"Ping", OA_RTS_KIND_PING, OA_RTS_FLAG_PING, 0, {0}},
	{"Echo", OA_RTS_KIND_ECHO, OA_RTS_FLAG_ECHO, 0, {0}},
	{"Keep-Alive", OA_RTS_KIND_KEEP_ALIVE, OA_RTS_FLAG_OTHER_CMD, 1,
		{OA_RTS_CLIENT_KEEPALIVE}},
	{"FlowControlAck", OA_RTS_KIND_FLOW_ACK, OA_RTS_FLAG_OTHER_CMD, 1,
		{OA_RTS_FLOW_CONTROL_ACK}},
	{"FlowControlAckWithDestination", OA_RTS_KIND_FLOW_ACK, OA_RTS_FLAG_OTHER_CMD,
		2, {OA_RTS_DESTINATION, OA_RTS_FLOW_CONTROL_ACK}},
	{"PingTrafficSentNotify", OA_RTS_KIND_OTHER, OA_RTS_FLAG_OTHER_CMD, 1,
		{OA_RTS_PING_TRAFFIC}},
	{"OUT_R1/A2", OA_RTS_KIND_OUT_RECYCLE, OA_RTS_FLAG_RECYCLE_CHANNEL, 1,
		{OA_RTS_DESTINATION}},
	{"OUT_R1/A3", OA_RTS_KIND_OTHER, OA_RTS_FLAG_RECYCLE_CHANNEL, 5,
		{OA_RTS_VERSION, OA_RTS_COOKIE, OA_RTS_COOKIE, OA_RTS_COOKIE,
			OA_RTS_RECEIVE_WINDOW}},
	{"OUT_R1/A6", OA_RTS_KIND_OTHER, OA_RTS_FLAG_OUT_CHANNEL, 3,
		{OA_RTS_DESTINATION, OA_RTS_VERSION, OA_RTS_CONNECTION_TIMEOUT}},
	{"OUT_R1/A7", OA_RTS_KIND_OTHER, OA_RTS_FLAG_OUT_CHANNEL, 2,
		{OA_RTS_DESTINATION, OA_RTS_COOKIE}},
	{"OUT_R1/A10", OA_RTS_KIND_OTHER, OA_RTS_FLAG_NONE, 1, {OA_RTS_ANCE}},
	{"OUT_R2/A6", OA_RTS_KIND_OTHER, OA_RTS_FLAG_NONE, 2,
		{OA_RTS_DESTINATION, OA_RTS_ANCE}},
	{"OUT_R2/A7", OA_RTS_KIND_OTHER, OA_RTS_FLAG_OUT_CHANNEL, 3,
		{OA_RTS_DESTINATION, OA_RTS_COOKIE, OA_RTS_VERSION}},
	{"OUT_R2/B3", OA_RTS_KIND_OTHER, OA_RTS_FLAG_EOF, 1, {OA_RTS_ANCE}},
	{"OUT_R2/C1", OA_RTS_KIND_PING, OA_RTS_FLAG_PING, 1, {OA_RTS_EMPTY}},
	{"OUT_R2/C1", OA_RTS_KIND_PING, OA_RTS_FLAG_PING, 1, {OA_RTS_PADDING}},
	{"IN_R1/A1", OA_RTS_KIND_OTHER, OA_RTS_FLAG_RECYCLE_CHANNEL, 4,
		{OA_RTS_VERSION, OA_RTS_COOKIE, OA_RTS_COOKIE, OA_RTS_COOKIE}},
	{"IN_R1/A4", OA_RTS_KIND_OTHER, OA_RTS_FLAG_NONE, 4,
		{OA_RTS_DESTINATION, OA_RTS_VERSION, OA_RTS_RECEIVE_WINDOW,
			OA_RTS_CONNECTION_TIMEOUT}},
	{"IN_R1/A5", OA_RTS_KIND_OTHER, OA_RTS_FLAG_NONE, 1, {OA_RTS_COOKIE}},
	{"IN_R2/A4", OA_RTS_KIND_OTHER, OA_RTS_FLAG_NONE, 1, {OA_RTS_DESTINATION}},
};

static bool has_shape(const struct oa_rts *rts, const struct pdu_shape *shape)
{
	if (rts->flags != shape->flags || rts->count != shape->count)
		return false;
	for (size_t i = 0; i < rts->count; i++) {
		if (rts->commands[i].type != shape->commands[i])
			return false;
	}
	return true;
}

static const struct pdu_shape *find_shape(const struct oa_rts *rts)
{
	for (size_t i = 0; i < OA_LENGTH(shapes); i++) {
		if (has_shape(rts, &shapes[i]))
			return &shapes[i];
	}
	return NULL;
}

enum oa_rts_kind oa_rts_kind(const struct oa_rts *rts)
{
	const struct pdu_shape *shape = find_shape(rts);

	return shape ? shape->kind : OA_RTS_KIND_OTHER;
}

const char *oa_rts_name(const struct oa_rts *rts)
{
	const struct pdu_shape *shape = find_shape(rts);

	return shape ? shape->name : "RTS PDU";
}

void oa_rts_describe(const struct oa_rts *rts, char *buffer, size_t size)
{
	snprintf(buffer, size, "%s (flags 0x%04x", oa_rts_name(rts), rts->flags);
	for (size_t i = 0; i < rts->count; i++) {
		const struct oa_rts_command *command = &rts->commands[i];

		oa_append(buffer, size, ", %s", oa_rts_command_name(command->type));
		/* No number, or 0, which for a destination is the client. */
		if (command->value)
			oa_append(buffer, size, " %u", command->value);
	}
	oa_append(buffer, size, ")");
}

static struct oa_rts_command *add_command(
	struct oa_rts *rts, enum oa_rts_command_type type, uint32_t value)
{
	struct oa_rts_command *command = &rts->commands[rts->count++];

	command->type = type;
	command->value = value;
	return command;
}

static void add_cookie(struct oa_rts *rts, enum oa_rts_command_type type,
	const uint8_t cookie[OA_RTS_COOKIE_LEN])
{
	memcpy(add_command(rts, type, 0)->cookie, cookie, OA_RTS_COOKIE_LEN);
}

void oa_rts_write_conn_a1(struct oa_writer *out, const struct oa_rts_cookies *cookies,
	uint32_t window_bytes)
{
	struct oa_rts rts = {.flags = OA_RTS_FLAG_NONE};

	add_command(&rts, OA_RTS_VERSION, 1);
	add_cookie(&rts, OA_RTS_COOKIE, cookies->connection);
	add_cookie(&rts, OA_RTS_COOKIE, cookies->out_channel);
	add_command(&rts, OA_RTS_RECEIVE_WINDOW, window_bytes);
	oa_rts_write(out, &rts);
}

void oa_rts_write_conn_b1(struct oa_writer *out, const struct oa_rts_cookies *cookies,
	uint32_t lifetime_bytes, uint32_t keepalive_ms)
{
	struct oa_rts rts = {.flags = OA_RTS_FLAG_NONE};

	add_command(&rts, OA_RTS_VERSION, 1);
	add_cookie(&rts, OA_RTS_COOKIE, cookies->connection);
	add_cookie(&rts, OA_RTS_COOKIE, cookies->in_channel);
	add_command(&rts, OA_RTS_CHANNEL_LIFETIME, lifetime_bytes);
	add_command(&rts, OA_RTS_CLIENT_KEEPALIVE, keepalive_ms);
	add_cookie(&rts, OA_RTS_ASSOCIATION_GROUP, cookies->association);
	oa_rts_write(out, &rts);
}

void oa_rts_write_ping(struct oa_writer *out)
{
	struct oa_rts rts = {.flags = OA_RTS_FLAG_PING};

	oa_rts_write(out, &rts);
}

void oa_rts_write_flow_ack(struct oa_writer *out, const struct oa_rts_cookies *cookies,
	uint32_t received_bytes, uint32_t window_bytes)
{
	struct oa_rts rts = {.flags = OA_RTS_FLAG_OTHER_CMD};
	struct oa_rts_command *ack;

	add_command(&rts, OA_RTS_DESTINATION, OA_RTS_TO_OUT_PROXY);
	ack = add_command(&rts, OA_RTS_FLOW_CONTROL_ACK, received_bytes);
	ack->window = window_bytes;
	memcpy(ack->cookie, cookies->out_channel, OA_RTS_COOKIE_LEN);
	oa_rts_write(out, &rts);
}
