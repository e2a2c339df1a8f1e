/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/http.h"

#include <errno.h>
#include <stdlib.h>

/* Copies the head of len bytes out of the buffer, so that it outlives it. */
static int take_head(struct oa_http_in *in, size_t len, struct oa_http_head *ret_head,
	struct oa_error *err)
{
	char *owned = malloc(len);

	if (!owned)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "out of memory");
	oa_http_in_take(in, owned, len);
	if (oa_http_head_parse(owned, len, ret_head, err) != 0) {
		free(owned);
		return -1;
	}
	ret_head->owned = owned;
	return 0;
}

/* Returns 0 with a head, 1 when more bytes are needed, or -1. */
static int head_from_buffer(
	struct oa_http_in *in, struct oa_http_head *ret_head, struct oa_error *err)
{
	size_t left = oa_http_in_left(in);
	size_t len;
	int result = oa_http_head_find(
		oa_http_in_bytes(in), left, in->scanned, &len, err);

	if (result == 0)
		return take_head(in, len, ret_head, err);
	/* the last two bytes may be the start of the empty line */
	in->scanned = left > 2 ? left - 2 : 0;
	return result;
}

/* Returns 0 if the head is final, 1 if it has been passed over, or -1. */
static int judge_head(
	struct oa_http_in *in, struct oa_http_head *head, struct oa_error *err)
{
	if (head->status >= 200 || head->status == 101) {
		head->interim_count = in->interim_count;
		in->interim_count = 0;
		return 0;
	}
	oa_http_head_free(head);
	if (++in->interim_count > OA_HTTP_INTERIM_MAX)
		return oa_fail(err, OA_LAYER_HTTP, 0, "more than %d interim responses",
			OA_HTTP_INTERIM_MAX);
	return 1;
}

static int ended_early(const struct oa_http_in *in, struct oa_error *err)
{
	size_t left = oa_http_in_left(in);

	if (left)
		return oa_fail(err, OA_LAYER_HTTP, 0,
			"the connection was closed after %zu bytes of a head", left);
	if (in->interim_count)
		return oa_fail(err, OA_LAYER_CLOSED, 0,
			"the connection was closed after an interim response");
	return oa_fail(
		err, OA_LAYER_CLOSED, 0, "the connection was closed before any answer");
}

int oa_http_head_try(
	struct oa_http_in *in, struct oa_http_head *ret_head, struct oa_error *err)
{
	struct oa_http_head head;

	for (;;) {
		int result = head_from_buffer(in, &head, err);

		if (result == 1) {
			result = oa_http_in_fill(in, err);
			if (result == OA_STREAM_EOF)
				return ended_early(in, err);
			if (result != OA_STREAM_DONE)
				return result;
			continue;
		}
		if (result == 0)
			result = judge_head(in, &head, err);
		if (result == 0)
			*ret_head = head;
		if (result <= 0)
			return result;
	}
}

static int timed_out(const struct oa_http_in *in, struct oa_error *err)
{
	size_t left = oa_http_in_left(in);

	if (left)
		return oa_fail(err, OA_LAYER_TIMEOUT, 0,
			"timed out after %zu bytes of a head", left);
	if (in->interim_count)
		return oa_fail(err, OA_LAYER_TIMEOUT, 0,
			"timed out after an interim response");
	return oa_fail(err, OA_LAYER_TIMEOUT, 0, "no answer in time");
}

int oa_http_head_read(struct oa_http_in *in, struct oa_deadline deadline,
	struct oa_http_head *ret_head, struct oa_error *err)
{
	for (;;) {
		struct oa_error wait_error = {0};
		int result = oa_http_head_try(in, ret_head, err);

		if (result != OA_STREAM_AGAIN)
			return result;
		if (oa_stream_wait(&in->stream, false, deadline, &wait_error) == 0)
			continue;
		if (wait_error.layer == OA_LAYER_TIMEOUT)
			return timed_out(in, err);
		if (err)
			*err = wait_error;
		return -1;
	}
}
