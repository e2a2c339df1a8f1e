/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/httpbody.h"

#include <inttypes.h>
#include <string.h>

/* Bytes that one size line or the trailer section may have. */
#define OVERHEAD_MAX ((size_t)16384)

/* Digits of a chunk size: 60 bits, so that nothing can overflow. */
#define DIGITS_MAX 15

static bool has_body(const struct oa_http_head *head, const char *method)
{
	return head->status >= 200 && head->status != 204 && head->status != 304 &&
	       strcmp(method, "HEAD") != 0;
}

/* Returns -1 if the transfer coding cannot be undone. */
static int choose_framing(struct oa_http_body *body, const struct oa_http_head *head,
	struct oa_error *err)
{
	bool is_chunked = oa_http_head_lists(head, "Transfer-Encoding", "chunked");
	bool has_length = head->content_length != OA_HTTP_LENGTH_UNKNOWN;

	if (!is_chunked && oa_http_head_next(head, "Transfer-Encoding", NULL) &&
		!oa_http_head_lists(head, "Transfer-Encoding", "identity"))
		return oa_fail(err, OA_LAYER_HTTP, 0, "unknown Transfer-Encoding");
	if (is_chunked)
		body->framing = OA_HTTP_BODY_CHUNKED;
	else if (has_length)
		body->framing = OA_HTTP_BODY_LENGTH;
	else
		body->framing = OA_HTTP_BODY_TO_EOF;
	body->left = !is_chunked && has_length ? head->content_length : 0;
	/* two ways to find the end may differ between us and a device before us
	 * (RFC 9112, 6.3), so nothing may follow on the connection */
	if (is_chunked && has_length)
		body->keeps_alive = false;
	return 0;
}

int oa_http_body_init(struct oa_http_body *body, struct oa_http_in *in,
	const struct oa_http_head *head, const char *method, struct oa_error *err)
{
	struct oa_http_body fresh = {
		.in = in, .keeps_alive = oa_http_head_keeps_alive(head)};

	if (has_body(head, method) && choose_framing(&fresh, head, err) < 0)
		return -1;
	fresh.is_done = fresh.framing == OA_HTTP_BODY_NONE ||
			(fresh.framing == OA_HTTP_BODY_LENGTH && !fresh.left);
	*body = fresh;
	return 0;
}

static int hex_digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static void enter(struct oa_http_body *body, enum oa_http_chunk_state state)
{
	body->state = state;
	body->overhead = 0;
	body->line_len = 0;
	body->digits = 0;
	body->cr_seen = false;
	if (state == OA_HTTP_CHUNK_SIZE)
		body->left = 0;
}

static int broken(struct oa_error *err, const char *rule)
{
	return oa_fail(err, OA_LAYER_HTTP, 0, "chunked body: %s", rule);
}

/* Takes one byte of the digits of a size. */
static int step_size(struct oa_http_body *body, uint8_t c, struct oa_error *err)
{
	int digit = hex_digit(c);

	if (digit >= 0) {
		if (++body->digits > DIGITS_MAX)
			return broken(err, "the size of a chunk is too large");
		body->left = 16 * body->left + (uint64_t)digit;
		return 0;
	}
	if (!body->digits || !c || !strchr("\r\n; \t", c))
		return broken(err, "the size of a chunk is not a number");
	body->state = OA_HTTP_CHUNK_EXTENSION;
	return 0;
}

/* Takes one byte of the line behind the digits. */
static int step_extension(struct oa_http_body *body, uint8_t c, struct oa_error *err)
{
	if (body->cr_seen && c != '\n')
		return broken(err, "bare CR in the line of a size");
	body->cr_seen = c == '\r';
	if (c == '\n')
		enter(body, body->left ? OA_HTTP_CHUNK_DATA : OA_HTTP_CHUNK_TRAILER);
	return 0;
}

/* Takes one byte of the line end behind the data. */
static int step_data_end(struct oa_http_body *body, uint8_t c, struct oa_error *err)
{
	if (c == '\n')
		enter(body, OA_HTTP_CHUNK_SIZE);
	else if (c == '\r' && !body->cr_seen)
		body->cr_seen = true;
	else
		return broken(err, "a chunk is longer than its size");
	return 0;
}

/* Takes one byte of the trailer section, whose fields are of no interest. */
static void step_trailer(struct oa_http_body *body, uint8_t c)
{
	if (c != '\n') {
		body->line_len += c != '\r';
		return;
	}
	body->is_done = body->line_len == 0;
	body->line_len = 0;
}

