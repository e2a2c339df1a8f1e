/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/load/tunnel.h"
#include "common/base/array.h"

#include <stdlib.h>
#include <string.h>

/* Where things are in CONN/A1 and CONN/B1, [MS-RPCH] 2.2.4.2 and 2.2.4.5: header,
 * Version, the cookie of the virtual connection behind its type. */
#define A1_LEN    76
#define B1_LEN    104
#define COOKIE_AT 32

/* The header of every PDU. */
#define HEADER_LEN 16
#define TYPE_AT    2
#define LENGTH_AT  8
#define CALL_AT    12
#define CONTEXT_AT 20 /* of requests, responses and faults */
#define OPNUM_AT   22

enum { REQUEST = 0, BIND = 11, ALTER = 14, RTS = 20 };
enum { OPNUM_LISTENING = 2, OPNUM_DUMMY = 6 };

#define HEAD(type, len) 5, 0, type, 3, 0x10, 0, 0, 0, len, 0, 0, 0, 0, 0, 0, 0
#define TIMEOUT         2, 0, 0, 0, 0xc0, 0xd4, 1, 0 /* 120 s */
#define NDR                                                                            \
	0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11, 0x9f, 0xe8, 0x08, 0x00, 0x2b,  \
		0x10, 0x48, 0x60, 2, 0, 0, 0

static const char out_head[] = "HTTP/1.1 200 Success\r\nContent-Type: application/rpc"
			       "\r\nContent-Length: 1073741824\r\n"
			       "Server: Microsoft-IIS/10.0\r\nX-FEServer: EX1\r\n\r\n";
static const uint8_t a3[] = {HEAD(RTS, 28), 0, 0, 1, 0, TIMEOUT};
static const uint8_t c2[] = {HEAD(RTS, 44), 0, 0, 3, 0, 6, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 1, 0, TIMEOUT};
static const uint8_t ping[] = {HEAD(RTS, 20), 1, 0, 0, 0};
/* fragments of 4088 bytes, group 1, address "6001", one result: accepted */
static const uint8_t bind_ack[] = {HEAD(12, 60), 0xf8, 0x0f, 0xf8, 0x0f, 1, 0, 0, 0, 5,
	0, '6', '0', '0', '1', 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, NDR};
