/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/vconn.h"
#include "tests/unit/hex.h"
#include "tests/unit/memtunnel.h"
#include "tests/unit/runner.h"
#include "tests/unit/vectors.h"

#include <poll.h>
#include <sys/resource.h>

#define CHUNKED_HEAD "HTTP/1.1 200 Success\r\nTransfer-Encoding: chunked\r\n\r\n"

/* CONN/C2 that grants 256 bytes only. */
#define C2_SMALL_WINDOW                                                                \
	"05001403100000002c0000000000000000000300060000000100000000000000"             \
	"0001000002000000c0d40100"

/* CONN/C2 of a version that nobody has offered. */
#define C2_VERSION_2                                                                   \
	"05001403100000002c0000000000000000000300060000000200000000000000"             \
	"0000010002000000c0d40100"

START_TEST(first_pdus_are_the_vectors)
{
	uint8_t a1[OA_RTS_CONN_A1_LEN];
	uint8_t b1[OA_VCONN_B1_LEN];
	struct oa_vconn *vconn = calloc(1, sizeof(*vconn));
	struct oa_rts_cookies before;

	ck_assert_int_eq(oa_vconn_init(vconn, NULL, NULL), 0);
	before = vconn->cookies;
	ck_assert_int_eq(oa_vconn_init(vconn, NULL, NULL), 0);
	ck_assert_mem_ne(&before, &vconn->cookies, sizeof(before));
	memtunnel_cookies(&vconn->cookies);
	oa_vconn_a1(vconn, a1);
	ck_assert_hex(a1, sizeof(a1), VECTOR_CONN_A1);
	oa_vconn_b1(vconn, b1);
	ck_assert_hex(b1, sizeof(b1), VECTOR_CONN_B1);
	free(vconn);
}
END_TEST

START_TEST(opens_step_by_step)
{
	struct flow flow = flow_of(OK_HEAD, VECTOR_PING OPENING, "");
	struct memtunnel *f = memtunnel_new(&flow);
	struct oa_vconn *v = &f->vconn;
	struct oa_deadline until = oa_deadline_in(5);

	v->in = NULL;
	f->out.memory.len = strlen(OK_HEAD) + 20 + 28;
	ck_assert_int_eq(oa_vconn_wait(v, OA_VCONN_WAIT_A3, until, UNREAD), 0);
	ck_assert_int_gt(v->head_us, 0);
	ck_assert_int_eq(oa_vconn_wait(v, OA_VCONN_WAIT_C2, until, UNREAD), 0);
	ck_assert_int_ge(v->a3_us, v->head_us);
	ck_assert_uint_eq(v->out_timeout_ms, 120000);
	ck_assert_uint_eq(v->ping_count, 1);
	oa_vconn_set_in(v, &f->in.session);
	f->out.memory.len = flow.len;
	ck_assert_int_eq(oa_vconn_wait(v, OA_VCONN_OPEN, until, UNREAD), 0);
	ck_assert_int_ge(v->c2_us, v->a3_us);
	ck_assert_uint_eq(v->in_timeout_ms, 120000);
	ck_assert_uint_eq(v->peer_window, 65536);
	ck_assert_int_eq(v->end, OA_VCONN_GOES_ON);
	memtunnel_free(f);
}
END_TEST

#define FOUR(text) text text text text
#define LONG_LINE  FOUR(FOUR(FOUR("a reason of twenty b")))

