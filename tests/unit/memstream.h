/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_TESTS_UNIT_MEMSTREAM_H
#define OA_TESTS_UNIT_MEMSTREAM_H

/*
 * A byte stream out of memory for tests: it hands out given bytes in pieces of a
 * given size, says AGAIN before each piece on request, and then ends.
 */

#include "common/net/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>

/* Returns a descriptor that poll(2) always calls ready, wherever stdout goes. */
static inline int memstream_ready_fd(void)
{
	return open("/dev/null", O_RDWR | O_CLOEXEC);
}

/* What comes behind the last byte. */
enum memstream_end {
	MEMSTREAM_EOF,   /* the peer closes */
	MEMSTREAM_QUIET, /* nothing more happens */
	MEMSTREAM_RESET, /* the connection is reset */
};

/* A stream and what was sent to it. */
struct memstream {
	const uint8_t *bytes;   /* what is received; borrowed */
	size_t len;             /* bytes at bytes */
	size_t pos;             /* bytes received so far */
	size_t piece;           /* most bytes of one recv or send; 0: no limit */
	bool hesitates;         /* AGAIN before every piece */
	bool said_again;        /* the last call was AGAIN */
	enum memstream_end end; /* what comes behind the last byte */
	uint8_t sent[4096];     /* what was sent */
	size_t sent_len;        /* bytes in sent */
};

static inline bool memstream_hesitates(struct memstream *memory)
{
	memory->said_again = memory->hesitates && !memory->said_again;
	return memory->said_again;
}

static inline size_t memstream_limit(const struct memstream *memory, size_t len)
{
	return memory->piece && len > memory->piece ? memory->piece : len;
}

static inline int memstream_recv(
	void *handle, void *buffer, size_t size, size_t *ret_len, struct oa_error *err)
{
	struct memstream *memory = handle;
	size_t left = memory->len - memory->pos;

	if (memstream_hesitates(memory))
		return OA_STREAM_AGAIN;
	if (!left && memory->end == MEMSTREAM_QUIET)
		return OA_STREAM_AGAIN;
	if (!left && memory->end == MEMSTREAM_RESET)
		return oa_fail(err, OA_LAYER_CLOSED, ECONNRESET, "reset");
	if (!left)
		return OA_STREAM_EOF;
	*ret_len = memstream_limit(memory, left < size ? left : size);
	memcpy(buffer, memory->bytes + memory->pos, *ret_len);
	memory->pos += *ret_len;
	return OA_STREAM_DONE;
}

static inline int memstream_send(void *handle, const void *bytes, size_t len,
	size_t *ret_len, struct oa_error *err)
{
	struct memstream *memory = handle;

	if (memstream_hesitates(memory))
		return OA_STREAM_AGAIN;
	len = memstream_limit(memory, len);
	if (len > sizeof(memory->sent) - memory->sent_len)
		return oa_fail(err, OA_LAYER_CLOSED, EPIPE, "full");
	memcpy(memory->sent + memory->sent_len, bytes, len);
	memory->sent_len += len;
	*ret_len = len;
	return OA_STREAM_DONE;
}

/* Returns the stream over memory, which it borrows; fd is polled after AGAIN. */
static inline struct oa_stream memstream_open(struct memstream *memory, int fd)
{
	return (struct oa_stream){.handle = memory,
		.fd = fd,
		.send = memstream_send,
		.recv = memstream_recv};
}

#endif
