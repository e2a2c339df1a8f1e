/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_RTS_H
#define OA_RPC_RTS_H

/*
 * RTS PDUs, the packets by which client and proxies of RPC over HTTP manage a
 * virtual connection ([MS-RPCH] 2.2.3.5, 2.2.3.6, 2.2.4).  One struct holds any
 * of them, for writing and after reading.  Reading refuses what cannot be parsed
 * and nothing else: which numbers are sensible is for the caller to judge.
 * Nothing here owns memory.
 */

#include "common/base/bytes.h"
#include "common/base/error.h"

/* Commands that one PDU may carry; the longest that exists has 6. */
#define OA_RTS_COMMANDS_MAX 16

/* Bytes of a cookie. */
#define OA_RTS_COOKIE_LEN 16

/* Flags, [MS-RPCH] 2.2.3.6.1. */
enum {
	OA_RTS_FLAG_NONE = 0x0000,
	OA_RTS_FLAG_PING = 0x0001,
	OA_RTS_FLAG_OTHER_CMD = 0x0002,
	OA_RTS_FLAG_RECYCLE_CHANNEL = 0x0004,
	OA_RTS_FLAG_IN_CHANNEL = 0x0008,
	OA_RTS_FLAG_OUT_CHANNEL = 0x0010,
	OA_RTS_FLAG_EOF = 0x0020,
	OA_RTS_FLAG_ECHO = 0x0040,
};

/* Command types, [MS-RPCH] 2.2.3.5.1 to 2.2.3.5.15; the comment names what
 * struct oa_rts_command holds. */
enum oa_rts_command_type {
	OA_RTS_RECEIVE_WINDOW = 0,     /* value: bytes */
	OA_RTS_FLOW_CONTROL_ACK = 1,   /* value, window: bytes; cookie: channel */
	OA_RTS_CONNECTION_TIMEOUT = 2, /* value: ms */
	OA_RTS_COOKIE = 3,             /* cookie */
	OA_RTS_CHANNEL_LIFETIME = 4,   /* value: bytes */
	OA_RTS_CLIENT_KEEPALIVE = 5,   /* value: ms */
	OA_RTS_VERSION = 6,            /* value: 1 */
	OA_RTS_EMPTY = 7,              /* nothing */
	OA_RTS_PADDING = 8,            /* value: bytes of padding, at most 65535 */
	OA_RTS_NEGATIVE_ANCE = 9,      /* nothing */
	OA_RTS_ANCE = 10,              /* nothing */
	OA_RTS_CLIENT_ADDRESS = 11,    /* value: 0 IPv4, 1 IPv6; cookie: address */
	OA_RTS_ASSOCIATION_GROUP = 12, /* cookie: the group's id */
	OA_RTS_DESTINATION = 13,       /* value: enum oa_rts_destination */
	OA_RTS_PING_TRAFFIC = 14,      /* value: bytes */
};

/* For whom a PDU is meant, [MS-RPCH] 2.2.3.3. */
enum oa_rts_destination {
	OA_RTS_TO_CLIENT = 0,
	OA_RTS_TO_IN_PROXY = 1,
	OA_RTS_TO_SERVER = 2,
	OA_RTS_TO_OUT_PROXY = 3,
};

/* One command of a PDU; fields that its type does not use are zero. */
struct oa_rts_command {
	uint32_t type;   /* enum oa_rts_command_type */
	uint32_t value;  /* see enum oa_rts_command_type */
	uint32_t window; /* AvailableWindow of FlowControlAck, bytes */
	uint8_t cookie[OA_RTS_COOKIE_LEN]; /* 16 opaque bytes, or an address in
					    * network order, zero-filled */
};

/* One RTS PDU. */
struct oa_rts {
	uint16_t flags; /* OA_RTS_FLAG_* */
	size_t count;   /* commands used, at most OA_RTS_COMMANDS_MAX */
	struct oa_rts_command commands[OA_RTS_COMMANDS_MAX]; /* in wire order */
};

/* Reads an RTS PDU of exactly len bytes; returns -1 with layer RTS and the rule
 * that was broken: foreign header, lengths that do not match, unknown command,
 * more than OA_RTS_COMMANDS_MAX commands. */
int oa_rts_parse(
	const void *bytes, size_t len, struct oa_rts *ret_rts, struct oa_error *err);

/* Returns the first command of the given type, or NULL; borrowed from rts. */
const struct oa_rts_command *oa_rts_find(
	const struct oa_rts *rts, enum oa_rts_command_type type);

/* Returns the number (`value`) of the first command of that type, 0 if none. */
uint32_t oa_rts_value(const struct oa_rts *rts, enum oa_rts_command_type type);

/* Returns the name of a command type, e.g. "ConnectionTimeout". */
const char *oa_rts_command_name(uint32_t type);

/* Writes any RTS PDU. */
void oa_rts_write(struct oa_writer *out, const struct oa_rts *rts);

#endif
