/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_TESTS_UNIT_MEMTUNNEL_H
#define OA_TESTS_UNIT_MEMTUNNEL_H

/*
 * A virtual connection whose two channels are memory.
 */

#include "common/rpc/vconn.h"
#include "tests/unit/hex.h"
#include "tests/unit/memsession.h"
#include "tests/unit/vectors.h"

#include <stdlib.h>
#include <unistd.h>

#define OK_HEAD                                                                        \
	"HTTP/1.1 200 Success\r\nContent-Type: application/rpc\r\n"                    \
	"Content-Length: 1073741824\r\n\r\n"

#define OPENING VECTOR_CONN_A3 VECTOR_CONN_C2

/* An error that nobody looks at, for calls that want one. */
#define UNREAD (&(struct oa_error){0})

/* Bytes of a stream: a head as text, PDUs in hex, a tail as text. */
struct flow {
	uint8_t bytes[4096];
	size_t len;
};

static inline void flow_text(struct flow *flow, const char *text)
{
	ck_assert_uint_le(strlen(text), sizeof(flow->bytes) - flow->len);
	memcpy(flow->bytes + flow->len, text, strlen(text));
	flow->len += strlen(text);
}

static inline void flow_hex(struct flow *flow, const char *text)
{
	struct hex bytes = hex(text);

	ck_assert_uint_le(bytes.len, sizeof(flow->bytes) - flow->len);
	memcpy(flow->bytes + flow->len, bytes.bytes, bytes.len);
	flow->len += bytes.len;
}

static inline struct flow flow_of(const char *head, const char *pdus, const char *tail)
{
	struct flow flow = {.len = 0};

	flow_text(&flow, head);
	flow_hex(&flow, pdus);
	flow_text(&flow, tail);
	return flow;
}

/* A virtual connection and what it stands on. */
struct memtunnel {
	struct oa_report report;
	struct memsession out;
	struct memsession in;
	struct oa_vconn vconn;
	int fd;
};

/* The cookies of vectors.h. */
static inline void memtunnel_cookies(struct oa_rts_cookies *cookies)
{
	struct hex bytes = hex("443322116655887799aabbccddeeff00"
			       "a3a2a1a0a5a4a7a6a8a9aaabacadaeaf"
			       "b3b2b1b0b5b4b7b6b8b9babbbcbdbebf"
			       "c3c2c1c0c5c4c7c6c8c9cacbcccdcecf");

	memcpy(cookies->connection, bytes.bytes, 16);
	memcpy(cookies->out_channel, bytes.bytes + 16, 16);
	memcpy(cookies->in_channel, bytes.bytes + 32, 16);
	memcpy(cookies->association, bytes.bytes + 48, 16);
}

/* Both channels are given from the start; IN says nothing unless a test sets its
 * memory. */
static inline struct memtunnel *memtunnel_new(const struct flow *flow)
{
	struct memtunnel *f = calloc(1, sizeof(*f));

	ck_assert_ptr_nonnull(f);
	oa_report_init(&f->report);
	f->fd = memsession_ready_fd();
	memsession_open(&f->out, &f->report, "OUT", flow->bytes, flow->len,
		MEMSTREAM_QUIET, f->fd);
	memsession_open(&f->in, &f->report, "IN", "", 0, MEMSTREAM_QUIET, f->fd);
	ck_assert_int_eq(oa_vconn_init(&f->vconn, &f->report, NULL), 0);
	memtunnel_cookies(&f->vconn.cookies);
	oa_vconn_set_out(&f->vconn, &f->out.session);
	oa_vconn_set_in(&f->vconn, &f->in.session);
	return f;
}

static inline void memtunnel_free(struct memtunnel *f)
{
	oa_session_free(&f->out.session);
	oa_session_free(&f->in.session);
	oa_report_free(&f->report);
	close(f->fd);
	free(f);
}

/* A fixture whose connection is open, and whose stream goes on with `flow`. */
static inline struct memtunnel *memtunnel_opened(const struct flow *flow)
{
	struct memtunnel *f = memtunnel_new(flow);

	ck_assert_int_eq(
		oa_vconn_wait(&f->vconn, OA_VCONN_OPEN, oa_deadline_in(5), UNREAD), 0);
	return f;
}

#endif
