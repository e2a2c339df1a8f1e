/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_PDU_H
#define OA_RPC_PDU_H

/*
 * The frame that all connection-oriented DCE/RPC packets share ([C706] 12.6.3.1):
 * a header of 16 bytes, a body, and an optional authentication verifier at the
 * end ([MS-RPCE] 2.2.2.11).  A stream is cut into PDUs with oa_pdu_peek(), a
 * complete one is taken apart with oa_pdu_parse() and handed to the decoder of
 * its type.  Parsed structs borrow the bytes they were parsed from.
 *
 * All writers of this floor start at the beginning of an empty oa_writer, put
 * exactly one PDU into it, and report lack of room only by the writer's `bad`.
 */

#include "common/base/bytes.h"
#include "common/base/error.h"

/* Bytes of the common header; enough to frame a stream. */
#define OA_PDU_HEADER_LEN 16

/* Bytes between the header and the stub of request, response and fault. */
#define OA_PDU_CALL_LEN 8

/* Bytes of a verifier before its value. */
#define OA_PDU_TRAILER_LEN 8

/* No PDU is longer; frag_length has 16 bits. */
#define OA_PDU_LEN_MAX 65535

/* The fragment size offered to servers, as Windows does on this transport. */
#define OA_PDU_FRAG_MAX 4088

/* PTYPE, [C706] 12.6.4 and [MS-RPCH] 2.2.3.6.1. */
enum oa_pdu_type {
	OA_PDU_REQUEST = 0,
	OA_PDU_RESPONSE = 2,
	OA_PDU_FAULT = 3,
	OA_PDU_BIND = 11,
	OA_PDU_BIND_ACK = 12,
	OA_PDU_BIND_NAK = 13,
	OA_PDU_ALTER = 14,
	OA_PDU_ALTER_ACK = 15,
	OA_PDU_AUTH3 = 16,
	OA_PDU_SHUTDOWN = 17,
	OA_PDU_CANCEL = 18,
	OA_PDU_ORPHANED = 19,
	OA_PDU_RTS = 20,
};

/* Bits of pfc_flags, [C706] 12.6.3.1. */
enum {
	OA_PFC_FIRST = 0x01,        /* first fragment */
	OA_PFC_LAST = 0x02,         /* last fragment */
	OA_PFC_SIGN_HEADER = 0x04,  /* on bind and its acks: signs headers */
	OA_PFC_MULTIPLEX = 0x10,    /* concurrent calls on one connection */
	OA_PFC_NOT_EXECUTED = 0x20, /* on fault: the call was not begun */
	OA_PFC_MAYBE = 0x40,        /* no answer wanted */
	OA_PFC_OBJECT = 0x80,       /* an object UUID precedes the stub */
};

/* The fields of the common header that vary. */
struct oa_pdu_header {
	uint8_t type;      /* enum oa_pdu_type, or a number that has no name */
	uint8_t flags;     /* OA_PFC_* */
	uint16_t frag_len; /* bytes of the whole PDU, at least 16 */
	uint16_t auth_len; /* bytes of the verifier's value, 0 without one */
	uint32_t call_id;  /* chosen by the client, echoed by the server */
};

/* An authentication verifier; to write one, fill all but pad_len. */
struct oa_verifier {
	uint8_t type;         /* enum oa_rpcauth_type, 0 if there is no verifier */
	uint8_t level;        /* enum oa_rpcauth_level */
	uint8_t pad_len;      /* bytes of padding between body and verifier */
	uint32_t context_id;  /* the client's number for the security context */
	const uint8_t *value; /* token or signature; borrowed */
	size_t value_len;     /* bytes at value */
};

/* A complete PDU, taken apart. */
struct oa_pdu {
	struct oa_pdu_header header; /* the common header */
	const uint8_t *bytes;        /* the whole PDU; borrowed */
	size_t body_end;             /* where the body ends, from the PDU's start */
	struct oa_verifier verifier; /* value is NULL if there is none */
};

/* Reads the common header from the first OA_PDU_HEADER_LEN of len bytes; returns
 * -1 with layer RPC if there are fewer, if it is not version 5.0 in little-endian
 * order, or if its lengths contradict each other.  The rest of the PDU need not
 * have arrived. */
int oa_pdu_peek(const void *bytes, size_t len, struct oa_pdu_header *ret_header,
	struct oa_error *err);

/* Takes a complete PDU of exactly len bytes apart; returns -1 with layer RPC if
 * its lengths do not fit together.  An encrypted stub stays as it is, see
 * oa_rpcauth_unprotect(). */
int oa_pdu_parse(
	const void *bytes, size_t len, struct oa_pdu *ret_pdu, struct oa_error *err);

/* Returns a reader over header and body without padding and verifier, placed
 * behind the header, so that alignment counts from the start of the PDU. */
struct oa_reader oa_pdu_body(const struct oa_pdu *pdu);

/* Returns true if the PDU is first and last fragment in one, as all but requests and
 * responses must be. */
bool oa_pdu_is_whole(const struct oa_pdu_header *header);

/* Returns the customary name of a PTYPE, e.g. "bind_ack", or "unknown PDU". */
const char *oa_pdu_name(uint8_t type);

/* Writes the common header with the lengths still zero. */
void oa_pdu_begin(struct oa_writer *out, uint8_t type, uint8_t flags, uint32_t call_id);

/* Puts the length of all that was written into the header. */
void oa_pdu_end(struct oa_writer *out);

/* Pads what was written to a multiple of `unit` (a power of two, at least 4)
 * counted from offset `from`, appends the verifier, and puts both lengths into
 * the header: use it in place of oa_pdu_end(). */
void oa_pdu_end_verified(struct oa_writer *out, size_t from, size_t unit,
	const struct oa_verifier *verifier);

#endif