static const struct ending {
	const char *head; /* OUT: head, PDUs, and text behind them */
	const char *pdus;
	const char *tail;
	enum memstream_end out_end;
	const char *in; /* what IN says */
	enum memstream_end in_end;
	enum oa_vconn_end end;
	enum oa_layer layer;
	const char *text; /* part of the error */
} endings[] = {
	{"", "", "", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET, OA_VCONN_TIMEOUT,
		OA_LAYER_TIMEOUT, "no answer in time"},
	{OK_HEAD, "", "", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET, OA_VCONN_TIMEOUT,
		OA_LAYER_TIMEOUT, "no answer in time"},
	{OK_HEAD, VECTOR_CONN_A3 VECTOR_PING, "", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET,
		OA_VCONN_TIMEOUT, OA_LAYER_TIMEOUT, "no answer in time"},
	{OK_HEAD, OPENING, "", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET, OA_VCONN_TIMEOUT,
		OA_LAYER_TIMEOUT, "no answer in time"},

	{"HTTP/1.1 503 RPC Error: 6ba\r\n\r\n", "", "", MEMSTREAM_QUIET, "",
		MEMSTREAM_QUIET, OA_VCONN_OUT_REFUSED, OA_LAYER_HTTP,
		"status 503 on OUT"},
	{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\n\r\n", "", "",
		MEMSTREAM_QUIET, "", MEMSTREAM_QUIET, OA_VCONN_OUT_REFUSED,
		OA_LAYER_HTTP, "status 204 on OUT"},
	{"HTTP/1.1 503 No\r\n\r\n", "", "", MEMSTREAM_EOF, "HTTP/1.1 500 No\r\n\r\n",
		MEMSTREAM_EOF, OA_VCONN_OUT_REFUSED, OA_LAYER_HTTP, "status 503"},

	{"", "", "", MEMSTREAM_EOF, "", MEMSTREAM_QUIET, OA_VCONN_OUT_CLOSED,
		OA_LAYER_CLOSED, "closed before any answer"},
	{"", "", "", MEMSTREAM_RESET, "", MEMSTREAM_QUIET, OA_VCONN_OUT_CLOSED,
		OA_LAYER_CLOSED, "reset"},
	{OK_HEAD, VECTOR_CONN_A3, "", MEMSTREAM_EOF, "", MEMSTREAM_QUIET,
		OA_VCONN_OUT_CLOSED, OA_LAYER_CLOSED, ""},
	{OK_HEAD, OPENING "05000203", "", MEMSTREAM_RESET, "", MEMSTREAM_QUIET,
		OA_VCONN_OUT_CLOSED, OA_LAYER_CLOSED, "reset"},
	{CHUNKED_HEAD, "", "0\r\n\r\n", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET,
		OA_VCONN_OUT_CLOSED, OA_LAYER_CLOSED, "OUT ended after 0 bytes"},
	{"HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n", VECTOR_CONN_A3, "",
		MEMSTREAM_QUIET, "", MEMSTREAM_QUIET, OA_VCONN_OUT_CLOSED,
		OA_LAYER_CLOSED, "OUT ended after 28 bytes"},

	{OK_HEAD, "", "HTTP/1.1 503 RPC Error: 6ba\r\n", MEMSTREAM_QUIET, "",
		MEMSTREAM_QUIET, OA_VCONN_OUT_STATUS, OA_LAYER_HTTP,
		"HTTP/1.1 503 RPC Error: 6ba"},
	{OK_HEAD, VECTOR_CONN_A3, "HTTP/1.0 503 RPC Error: 6ba, EEInfo: x\r\nA: b",
		MEMSTREAM_QUIET, "", MEMSTREAM_QUIET, OA_VCONN_OUT_STATUS,
		OA_LAYER_HTTP, "HTTP/1.0 503 RPC Error: 6ba, EEInfo: x"},
	{OK_HEAD, OPENING, "HTTP/1.1 500 Cut", MEMSTREAM_EOF, "", MEMSTREAM_QUIET,
		OA_VCONN_OUT_STATUS, OA_LAYER_HTTP, "HTTP/1.1 500 Cut"},
	{OK_HEAD, OPENING, "HTTP/1.1 500 " LONG_LINE, MEMSTREAM_QUIET, "",
		MEMSTREAM_QUIET, OA_VCONN_OUT_STATUS, OA_LAYER_HTTP,
		"HTTP/1.1 500 a reason of"},

	{"SSH-2.0-x\r\n", "", "", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET,
		OA_VCONN_OUT_BAD, OA_LAYER_HTTP, "not HTTP"},
	{"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "", "", MEMSTREAM_QUIET,
		"", MEMSTREAM_QUIET, OA_VCONN_OUT_BAD, OA_LAYER_HTTP, ""},
	{CHUNKED_HEAD, "", "zz\r\n", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET,
		OA_VCONN_OUT_BAD, OA_LAYER_HTTP, ""},
	{OK_HEAD, "", "ncacn_http/1.0", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET,
		OA_VCONN_OUT_BAD, OA_LAYER_RTS, "version 1 only"},
	{OK_HEAD, "", "<html><body>no", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET,
		OA_VCONN_OUT_BAD, OA_LAYER_RTS, "no PDU: 3c 68 74 6d"},
	{OK_HEAD, "", "<p>", MEMSTREAM_EOF, "", MEMSTREAM_QUIET, OA_VCONN_OUT_CLOSED,
		OA_LAYER_CLOSED, ""},
	{OK_HEAD, "05000203 00000000 1000 0000 00000000", "", MEMSTREAM_QUIET, "",
		MEMSTREAM_QUIET, OA_VCONN_OUT_BAD, OA_LAYER_RPC, ""},

	{OK_HEAD, VECTOR_OUT_R1_A2, "", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET,
		OA_VCONN_OUT_RECYCLE, OA_LAYER_RTS, "a new OUT channel"},
	{OK_HEAD, OPENING VECTOR_OUT_R1_A2, "", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET,
		OA_VCONN_OUT_RECYCLE, OA_LAYER_RTS, "a new OUT channel"},

	{"", "", "", MEMSTREAM_QUIET, "HTTP/1.1 413 Too Large\r\n\r\n", MEMSTREAM_QUIET,
		OA_VCONN_IN_ANSWERED, OA_LAYER_HTTP, "status 413 on IN"},
	{OK_HEAD, OPENING, "", MEMSTREAM_QUIET, "HTTP/1.1 200 OK\r\n\r\n",
		MEMSTREAM_EOF, OA_VCONN_IN_ANSWERED, OA_LAYER_HTTP, "status 200 on IN"},
	{OK_HEAD, VECTOR_CONN_A3, "", MEMSTREAM_QUIET,
		"HTTP/1.1 401 No\r\nWWW-Authenticate: NTLM ???\r\n\r\n",
		MEMSTREAM_QUIET, OA_VCONN_IN_ANSWERED, OA_LAYER_HTTP, "status 401"},

	{OK_HEAD, VECTOR_CONN_A3, "", MEMSTREAM_QUIET, "", MEMSTREAM_EOF,
		OA_VCONN_IN_CLOSED, OA_LAYER_CLOSED, "closed before any answer"},
	{OK_HEAD, OPENING, "", MEMSTREAM_QUIET, "", MEMSTREAM_RESET, OA_VCONN_IN_CLOSED,
		OA_LAYER_CLOSED, "reset"},
	{OK_HEAD, OPENING, "", MEMSTREAM_QUIET, "garbage", MEMSTREAM_QUIET,
		OA_VCONN_IN_CLOSED, OA_LAYER_HTTP, "not HTTP"},

	{OK_HEAD, VECTOR_CONN_C2, "", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET,
		OA_VCONN_RTS_BAD, OA_LAYER_RTS, "where CONN/A3 belongs"},
	{OK_HEAD, VECTOR_CONN_A3 VECTOR_CONN_A3, "", MEMSTREAM_QUIET, "",
		MEMSTREAM_QUIET, OA_VCONN_RTS_BAD, OA_LAYER_RTS,
		"where CONN/C2 belongs"},
	{OK_HEAD, VECTOR_CONN_A3 C2_VERSION_2, "", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET,
		OA_VCONN_RTS_BAD, OA_LAYER_RTS, "Version 2"},
	{OK_HEAD, VECTOR_CONN_A3 VECTOR_BIND_ACK, "", MEMSTREAM_QUIET, "",
		MEMSTREAM_QUIET, OA_VCONN_RTS_BAD, OA_LAYER_RTS,
		"bind_ack before the connection is open"},
	{OK_HEAD, "05001403 10000000 1400 0000 00000000 0000 0900", "", MEMSTREAM_QUIET,
		"", MEMSTREAM_QUIET, OA_VCONN_RTS_BAD, OA_LAYER_RTS, ""},
	{OK_HEAD, OPENING "05001403 10000000 0800 0000 00000000", "", MEMSTREAM_QUIET,
		"", MEMSTREAM_QUIET, OA_VCONN_RTS_BAD, OA_LAYER_RPC, ""},

	{OK_HEAD, OPENING "05000203 10000000 0800 0000 00000000", "", MEMSTREAM_QUIET,
		"", MEMSTREAM_QUIET, OA_VCONN_RPC_BAD, OA_LAYER_RPC, ""},
};

