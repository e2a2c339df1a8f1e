/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_VCONN_H
#define OA_RPC_VCONN_H

/*
 * The client's end of a virtual connection of RPC over HTTP version 2 ([MS-RPCH]
 * 3.2.2): an OUT channel that brings PDUs and an IN channel that takes them.
 * Both are watched all the time, because anything that comes back on IN, its
 * mere end too, is the end of the whole.
 *
 * The requests of the channels are sent by the caller, who knows about logon:
 *
 *	oa_vconn_init(&v, report); oa_vconn_first_pdu(&v, a1) -> body of OUT
 *	oa_vconn_set_out(&v, out)         after the request of OUT was sent
 *	oa_vconn_wait(&v, OA_VCONN_WAIT_C2, until, err)    200 and CONN/A3
 *	oa_vconn_set_in(&v, in)           after IN and CONN/B1 were sent
 *	oa_vconn_wait(&v, OA_VCONN_OPEN, until, err)       CONN/C2
 *	oa_vconn_send(), oa_vconn_recv()
 *
 * The error of the last three may not be NULL: the end is told from it.
 */

#include "common/net/session.h"
#include "common/rpc/pdu.h"
#include "common/rpc/rtspdu.h"

#include <stdbool.h>
#include <stdint.h>

/* Bytes of CONN/B1. */
#define OA_VCONN_B1_LEN 104

/* How far the opening has come, [MS-RPCH] 3.2.2.5. */
enum oa_vconn_state {
	OA_VCONN_WAIT_HEAD, /* for the status line of OUT */
	OA_VCONN_WAIT_A3,   /* for CONN/A3 */
	OA_VCONN_WAIT_C2,   /* for CONN/C2 */
	OA_VCONN_OPEN,      /* PDUs of RPC can pass */
};

/* Why it goes no further. */
enum oa_vconn_end {
	OA_VCONN_GOES_ON,     /* it does go on */
	OA_VCONN_TIMEOUT,     /* the deadline passed, channels still open */
	OA_VCONN_OUT_REFUSED, /* another status than 200 on OUT: see out->head */
	OA_VCONN_OUT_CLOSED,  /* OUT ended or broke */
	OA_VCONN_OUT_STATUS,  /* a status line inside the stream of OUT: see line */
	OA_VCONN_OUT_BAD,     /* OUT is no HTTP or carries what is no PDU */
	OA_VCONN_OUT_RECYCLE, /* the server wants a new OUT channel, and nothing more
			       * has come on the old one */
	OA_VCONN_IN_ANSWERED, /* a status on IN: see in->head */
	OA_VCONN_IN_CLOSED,   /* IN ended or broke */
	OA_VCONN_RTS_BAD,     /* an RTS PDU that breaks the rules */
	OA_VCONN_RPC_BAD,     /* a PDU of RPC with a broken header */
	OA_VCONN_FAILED,      /* this side failed: see the error */
};

/* A virtual connection. */
struct oa_vconn {
	struct oa_report *report;      /* for the transcript; borrowed */
	struct oa_session *out;        /* OUT channel; borrowed */
	struct oa_session *in;         /* IN channel, or NULL; borrowed */
	struct oa_rts_cookies cookies; /* random, different for each connection */
	enum oa_vconn_state state;     /* progress */
	enum oa_vconn_end end;         /* why it stopped */
	struct oa_http_body body;      /* stream of OUT */
	char line[1200];               /* status line met inside the stream, cleaned */
	int64_t head_us;         /* when 200 came, see oa_now_us(); 0 if not yet */
	int64_t a3_us;           /* when CONN/A3 came */
	int64_t c2_us;           /* when CONN/C2 came */
	int64_t end_us;          /* when it stopped */
	int64_t sent_us;         /* when something was sent on IN for the last time */
	int64_t recycle_us;      /* when the server first wanted a new OUT channel */
	uint32_t out_timeout_ms; /* ConnectionTimeout of CONN/A3 */
	uint32_t in_timeout_ms;  /* ConnectionTimeout of CONN/C2 */
	uint32_t peer_window;    /* bytes of RPC that IN may carry now */
	uint32_t sent;           /* bytes of RPC sent on IN */
	uint32_t received;       /* bytes of RPC received on OUT */
	uint32_t acknowledged;   /* of these, told to the server */
	unsigned ping_count;     /* pings received */
	size_t have;             /* bytes in buffer */
	size_t taken;            /* of these, already given to the caller */
	uint8_t buffer[OA_PDU_LEN_MAX]; /* the PDU being received */
};

/* Makes a virtual connection with new cookies; returns 0, or -1 with
 * OA_LAYER_SYSTEM if the system has no random numbers. */
int oa_vconn_init(
	struct oa_vconn *vconn, struct oa_report *report, struct oa_error *err);

/* Writes CONN/A1, the body of the OUT channel's request. */
void oa_vconn_a1(const struct oa_vconn *vconn, uint8_t ret_pdu[OA_RTS_CONN_A1_LEN]);

/* Writes CONN/B1, the first bytes of the IN channel's body. */
void oa_vconn_b1(const struct oa_vconn *vconn, uint8_t ret_pdu[OA_VCONN_B1_LEN]);

/* Makes `out`, on which the request and CONN/A1 were sent, the OUT channel. */
void oa_vconn_set_out(struct oa_vconn *vconn, struct oa_session *out);

/* Makes `in`, on which the request and CONN/B1 were sent, the IN channel. */
void oa_vconn_set_in(struct oa_vconn *vconn, struct oa_session *in);

/* Waits until the connection has come to the state `goal` or further.  Returns 0,
 * or -1: `end` says why, err has details.  After OA_VCONN_TIMEOUT the caller may
 * wait again; every other end is final. */
int oa_vconn_wait(struct oa_vconn *vconn, enum oa_vconn_state goal,
	struct oa_deadline until, struct oa_error *err);

/* Sends one PDU on IN, waiting for the server's window if need be.  Returns 0 or
 * -1 as oa_vconn_wait(). */
int oa_vconn_send(struct oa_vconn *vconn, const void *pdu, size_t len,
	struct oa_deadline until, struct oa_error *err);

/* Sends one RTS PDU on IN, which flow control does not count.  Returns 0 or -1 as
 * oa_vconn_wait(). */
int oa_vconn_send_rts(struct oa_vconn *vconn, const void *pdu, size_t len,
	struct oa_deadline until, struct oa_error *err);

/* Waits for the next PDU of RPC and lends it, writable, until the next call.
 * Returns 0 or -1 as oa_vconn_wait(). */
int oa_vconn_recv(struct oa_vconn *vconn, struct oa_deadline until, uint8_t **ret_pdu,
	size_t *ret_len, struct oa_error *err);

#endif
