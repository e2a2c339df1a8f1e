/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/httpin.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAP ((size_t)8192)

void oa_http_in_init(struct oa_http_in *in, const struct oa_stream *stream)
{
	*in = (struct oa_http_in){.stream = *stream};
}

void oa_http_in_free(struct oa_http_in *in)
{
	free(in->data);
	*in = (struct oa_http_in){.stream = in->stream};
}

size_t oa_http_in_left(const struct oa_http_in *in)
{
	return in->len - in->pos;
}

const uint8_t *oa_http_in_bytes(const struct oa_http_in *in)
{
	return in->data ? in->data + in->pos : (const uint8_t *)"";
}

void oa_http_in_skip(struct oa_http_in *in, size_t len)
{
	in->pos += len;
	in->scanned = 0;
	if (in->pos == in->len)
		in->pos = in->len = 0;
}

size_t oa_http_in_take(struct oa_http_in *in, void *buffer, size_t size)
{
	size_t len = oa_http_in_left(in);

	if (len > size)
		len = size;
	if (len)
		memcpy(buffer, oa_http_in_bytes(in), len);
	oa_http_in_skip(in, len);
	return len;
}

/* Makes room for at least one byte behind those that are there. */
static int make_room(struct oa_http_in *in, struct oa_error *err)
{
	size_t cap = in->cap ? 2 * in->cap : FIRST_CAP;
	uint8_t *data;

	if (in->pos) {
		memmove(in->data, in->data + in->pos, in->len - in->pos);
		in->len -= in->pos;
		in->pos = 0;
	}
	if (in->len < in->cap)
		return 0;
	if (cap > OA_HTTP_HEAD_MAX)
		return oa_fail(
			err, OA_LAYER_HTTP, 0, "%zu bytes wait to be read", in->len);
	data = realloc(in->data, cap);
	if (!data)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	in->data = data;
	in->cap = cap;
	return 0;
}

int oa_http_in_fill(struct oa_http_in *in, struct oa_error *err)
{
	size_t received = 0;
	int result;

	if (in->len == in->cap && make_room(in, err) < 0)
		return -1;
	result = in->stream.recv(in->stream.handle, in->data + in->len,
		in->cap - in->len, &received, err);
	if (result == OA_STREAM_DONE)
		in->len += received;
	return result;
}