static void check_ending(const struct ending *test, size_t piece, bool hesitates)
{
	struct flow flow = flow_of(test->head, test->pdus, test->tail);
	struct memtunnel *f = memtunnel_new(&flow);
	bool waits = test->end == OA_VCONN_TIMEOUT;
	struct oa_deadline until = oa_deadline_in(waits ? 0.05 : 5);
	struct oa_error err = {0};
	uint8_t *pdu;
	size_t len;

	f->out.memory.end = test->out_end;
	f->out.memory.piece = piece;
	f->out.memory.hesitates = hesitates;
	f->in.memory.bytes = (const uint8_t *)test->in;
	f->in.memory.len = strlen(test->in);
	f->in.memory.end = test->in_end;
	if (oa_vconn_wait(&f->vconn, OA_VCONN_OPEN, until, &err) == 0)
		ck_assert_int_eq(oa_vconn_recv(&f->vconn, until, &pdu, &len, &err), -1);
	ck_assert_int_eq(f->vconn.end, test->end);
	ck_assert_int_gt(f->vconn.end_us, 0);
	ck_assert_int_eq(err.layer, test->layer);
	ck_assert_msg(strstr(err.text, test->text) != NULL, "%s", err.text);
	if (test->end == OA_VCONN_OUT_STATUS)
		ck_assert_mem_eq(f->vconn.line, err.text, strlen(err.text));
	/* an end is final */
	if (!waits) {
		ck_assert_int_eq(
			oa_vconn_recv(&f->vconn, until, &pdu, &len, UNREAD), -1);
		ck_assert_int_eq(f->vconn.end, test->end);
	}
	memtunnel_free(f);
}

