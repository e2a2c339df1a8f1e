/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/httpbody.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/memstream.h"

#include <stdbool.h>
#include <stdlib.h>

/* What reading a connection to its end came to. */
struct outcome {
	unsigned responses;  /* heads that were read */
	uint64_t body_bytes; /* bytes of all bodies */
	uint32_t mix;        /* a checksum over them */
	enum oa_layer layer; /* how it ended */
};

static void read_body(struct oa_http_body *body, size_t size, struct outcome *outcome,
	struct oa_error *err)
{
	uint8_t buffer[512];
	size_t len = 0;

	while (oa_http_body_try(body, buffer, size, &len, err) == OA_STREAM_DONE) {
		if (!len || len > size)
			abort();
		outcome->body_bytes += len;
		for (size_t i = 0; i < len; i++)
			outcome->mix = 31 * outcome->mix + buffer[i];
	}
}

/* Reads one response; returns true if another may follow. */
static bool read_response(struct oa_http_in *in, size_t size, struct outcome *outcome,
	struct oa_error *err)
{
	struct oa_http_head head;
	struct oa_http_body body;
	bool has_body;

	if (oa_http_head_try(in, &head, err) != OA_STREAM_DONE)
		return false;
	outcome->responses++;
	if (head.fields_len > OA_HTTP_FIELDS_MAX || head.len > OA_HTTP_HEAD_MAX)
		abort();
	has_body = oa_http_body_init(&body, in, &head, "GET", err) == 0;
	oa_http_head_free(&head);
	if (!has_body)
		return false;
	read_body(&body, size, outcome, err);
	return oa_http_body_reusable(&body);
}

static struct outcome read_all(
	const uint8_t *data, size_t len, size_t piece, size_t size)
{
	struct memstream memory = {.bytes = data, .len = len, .piece = piece};
	struct oa_stream stream = memstream_open(&memory, -1);
	struct outcome outcome = {0};
	struct oa_error err = {0};
	struct oa_http_in in;

	oa_http_in_init(&in, &stream);
	while (read_response(&in, size, &outcome, &err))
		;
	oa_http_in_free(&in);
	outcome.layer = err.layer;
	return outcome;
}

/* However the bytes arrive, the result must be the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct outcome whole = read_all(data, len, 0, 512);
	struct outcome cut = read_all(data, len, 1, 7);

	if (whole.responses != cut.responses || whole.body_bytes != cut.body_bytes ||
		whole.mix != cut.mix || whole.layer != cut.layer)
		abort();
	return 0;
}
