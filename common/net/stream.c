/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/stream.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

int oa_stream_wait(const struct oa_stream *stream, bool for_writing,
	struct oa_deadline deadline, struct oa_error *err)
{
	struct pollfd waiting = {
		.fd = stream->fd, .events = for_writing ? POLLOUT : POLLIN};

	for (;;) {
		int ready = poll(&waiting, 1, oa_deadline_left_ms(deadline));

		/* errors and hang-ups are told by the next send or recv */
		if (ready > 0)
			return 0;
		if (ready < 0 && errno != EINTR)
			return oa_fail(err, OA_LAYER_SYSTEM, errno, "poll: %s",
				strerror(errno));
		if (oa_deadline_passed(deadline))
			return oa_fail(err, OA_LAYER_TIMEOUT, 0, "timed out while %s",
				for_writing ? "sending" : "receiving");
	}
}

int oa_stream_send_all(const struct oa_stream *stream, const void *bytes, size_t len,
	struct oa_deadline deadline, struct oa_error *err)
{
	const uint8_t *next = bytes;

	while (len) {
		size_t sent = 0;
		int result = stream->send(stream->handle, next, len, &sent, err);

		if (result < 0)
			return -1;
		if (result == OA_STREAM_EOF)
			return oa_fail(err, OA_LAYER_CLOSED, 0,
				"the connection was closed while sending");
		next += sent;
		len -= sent;
		if (len && result == OA_STREAM_AGAIN &&
			oa_stream_wait(stream, true, deadline, err) < 0)
			return -1;
	}
	return 0;
}