START_TEST(ends)
{
	unsigned seen = 1u << OA_VCONN_GOES_ON | 1u << OA_VCONN_FAILED;

	for (size_t i = 0; i < OA_LENGTH(endings); i++) {
		bool races = endings[i].in[0] || endings[i].in_end != MEMSTREAM_QUIET;

		seen |= 1u << endings[i].end;
		check_ending(&endings[i], 0, false);
		/* what was asked for last is waited for a moment, so once is enough */
		if (endings[i].end == OA_VCONN_OUT_RECYCLE)
			continue;
		check_ending(&endings[i], 1, false);
		/* an OUT that hesitates lets IN be seen first, which is no fault */
		if (!races || endings[i].end >= OA_VCONN_IN_ANSWERED)
			check_ending(&endings[i], 7, true);
	}
	ck_assert_uint_eq(seen, (1u << (OA_VCONN_FAILED + 1)) - 1);
}
END_TEST

START_TEST(fails_when_it_cannot_wait)
{
	struct flow flow = flow_of(OK_HEAD, VECTOR_CONN_A3, "");
	struct memtunnel *f = memtunnel_new(&flow);
	/* poll(2) refuses more descriptors than a process may have */
	struct rlimit before;
	struct rlimit none;
	struct pollfd polls[2] = {{.fd = -1}, {.fd = -1}};
	struct oa_error err = {0};
	bool fails;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = (struct rlimit){.rlim_max = before.rlim_max};
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	/* valgrind keeps that limit for itself: a short wait then, and a time-out */
	fails = poll(polls, 2, 0) < 0;
	ck_assert_int_eq(
		oa_vconn_wait(&f->vconn, OA_VCONN_OPEN, oa_deadline_in(0.1), &err), -1);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
	ck_assert_int_eq(f->vconn.end, fails ? OA_VCONN_FAILED : OA_VCONN_TIMEOUT);
	ck_assert_int_eq(err.layer, fails ? OA_LAYER_SYSTEM : OA_LAYER_TIMEOUT);
	memtunnel_free(f);
}
END_TEST