/* Takes one byte that is not data. */
static int step(struct oa_http_body *body, uint8_t c, struct oa_error *err)
{
	if (++body->overhead > OVERHEAD_MAX)
		return broken(err, "a size line or trailer over 16 KiB");
	if (body->state == OA_HTTP_CHUNK_SIZE && step_size(body, c, err) < 0)
		return -1;
	switch (body->state) {
	case OA_HTTP_CHUNK_EXTENSION:
		return step_extension(body, c, err);
	case OA_HTTP_CHUNK_DATA_END:
		return step_data_end(body, c, err);
	case OA_HTTP_CHUNK_TRAILER:
		step_trailer(body, c);
		return 0;
	default:
		return 0;
	}
}

/* Passes over everything up to the next data, as far as it has arrived. */
static int to_data(struct oa_http_body *body, struct oa_error *err)
{
	while (body->state != OA_HTTP_CHUNK_DATA && !body->is_done &&
		oa_http_in_left(body->in)) {
		uint8_t c = *oa_http_in_bytes(body->in);

		oa_http_in_skip(body->in, 1);
		if (step(body, c, err) < 0)
			return -1;
	}
	return 0;
}

/* Takes at most size bytes of the body from the buffer. */
static size_t take(struct oa_http_body *body, void *buffer, size_t size)
{
	bool is_counted = body->framing != OA_HTTP_BODY_TO_EOF;
	size_t len;

	if (is_counted && size > body->left)
		size = (size_t)body->left;
	len = oa_http_in_take(body->in, buffer, size);
	body->received += len;
	if (is_counted)
		body->left -= len;
	if (is_counted && !body->left) {
		if (body->framing == OA_HTTP_BODY_CHUNKED)
			enter(body, OA_HTTP_CHUNK_DATA_END);
		else
			body->is_done = true;
	}
	return len;
}

static int ended(struct oa_http_body *body, struct oa_error *err)
{
	if (body->framing == OA_HTTP_BODY_TO_EOF) {
		body->is_done = true;
		body->keeps_alive = false;
		return OA_STREAM_EOF;
	}
	if (body->framing == OA_HTTP_BODY_CHUNKED)
		return oa_fail(err, OA_LAYER_CLOSED, 0,
			"the connection was closed after %" PRIu64
			" bytes of a chunked body",
			body->received);
	return oa_fail(err, OA_LAYER_CLOSED, 0,
		"the connection was closed after %" PRIu64 " of %" PRIu64
		" bytes of the body",
		body->received, body->received + body->left);
}

int oa_http_body_try(struct oa_http_body *body, void *buffer, size_t size,
	size_t *ret_len, struct oa_error *err)
{
	for (;;) {
		int result;

		if (body->framing == OA_HTTP_BODY_CHUNKED && to_data(body, err) < 0)
			return -1;
		if (body->is_done)
			return OA_STREAM_EOF;
		if (oa_http_in_left(body->in)) {
			*ret_len = take(body, buffer, size);
			return OA_STREAM_DONE;
		}
		result = oa_http_in_fill(body->in, err);
		if (result == OA_STREAM_EOF)
			return ended(body, err);
		if (result != OA_STREAM_DONE)
			return result;
	}
}

int oa_http_body_read(struct oa_http_body *body, void *buffer, size_t size,
	struct oa_deadline deadline, size_t *ret_len, struct oa_error *err)
{
	for (;;) {
		int result = oa_http_body_try(body, buffer, size, ret_len, err);

		if (result != OA_STREAM_AGAIN)
			return result;
		if (oa_stream_wait(&body->in->stream, false, deadline, err) < 0)
			return oa_fail_context(err, "after %" PRIu64 " bytes of a body",
				body->received);
	}
}

int oa_http_body_skip(struct oa_http_body *body, uint64_t max, void *keep,
	size_t keep_size, struct oa_deadline deadline, size_t *ret_kept,
	bool *ret_reusable, struct oa_error *err)
{
	uint8_t buffer[4096];
	size_t kept = 0;
	int result = OA_STREAM_DONE;

	while (result == OA_STREAM_DONE && body->received <= max) {
		size_t len = 0;

		result = oa_http_body_read(
			body, buffer, sizeof(buffer), deadline, &len, err);
		if (len > keep_size - kept)
			len = keep_size - kept;
		if (len)
			memcpy((uint8_t *)keep + kept, buffer, len);
		kept += len;
		if (ret_kept)
			*ret_kept = kept;
	}
	if (result < 0)
		return -1;
	*ret_reusable = oa_http_body_reusable(body);
	return 0;
}

bool oa_http_body_reusable(const struct oa_http_body *body)
{
	return body->is_done && body->keeps_alive;
}
