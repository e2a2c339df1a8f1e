/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_VCONNREAD_H
#define OA_RPC_VCONNREAD_H

/*
 * The receiving half of a virtual connection: what comes on its two channels, cut
 * into heads and PDUs, without waiting.  It is the inside of vconn.c; nobody else
 * needs it.
 */

#include "common/rpc/vconn.h"

/* What an attempt to read came to. */
enum oa_vconn_read {
	OA_VCONN_READ_AGAIN = 0, /* nothing more to read now */
	OA_VCONN_READ_MOVED = 1, /* something was read, and there may be more */
	OA_VCONN_READ_PDU = 2,   /* a whole PDU is in the buffer */
	OA_VCONN_READ_ENDED = -1 /* see `end` of the connection and the error */
};

/* Puts down why and when the connection goes no further; returns
 * OA_VCONN_READ_ENDED. */
enum oa_vconn_read oa_vconn_stop(struct oa_vconn *vconn, enum oa_vconn_end end);

/* Looks whether IN, if there is one, has said anything or has ended: AGAIN or
 * ENDED, since anything at all ends the connection. */
enum oa_vconn_read oa_vconn_read_in(struct oa_vconn *vconn, struct oa_error *err);

/* Reads the head of OUT and goes to the state WAIT_A3 with it: MOVED, AGAIN or
 * ENDED. */
enum oa_vconn_read oa_vconn_read_head(struct oa_vconn *vconn, struct oa_error *err);

/* Reads until the buffer holds one whole PDU, of which only the header has been
 * judged: PDU, AGAIN or ENDED. */
enum oa_vconn_read oa_vconn_read_pdu(struct oa_vconn *vconn, struct oa_error *err);

#endif