/* CONN/C2 before there is an IN channel answers nothing that was asked. */
START_TEST(c2_without_in_is_out_of_order)
{
	struct flow flow = flow_of(OK_HEAD, OPENING, "");
	struct memtunnel *f = memtunnel_new(&flow);

	f->vconn.in = NULL;
	ck_assert_int_eq(
		oa_vconn_wait(&f->vconn, OA_VCONN_OPEN, oa_deadline_in(5), UNREAD), -1);
	ck_assert_int_eq(f->vconn.end, OA_VCONN_RTS_BAD);
	memtunnel_free(f);
}
END_TEST

/* The stream stops at every byte, and goes on after the deadline has passed. */
START_TEST(goes_on_after_a_timeout)
{
	struct flow flow = flow_of(
		OK_HEAD, VECTOR_PING OPENING VECTOR_PING VECTOR_RESPONSE_DUMMY, "");

	for (size_t cut = 0; cut < flow.len; cut++) {
		struct memtunnel *f = memtunnel_new(&flow);
		struct oa_deadline now = oa_deadline_in(0);
		struct oa_deadline later = oa_deadline_in(5);
		uint8_t *pdu;
		size_t len;

		f->out.memory.len = cut;
		while (oa_vconn_wait(&f->vconn, OA_VCONN_OPEN, now, UNREAD) < 0 &&
			f->out.memory.pos < cut)
			ck_assert_int_eq(f->vconn.end, OA_VCONN_TIMEOUT);
		f->out.memory.len = flow.len;
		ck_assert_int_eq(
			oa_vconn_wait(&f->vconn, OA_VCONN_OPEN, later, UNREAD), 0);
		ck_assert_int_eq(
			oa_vconn_recv(&f->vconn, later, &pdu, &len, UNREAD), 0);
		ck_assert_hex(pdu, len, VECTOR_RESPONSE_DUMMY);
		ck_assert_uint_eq(f->vconn.ping_count, 2);
		ck_assert_int_eq(f->vconn.end, OA_VCONN_GOES_ON);
		memtunnel_free(f);
	}
}
END_TEST

/* A reply that was on its way when the server asked for another channel counts. */
START_TEST(reply_behind_a_wish_to_recycle_is_used)
{
	struct flow flow = flow_of(OK_HEAD,
		VECTOR_OUT_R1_A2 OPENING VECTOR_OUT_R1_A2 VECTOR_RESPONSE_DUMMY, "");
	struct memtunnel *f = memtunnel_opened(&flow);
	struct oa_deadline until = oa_deadline_in(5);
	uint8_t *pdu;
	size_t len;

	ck_assert_int_gt(f->vconn.recycle_us, 0);
	ck_assert_int_eq(oa_vconn_recv(&f->vconn, until, &pdu, &len, UNREAD), 0);
	ck_assert_hex(pdu, len, VECTOR_RESPONSE_DUMMY);
	ck_assert_int_eq(oa_vconn_recv(&f->vconn, until, &pdu, &len, UNREAD), -1);
	ck_assert_int_eq(f->vconn.end, OA_VCONN_OUT_RECYCLE);
	memtunnel_free(f);
}
END_TEST

START_TEST(hands_out_one_pdu_after_the_other)
{
	struct flow flow = flow_of(OK_HEAD,
		OPENING VECTOR_BIND_ACK VECTOR_PING VECTOR_IN_R2_A4
			VECTOR_RESPONSE_LISTENING VECTOR_FAULT,
		"");
	static const char *const pdus[] = {
		VECTOR_BIND_ACK, VECTOR_RESPONSE_LISTENING, VECTOR_FAULT};
	struct memtunnel *f = memtunnel_opened(&flow);
	struct oa_deadline until = oa_deadline_in(5);
	uint8_t *pdu;
	size_t len;

	for (size_t i = 0; i < OA_LENGTH(pdus); i++) {
		ck_assert_int_eq(
			oa_vconn_recv(&f->vconn, until, &pdu, &len, UNREAD), 0);
		ck_assert_hex(pdu, len, pdus[i]);
		/* it is lent writable */
		memset(pdu, 0xff, len);
	}
	ck_assert_uint_eq(f->vconn.received, 60 + 32 + 32);
	ck_assert_uint_eq(f->in.memory.sent_len, 0);
	ck_assert_int_eq(
		oa_vconn_recv(&f->vconn, oa_deadline_in(0.02), &pdu, &len, UNREAD), -1);
	ck_assert_int_eq(f->vconn.end, OA_VCONN_TIMEOUT);
	memtunnel_free(f);
}
END_TEST

