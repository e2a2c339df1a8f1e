/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_NET_STREAM_H
#define OA_NET_STREAM_H

/*
 * The byte stream under HTTP: a connection, or memory in a test.  The two
 * functions of the table never block; the functions below wait with poll(2)
 * until a deadline.  Whoever makes the stream owns what `handle` points to.
 */

#include "common/base/deadline.h"
#include "common/base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* What an attempt to send or to receive came to; -1 stands for a failure. */
enum oa_stream_result {
	OA_STREAM_DONE = 0,  /* at least one byte went through */
	OA_STREAM_AGAIN = 1, /* nothing possible now: wait for the descriptor */
	OA_STREAM_EOF = 2,   /* the peer has ended its direction in good order */
};

/* A byte stream; copied freely, it owns nothing. */
struct oa_stream {
	void *handle; /* handed to the functions as it is; borrowed */
	int fd;       /* descriptor to poll; -1 if there is nothing to wait for */

	/* Sends some of len (above 0) bytes without blocking, puts the number
	 * sent into ret_len, and returns DONE, AGAIN, or -1: OA_LAYER_CLOSED when
	 * the peer is gone, OA_LAYER_TLS or OA_LAYER_SYSTEM otherwise. */
	int (*send)(void *handle, const void *bytes, size_t len, size_t *ret_len,
		struct oa_error *err);

	/* Receives at most size (above 0) bytes without blocking, puts the number
	 * received into ret_len, and returns DONE, AGAIN, EOF, or -1 as `send`. */
	int (*recv)(void *handle, void *buffer, size_t size, size_t *ret_len,
		struct oa_error *err);
};

/* Waits until the stream can be read (or written, if for_writing), has ended or
 * has failed; returns 0, or -1: OA_LAYER_TIMEOUT at the deadline,
 * OA_LAYER_SYSTEM.  Only useful after AGAIN: TLS may hold bytes that poll(2)
 * does not see. */
int oa_stream_wait(const struct oa_stream *stream, bool for_writing,
	struct oa_deadline deadline, struct oa_error *err);

/* Sends all of len bytes; returns 0, or -1: OA_LAYER_TIMEOUT at the deadline,
 * OA_LAYER_CLOSED when the peer is gone, or the failure of the stream. */
int oa_stream_send_all(const struct oa_stream *stream, const void *bytes, size_t len,
	struct oa_deadline deadline, struct oa_error *err);

#endif
