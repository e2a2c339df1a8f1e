/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_BIND_H
#define OA_RPC_BIND_H

/*
 * Agreeing on an interface and on authentication: bind, alter_context and auth3
 * are written, bind_ack, alter_context_resp and bind_nak are read ([C706] 12.6.4,
 * [MS-RPCE] 2.2.2).  Parsed structs borrow tokens from the PDU they came from.
 */

#include "common/rpc/iface.h"
#include "common/rpc/pdu.h"

#include <stdbool.h>

/* Results of presentation contexts that are kept from one bind_ack. */
#define OA_BIND_RESULTS_MAX 8

/* A proposal, written as bind or alter_context. */
struct oa_bind {
	uint32_t call_id;        /* echoed by the answer */
	uint16_t context_id;     /* number for the interface, used by its calls */
	uint32_t assoc_group;    /* 0 for a new association group */
	struct oa_syntax syntax; /* the interface */
	bool offers_header_sign; /* OA_PFC_SIGN_HEADER, with authentication only */
};

/* The answer to one presentation context, [C706] 12.6.3.1 p_result_t. */
struct oa_bind_result {
	uint16_t result; /* 0 accepted; OA_STATUS_BIND_RESULT */
	uint16_t reason; /* why not; OA_STATUS_BIND_REASON */
	bool is_ndr;     /* the transfer syntax chosen is the one that was offered */
};

/* bind_ack or alter_context_resp. */
struct oa_bind_ack {
	uint16_t max_xmit_frag; /* bytes of the longest fragment it sends */
	uint16_t max_recv_frag; /* bytes of the longest fragment it takes */
	uint32_t assoc_group;   /* the server's association group */
	char address[64];       /* secondary address, e.g. "6001", made printable;
				 * may be empty or cut */
	size_t count;           /* results kept, at least 1 */
	struct oa_bind_result results[OA_BIND_RESULTS_MAX]; /* in proposed order */
	bool agrees_header_sign;     /* OA_PFC_SIGN_HEADER is set */
	struct oa_verifier verifier; /* the server's token, value NULL if none;
				      * borrowed from the PDU */
};

/* bind_nak. */
struct oa_bind_nak {
	uint16_t reason;         /* OA_STATUS_NAK_REASON */
	uint8_t version_count;   /* protocol versions the server names, 0 if none */
	uint8_t version_major;   /* the first of them */
	uint8_t version_minor;   /* the first of them */
	const uint8_t *extended; /* extended error information ([MS-RPCE] 2.2.2.9), or
				  * NULL; borrowed from the PDU */
	size_t extended_len;     /* bytes at extended */
};

/* Writes a bind with one presentation context, NDR, and fragments of
 * OA_PDU_FRAG_MAX; token (NULL for none) becomes its verifier. */
void oa_bind_write(struct oa_writer *out, const struct oa_bind *bind,
	const struct oa_verifier *token);

/* Writes an alter_context likewise; token may be a further leg of the same
 * security context. */
void oa_bind_write_alter(struct oa_writer *out, const struct oa_bind *bind,
	const struct oa_verifier *token);

/* Writes an auth3, which carries the last token and gets no answer ([MS-RPCE]
 * 2.2.2.5); call_id is that of the bind. */
void oa_bind_write_auth3(
	struct oa_writer *out, uint32_t call_id, const struct oa_verifier *token);

/* Reads a bind_ack or alter_context_resp; returns -1 with layer RPC if the PDU is
 * of another type or malformed.  It may still say no: look at results[0]. */
int oa_bind_ack_parse(
	const struct oa_pdu *pdu, struct oa_bind_ack *ret_ack, struct oa_error *err);

/* Returns true if the first presentation context was accepted. */
bool oa_bind_is_accepted(const struct oa_bind_ack *ack);

/* Reads a bind_nak, of which only the reason must be there; returns -1 with layer
 * RPC if the PDU is of another type or malformed. */
int oa_bind_nak_parse(
	const struct oa_pdu *pdu, struct oa_bind_nak *ret_nak, struct oa_error *err);

#endif