static int recv_ping(
	void *handle, void *buffer, size_t size, size_t *ret_len, struct oa_error *err)
{
	struct memstream *memory = handle;
	static const char *const ping = VECTOR_PING;
	struct hex bytes = hex(ping);

	if (memory->pos < memory->len)
		return memstream_recv(handle, buffer, size, ret_len, err);
	*ret_len = size < bytes.len ? size : bytes.len;
	memcpy(buffer, bytes.bytes, *ret_len);
	return OA_STREAM_DONE;
}

START_TEST(endless_pings_end_at_the_deadline)
{
	struct flow flow = flow_of(OK_HEAD, VECTOR_CONN_A3, "");
	struct memtunnel *f = memtunnel_new(&flow);
	int64_t start_us = oa_now_us();

	f->out.session.in.stream.recv = recv_ping;
	ck_assert_int_eq(
		oa_vconn_wait(&f->vconn, OA_VCONN_OPEN, oa_deadline_in(0.1), UNREAD),
		-1);
	ck_assert_int_eq(f->vconn.end, OA_VCONN_TIMEOUT);
	ck_assert_uint_gt(f->vconn.ping_count, 0);
	ck_assert_double_lt(oa_seconds_since(start_us), 2);
	memtunnel_free(f);
}
END_TEST

/* [MS-RPCH] 3.2.1.5.1.1 */
static const struct window_case {
	uint32_t sent;
	const char *ack;
	uint32_t window; /* what may be sent then */
} windows[] = {
	{0x9000, VECTOR_FLOW_ACK, 0x10000},
	{0x9000, VECTOR_FLOW_ACK_TO_CLIENT, 0x10000},
	{0xa000, VECTOR_FLOW_ACK_TO_CLIENT, 0xf000},
	/* bytes that were never sent cannot have come */
	{0x8000, VECTOR_FLOW_ACK_TO_CLIENT, 0x8000},
	{0, VECTOR_FLOW_ACK, 0x10000},
	{0xa000, VECTOR_PING_TRAFFIC, 0x6000},
};

START_TEST(acknowledgments_open_the_window)
{
	static uint8_t pdu[4096];

	memcpy(pdu, "\x05\x00\x00\x03\x10\x00\x00\x00\x00\x10", 10);
	for (size_t i = 0; i < OA_LENGTH(windows); i++) {
		struct flow flow = flow_of(OK_HEAD, OPENING, "");
		struct memtunnel *f;
		uint8_t *answer;
		size_t len;

		flow_hex(&flow, windows[i].ack);
		flow_hex(&flow, VECTOR_RESPONSE_DUMMY);
		f = memtunnel_opened(&flow);
		for (uint32_t sent = 0; sent < windows[i].sent; sent += sizeof(pdu)) {
			f->in.memory.sent_len = 0;
			ck_assert_int_eq(oa_vconn_send(&f->vconn, pdu, sizeof(pdu),
						 oa_deadline_in(5), UNREAD),
				0);
		}
		ck_assert_uint_eq(f->vconn.sent, windows[i].sent);
		ck_assert_int_eq(oa_vconn_recv(&f->vconn, oa_deadline_in(5), &answer,
					 &len, UNREAD),
			0);
		ck_assert_uint_eq(f->vconn.peer_window, windows[i].window);
		memtunnel_free(f);
	}
}
END_TEST

