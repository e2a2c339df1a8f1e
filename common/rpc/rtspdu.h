/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_RPC_RTSPDU_H
#define OA_RPC_RTSPDU_H

/*
 * The RTS PDUs of [MS-RPCH] 2.2.4 that a client writes or meets: what an incoming
 * one means, what it is called, and the outgoing ones ready made.
 */

#include "common/rpc/rts.h"

/* Bytes that hold any RTS PDU a client writes. */
#define OA_RTS_LEN_MAX 128

/* Bytes of CONN/A1, the body of the OUT channel's request. */
#define OA_RTS_CONN_A1_LEN 76

/* Customary values for CONN/A1 and CONN/B1. */
#define OA_RTS_WINDOW_BYTES   65536      /* receive window */
#define OA_RTS_LIFETIME_BYTES 1073741824 /* Content-Length of the IN channel */
#define OA_RTS_KEEPALIVE_MS   300000     /* 0 is refused by Windows proxies */

/* What a PDU means to a client. */
enum oa_rts_kind {
	OA_RTS_KIND_OTHER,       /* parses, but a client has no use for it */
	OA_RTS_KIND_PING,        /* Ping: ignore in every state, 2.2.4.49 */
	OA_RTS_KIND_ECHO,        /* the answer to an echo request, 2.2.4.48 */
	OA_RTS_KIND_CONN_A3,     /* OUT channel is open: ConnectionTimeout, 2.2.4.4 */
	OA_RTS_KIND_CONN_C2,     /* both are open: Version, ReceiveWindowSize (of the
				  * IN channel), ConnectionTimeout, 2.2.4.9 */
	OA_RTS_KIND_FLOW_ACK,    /* FlowControlAck with or without Destination,
				  * 2.2.4.50, 2.2.4.51 */
	OA_RTS_KIND_KEEP_ALIVE,  /* ClientKeepalive, 2.2.4.46 */
	OA_RTS_KIND_OUT_RECYCLE, /* OUT_R1/A2 or OUT_R2/A2: the server wants a new OUT
				  * channel, 2.2.4.24 */
};

/* The random values of one virtual connection; the four must differ. */
struct oa_rts_cookies {
	uint8_t connection[OA_RTS_COOKIE_LEN];  /* virtual connection */
	uint8_t out_channel[OA_RTS_COOKIE_LEN]; /* OUT channel */
	uint8_t in_channel[OA_RTS_COOKIE_LEN];  /* IN channel */
	uint8_t association[OA_RTS_COOKIE_LEN]; /* association group */
};

/* Returns what the PDU means to a client. */
enum oa_rts_kind oa_rts_kind(const struct oa_rts *rts);

/* Returns the name of the PDU by [MS-RPCH] 2.2.4, e.g. "CONN/A3", or "RTS PDU"
 * if its shape has none; PDUs that look alike share one ("OUT_R1/A2"). */
const char *oa_rts_name(const struct oa_rts *rts);

/* Puts name, flags and commands of the PDU as text into buffer (size bytes), for
 * evidence: "CONN/A3 (flags 0x0000, ConnectionTimeout 120000)". */
void oa_rts_describe(const struct oa_rts *rts, char *buffer, size_t size);

/* Writes CONN/A1 ([MS-RPCH] 2.2.4.2), which offers a receive window of
 * window_bytes for the OUT channel. */
void oa_rts_write_conn_a1(struct oa_writer *out, const struct oa_rts_cookies *cookies,
	uint32_t window_bytes);

/* Writes CONN/B1 ([MS-RPCH] 2.2.4.5); lifetime_bytes is the Content-Length of the
 * IN channel. */
void oa_rts_write_conn_b1(struct oa_writer *out, const struct oa_rts_cookies *cookies,
	uint32_t lifetime_bytes, uint32_t keepalive_ms);

/* Writes Ping ([MS-RPCH] 2.2.4.49). */
void oa_rts_write_ping(struct oa_writer *out);

/* Writes FlowControlAckWithDestination ([MS-RPCH] 2.2.4.51) for the outbound
 * proxy, to be sent on the IN channel: received_bytes of RPC PDUs have been taken
 * from the OUT channel, and window_bytes more may come. */
void oa_rts_write_flow_ack(struct oa_writer *out, const struct oa_rts_cookies *cookies,
	uint32_t received_bytes, uint32_t window_bytes);

#endif