static const uint8_t done[] = {HEAD(2, 28), 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const uint8_t listening[] = {
	HEAD(2, 32), 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0};
/* provider_reject_reason: 4, with the version that would be taken */
static const uint8_t bind_nak[] = {HEAD(13, 24), 4, 0, 1, 5, 0, 0, 0, 0};
_Static_assert(sizeof(bind_nak) == 24, "as its header says");
_Static_assert(sizeof(bind_ack) == 60, "as its header says");
_Static_assert(sizeof(c2) == 44, "as its header says");
/* nca_s_op_rng_error */
static const uint8_t fault[] = {
	HEAD(3, 32), 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0x1c, 0, 0, 0, 0};

static struct load_tunnel *tunnel_of(struct load_site *site, const uint8_t *cookie)
{
	size_t bucket = (cookie[0] | (size_t)cookie[1] << 8) % LOAD_BUCKETS;
	struct load_tunnel *tunnel = site->tunnels[bucket];

	while (tunnel && memcmp(tunnel->cookie, cookie, LOAD_COOKIE_LEN) != 0)
		tunnel = tunnel->next;
	if (tunnel)
		return tunnel;
	tunnel = calloc(1, sizeof(*tunnel));
	if (!tunnel)
		abort();
	memcpy(tunnel->cookie, cookie, LOAD_COOKIE_LEN);
	tunnel->next = site->tunnels[bucket];
	site->tunnels[bucket] = tunnel;
	return tunnel;
}

void load_tunnel_end(struct load_site *site, struct load_tunnel *tunnel)
{
	const uint8_t *cookie = tunnel->cookie;
	size_t bucket = (cookie[0] | (size_t)cookie[1] << 8) % LOAD_BUCKETS;
	struct load_tunnel **place = &site->tunnels[bucket];
	struct load_link *const channels[] = {tunnel->out, tunnel->in};

	while (*place != tunnel)
		place = &(*place)->next;
	*place = tunnel->next;
	free(tunnel);
	for (size_t i = 0; i < OA_LENGTH(channels); i++)
		if (channels[i]) {
			channels[i]->tunnel = NULL;
			load_link_close(site, channels[i]);
		}
}

/* Puts a channel into its place; a second one of its kind ends it. */
static void join(struct load_site *site, struct load_link *link,
	struct load_link **place, struct load_tunnel *tunnel)
{
	if (*place) {
		load_link_close(site, link);
		return;
	}
	*place = link;
	link->tunnel = tunnel;
	if (tunnel->out && tunnel->in) {
		site->counts.tunnels++;
		load_link_send(site, tunnel->out, c2, sizeof(c2));
	}
}

static void open_out(struct load_site *site, struct load_link *link)
{
	uint8_t answer[sizeof(out_head) - 1 + sizeof(a3)];

	link->use = LOAD_OUT;
	memcpy(answer, out_head, sizeof(out_head) - 1);
	memcpy(answer + sizeof(out_head) - 1, a3, sizeof(a3));
	load_link_send(site, link, answer, sizeof(answer));
	if (link->is_closed)
		return;
	struct load_tunnel *tunnel = tunnel_of(site, link->input + COOKIE_AT);

	load_link_drop(link, A1_LEN);
	join(site, link, &tunnel->out, tunnel);
}

static void answer_call(struct load_site *site, struct load_link *out,
	const uint8_t *request, const uint8_t *answer, size_t len)
{
	uint8_t pdu[sizeof(bind_ack)];

	memcpy(pdu, answer, len);
	memcpy(pdu + CALL_AT, request + CALL_AT, 4);
	if (request[TYPE_AT] == REQUEST)
		memcpy(pdu + CONTEXT_AT, request + CONTEXT_AT, 2);
	/* That an alter_context is answered by type 15 is all the difference. */
	if (request[TYPE_AT] == ALTER)
		pdu[TYPE_AT] = ALTER + 1;
	load_link_send(site, out, pdu, len);
}

static void answer_bind(
	struct load_site *site, struct load_link *in, struct load_link *out)
{
	if (in->fault == LOAD_CUT)
		load_link_end(site, out);
	else if (in->fault == LOAD_NAK)
		answer_call(site, out, in->input, bind_nak, sizeof(bind_nak));
	else
		answer_call(site, out, in->input, bind_ack, sizeof(bind_ack));
}

static void take(struct load_site *site, struct load_link *link, size_t len)
{
	struct load_link *out = link->tunnel ? link->tunnel->out : NULL;
	const uint8_t *pdu = link->input;

	if (!link->tunnel && pdu[TYPE_AT] == RTS && len == B1_LEN) {
		struct load_tunnel *tunnel = tunnel_of(site, pdu + COOKIE_AT);

		join(site, link, &tunnel->in, tunnel);
	} else if (!out) {
		load_link_close(site, link);
	} else if (pdu[TYPE_AT] == RTS) {
		if (len == sizeof(ping))
			load_link_send(site, out, ping, sizeof(ping));
	} else if (pdu[TYPE_AT] == BIND || pdu[TYPE_AT] == ALTER) {
		answer_bind(site, link, out);
	} else if (pdu[TYPE_AT] == REQUEST && len > OPNUM_AT) {
		site->counts.calls++;
		if (pdu[OPNUM_AT] == OPNUM_DUMMY)
			answer_call(site, out, pdu, done, sizeof(done));
		else if (pdu[OPNUM_AT] == OPNUM_LISTENING)
			answer_call(site, out, pdu, listening, sizeof(listening));
		else
			answer_call(site, out, pdu, fault, sizeof(fault));
	}
}

bool load_tunnel_input(struct load_site *site, struct load_link *link)
{
	if (link->use == LOAD_OPENS) {
		if (link->len < A1_LEN)
			return false;
		open_out(site, link);
		return true;
	}
	if (link->len < HEADER_LEN)
		return false;
	size_t len = link->input[LENGTH_AT] | (size_t)link->input[LENGTH_AT + 1] << 8;

	if (len < HEADER_LEN || len > sizeof(link->input)) {
		load_link_close(site, link);
		return false;
	}
	if (link->len < len)
		return false;
	take(site, link, len);
	load_link_drop(link, len);
	return true;
}