/* One PDU of 0x9000 bytes uses more than half of the window. */
START_TEST(acknowledges_what_it_received)
{
	static uint8_t bytes[0x9000 + 1024];
	struct flow flow = flow_of(OK_HEAD, OPENING, "");
	struct memtunnel *f;
	uint8_t *pdu;
	size_t len;

	memcpy(bytes, flow.bytes, flow.len);
	memcpy(bytes + flow.len, "\x05\x00\x02\x03\x10\x00\x00\x00\x00\x90", 10);
	f = memtunnel_new(&flow);
	f->out.memory.bytes = bytes;
	f->out.memory.len = flow.len + 0x9000;
	f->in.memory.piece = 5;
	ck_assert_int_eq(
		oa_vconn_wait(&f->vconn, OA_VCONN_OPEN, oa_deadline_in(5), UNREAD), 0);
	ck_assert_int_eq(
		oa_vconn_recv(&f->vconn, oa_deadline_in(5), &pdu, &len, UNREAD), 0);
	ck_assert_uint_eq(len, 0x9000);
	ck_assert_hex(
		f->in.memory.sent, f->in.memory.sent_len, VECTOR_FLOW_ACK_TO_PROXY);
	ck_assert_uint_eq(f->vconn.acknowledged, 0x9000);
	memtunnel_free(f);
}
END_TEST

START_TEST(waits_for_the_window)
{
	struct flow flow = flow_of(OK_HEAD, VECTOR_CONN_A3 C2_SMALL_WINDOW, "");
	size_t opening_len = flow.len;
	uint8_t pdu[200] = {5, 0, 0, 3, 0x10};
	struct memtunnel *f;

	/* 200 bytes have come, and 256 more may */
	flow_hex(&flow, "0500140310000000300000000000000002000100010000 00c8000000"
			"00010000b3b2b1b0b5b4b7b6b8b9babbbcbdbebf");
	f = memtunnel_new(&flow);
	f->out.memory.len = opening_len;
	ck_assert_int_eq(
		oa_vconn_wait(&f->vconn, OA_VCONN_OPEN, oa_deadline_in(5), UNREAD), 0);
	ck_assert_uint_eq(f->vconn.peer_window, 256);
	ck_assert_int_eq(
		oa_vconn_send(&f->vconn, pdu, sizeof(pdu), oa_deadline_in(5), UNREAD),
		0);
	ck_assert_int_eq(oa_vconn_send(&f->vconn, pdu, sizeof(pdu),
				 oa_deadline_in(0.02), UNREAD),
		-1);
	ck_assert_int_eq(f->vconn.end, OA_VCONN_TIMEOUT);
	ck_assert_uint_eq(f->in.memory.sent_len, 200);
	f->out.memory.len = flow.len;
	ck_assert_int_eq(
		oa_vconn_send(&f->vconn, pdu, sizeof(pdu), oa_deadline_in(5), UNREAD),
		0);
	ck_assert_uint_eq(f->in.memory.sent_len, 400);
	ck_assert_uint_eq(f->vconn.peer_window, 56);
	memtunnel_free(f);
}
END_TEST

START_TEST(unasked_pdu_while_sending_is_refused)
{
	struct flow flow = flow_of(
		OK_HEAD, VECTOR_CONN_A3 C2_SMALL_WINDOW VECTOR_FAULT, "");
	uint8_t pdu[300] = {5, 0, 0, 3, 0x10};
	struct memtunnel *f = memtunnel_opened(&flow);
	struct oa_error err = {0};

	ck_assert_int_eq(
		oa_vconn_send(&f->vconn, pdu, sizeof(pdu), oa_deadline_in(5), &err),
		-1);
	ck_assert_int_eq(f->vconn.end, OA_VCONN_RPC_BAD);
	ck_assert_str_eq(err.text, "fault that nobody asked for");
	memtunnel_free(f);
}
END_TEST

static const struct send_case {
	bool is_full; /* sending fails; else it never gets on */
	const char *in;
	enum oa_vconn_end end;
	const char *text;
} sends[] = {
	{true, "", OA_VCONN_IN_CLOSED, "full"},
	{true, "HTTP/1.1 413 Too Large\r\n\r\n", OA_VCONN_IN_ANSWERED,
		"status 413 on IN"},
	{false, "", OA_VCONN_TIMEOUT, "timed out while sending"},
};

static void spoil_in(struct memtunnel *f, const struct send_case *test)
{
	f->in.memory.bytes = (const uint8_t *)test->in;
	f->in.memory.len = strlen(test->in);
	if (test->is_full) {
		f->in.memory.sent_len = sizeof(f->in.memory.sent);
	} else {
		f->in.memory.hesitates = true;
		f->in.memory.said_again = false;
		f->in.connection.stream.fd = -1;
	}
}

START_TEST(failed_sends_end)
{
	for (size_t i = 0; i < OA_LENGTH(sends); i++) {
		struct flow flow = flow_of(OK_HEAD, OPENING, "");
		uint8_t pdu[24] = {5, 0, 0, 3, 0x10};
		struct memtunnel *f = memtunnel_opened(&flow);
		struct oa_error err = {0};

		spoil_in(f, &sends[i]);
		ck_assert_int_eq(oa_vconn_send(&f->vconn, pdu, sizeof(pdu),
					 oa_deadline_in(0.02), &err),
			-1);
		ck_assert_int_eq(f->vconn.end, sends[i].end);
		ck_assert_str_eq(err.text, sends[i].text);
		memtunnel_free(f);
	}
}
END_TEST

/* The same for the acknowledgment that a receive sends. */
START_TEST(failed_acknowledgments_end)
{
	for (size_t i = 0; i < OA_LENGTH(sends); i++) {
		static uint8_t bytes[0x9000 + 1024];
		struct flow flow = flow_of(OK_HEAD, OPENING, "");
		struct memtunnel *f = memtunnel_opened(&flow);
		struct oa_error err = {0};
		uint8_t *pdu;
		size_t len;

		memcpy(bytes, "\x05\x00\x02\x03\x10\x00\x00\x00\x00\x90", 10);
		f->out.memory.bytes = bytes;
		f->out.memory.len = 0x9000;
		f->out.memory.pos = 0;
		/* not looked at before the stream of OUT is empty */
		spoil_in(f, &sends[i]);
		ck_assert_int_eq(
			oa_vconn_recv(&f->vconn, oa_deadline_in(0.1), &pdu, &len, &err),
			-1);
		ck_assert_int_eq(f->vconn.end, sends[i].end);
		ck_assert_str_eq(err.text, sends[i].text);
		memtunnel_free(f);
	}
}
END_TEST

START_TEST(everything_is_in_the_transcript)
{
	struct flow flow = flow_of(OK_HEAD, OPENING VECTOR_FAULT, "");
	struct memtunnel *f = memtunnel_new(&flow);
	uint8_t pdu[24] = {5, 0, 0, 3, 0x10};
	uint8_t *answer;
	size_t len;

	f->report.is_tracing = true;
	oa_vconn_set_out(&f->vconn, &f->out.session);
	oa_vconn_set_in(&f->vconn, &f->in.session);
	ck_assert_int_eq(
		oa_vconn_wait(&f->vconn, OA_VCONN_OPEN, oa_deadline_in(5), UNREAD), 0);
	ck_assert_int_eq(
		oa_vconn_send(&f->vconn, pdu, sizeof(pdu), oa_deadline_in(5), UNREAD),
		0);
	ck_assert_int_eq(
		oa_vconn_recv(&f->vconn, oa_deadline_in(5), &answer, &len, UNREAD), 0);
	ck_assert_str_eq(f->report.transcript,
		"OUT > CONN/A1\n"
		"IN > CONN/B1\n"
		"OUT < HTTP/1.1 200 Success\n"
		"OUT < Content-Type: application/rpc\n"
		"OUT < Content-Length: 1073741824\n"
		"OUT < CONN/A3 (flags 0x0000, ConnectionTimeout 120000)\n"
		"OUT < CONN/C2 (flags 0x0000, Version 1, ReceiveWindowSize 65536, "
		"ConnectionTimeout 120000)\n"
		"IN > request, 24 bytes\n"
		"OUT < fault, 32 bytes\n");
	memtunnel_free(f);
}
END_TEST

OA_TEST_MAIN("vconn", first_pdus_are_the_vectors, opens_step_by_step, ends,
	fails_when_it_cannot_wait, c2_without_in_is_out_of_order,
	goes_on_after_a_timeout, reply_behind_a_wish_to_recycle_is_used,
	hands_out_one_pdu_after_the_other, endless_pings_end_at_the_deadline,
	acknowledgments_open_the_window, acknowledges_what_it_received,
	waits_for_the_window, unasked_pdu_while_sending_is_refused, failed_sends_end,
	failed_acknowledgments_end, everything_is_in_the_transcript)
