/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/httpbody.h"
#include "tests/unit/hex.h"
#include "tests/unit/memstream.h"
#include "tests/unit/runner.h"

#include <unistd.h>

#define LENGTH(n) "HTTP/1.1 200 OK\r\nContent-Length: " #n "\r\n\r\n"
#define CHUNKED   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define PLAIN     "HTTP/1.1 200 OK\r\n\r\n"

static const struct body_case {
	const char *bytes;   /* head and body */
	const char *method;  /* of the request */
	const char *body;    /* what is handed out, also before a failure */
	enum oa_layer layer; /* OA_LAYER_NONE: to a regular end */
	const char *text;    /* of the error, or what is left behind the body */
	bool is_reusable;
} bodies[] = {
	{LENGTH(4) "bodyNEXT", "GET", "body", OA_LAYER_NONE, "NEXT", true},
	{LENGTH(0) "NEXT", "GET", "", OA_LAYER_NONE, "NEXT", true},
	{LENGTH(4) "NEXT", "HEAD", "", OA_LAYER_NONE, "NEXT", true},
	{"HTTP/1.1 204 No\r\n\r\nNEXT", "GET", "", OA_LAYER_NONE, "NEXT", true},
	{"HTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\nNEXT", "GET", "", OA_LAYER_NONE,
		"NEXT", true},
	{"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody", "GET",
		"body", OA_LAYER_NONE, "", false},
	{"HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nbody", "GET", "body",
		OA_LAYER_NONE, "", false},
	{PLAIN "to the end", "GET", "to the end", OA_LAYER_NONE, "", false},
	{"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nx", "GET", "x",
		OA_LAYER_NONE, "", false},
	{LENGTH(9) "body", "GET", "body", OA_LAYER_CLOSED, "after 4 of 9 bytes", false},
	{CHUNKED "4\r\nbody\r\n0\r\n\r\nNEXT", "GET", "body", OA_LAYER_NONE, "NEXT",
		true},
	{CHUNKED "4;x=\"y\"\r\nbody\r\n001 \r\n!\r\n0\r\nA: b\r\nC: d\r\n\r\nNEXT",
		"GET", "body!", OA_LAYER_NONE, "NEXT", true},
	{CHUNKED "A\n0123456789\nb\nabcdefghijk\n0\n\nNEXT", "GET",
		"0123456789abcdefghijk", OA_LAYER_NONE, "NEXT", true},
	{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n"
	 "1\r\nx\r\n0\r\n\r\n",
		"GET", "x", OA_LAYER_NONE, "", false},
	{CHUNKED "4\r\nbo", "GET", "bo", OA_LAYER_CLOSED, "after 2 bytes of a chunked",
		false},
	{CHUNKED "4\r\nbody\r\n0\r\n", "GET", "body", OA_LAYER_CLOSED, "after 4",
		false},
	{CHUNKED "x\r\n", "GET", "", OA_LAYER_HTTP, "not a number", false},
	{CHUNKED "\r\n", "GET", "", OA_LAYER_HTTP, "not a number", false},
	{CHUNKED "-1\r\n", "GET", "", OA_LAYER_HTTP, "not a number", false},
	{CHUNKED "1000000000000000\r\n", "GET", "", OA_LAYER_HTTP, "too large", false},
	{CHUNKED "4\r\nbody!", "GET", "body", OA_LAYER_HTTP, "longer than its size",
		false},
	{CHUNKED "4\rbody", "GET", "", OA_LAYER_HTTP, "bare CR", false},
};

/* A body being read out of memory. */
struct session {
	struct memstream memory;
	struct oa_http_in in;
	struct oa_http_body body;
};

static void open_session(struct session *session, const char *bytes, const char *method,
	size_t piece, enum memstream_end end)
{
	struct oa_http_head head;
	struct oa_stream stream;

	session->memory = (struct memstream){.bytes = (const uint8_t *)bytes,
		.len = strlen(bytes),
		.piece = piece,
		.hesitates = piece == 7,
		.end = end};
	stream = memstream_open(
		&session->memory, end == MEMSTREAM_QUIET ? -1 : memstream_ready_fd());
	oa_http_in_init(&session->in, &stream);
	while (oa_http_head_try(&session->in, &head, NULL) != OA_STREAM_DONE)
		;
	ck_assert_int_eq(
		oa_http_body_init(&session->body, &session->in, &head, method, NULL),
		0);
	oa_http_head_free(&head);
}

static void check_body(const struct body_case *test, size_t piece)
{
	struct session session;
	struct oa_error err = {0};
	char got[64];
	size_t got_len = 0, len = 0;
	int result;

	open_session(&session, test->bytes, test->method, piece, MEMSTREAM_EOF);
	while ((result = oa_http_body_read(&session.body, got + got_len,
			sizeof(got) - got_len, oa_deadline_in(5), &len, &err)) ==
		OA_STREAM_DONE) {
		ck_assert_uint_gt(len, 0);
		got_len += len;
	}
	ck_assert_uint_eq(got_len, strlen(test->body));
	ck_assert_mem_eq(got, test->body, got_len);
	ck_assert_int_eq(err.layer, test->layer);
	ck_assert_int_eq(result, test->layer == OA_LAYER_NONE ? OA_STREAM_EOF : -1);
	if (test->layer != OA_LAYER_NONE)
		ck_assert_msg(strstr(err.text, test->text) != NULL, "%s", err.text);
	else
		ck_assert_mem_eq(oa_http_in_bytes(&session.in), test->text,
			oa_http_in_left(&session.in));
	ck_assert(oa_http_body_reusable(&session.body) == test->is_reusable);
	oa_http_in_free(&session.in);
}

START_TEST(reads_bodies_to_their_end)
{
	for (size_t i = 0; i < OA_LENGTH(bodies); i++) {
		check_body(&bodies[i], 0);
		check_body(&bodies[i], 1);
		check_body(&bodies[i], 7);
	}
}
END_TEST

START_TEST(unknown_codings_are_refused)
{
	static const char text[] =
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: rot13\r\n\r\n";
	struct oa_http_body body;
	struct oa_http_head head;
	struct oa_error err = {0};
	struct oa_http_in in = {0};

	ck_assert_int_eq(oa_http_head_parse(text, sizeof(text) - 1, &head, NULL), 0);
	ck_assert_int_eq(oa_http_body_init(&body, &in, &head, "GET", &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_HTTP);
}
END_TEST

static const struct skip_case {
	const char *bytes;
	uint64_t max;
	const char *kept; /* at most 4 bytes */
	bool is_reusable;
} skips[] = {
	{LENGTH(10) "0123456789NEXT", 65536, "0123", true},
	{LENGTH(2) "01NEXT", 65536, "01", true},
	{LENGTH(0) "NEXT", 65536, "", true},
	{CHUNKED "2\r\n01\r\n3\r\n234\r\n0\r\n\r\n", 65536, "0123", true},
	{LENGTH(1000) "0123456789", 5, "0123", false},
	{PLAIN "0123", 65536, "0123", false},
};

START_TEST(skips_and_keeps_the_first_bytes)
{
	for (size_t i = 0; i < OA_LENGTH(skips); i++) {
		const struct skip_case *test = &skips[i];
		struct session session;
		char kept[4];
		size_t kept_len = 99;
		bool is_reusable = !test->is_reusable;

		open_session(&session, test->bytes, "GET", 0, MEMSTREAM_EOF);
		ck_assert_int_eq(
			oa_http_body_skip(&session.body, test->max, kept, sizeof(kept),
				oa_deadline_in(5), &kept_len, &is_reusable, NULL),
			0);
		ck_assert_uint_eq(kept_len, strlen(test->kept));
		ck_assert_mem_eq(kept, test->kept, kept_len);
		ck_assert(is_reusable == test->is_reusable);
		oa_http_in_free(&session.in);
	}
}
END_TEST

START_TEST(waits_no_longer_than_the_deadline)
{
	struct session session;
	struct oa_error err = {0};
	bool is_reusable;
	char buffer[8];
	size_t len;

	open_session(&session, LENGTH(10) "0123", "GET", 0, MEMSTREAM_QUIET);
	ck_assert_int_eq(
		oa_http_body_try(&session.body, buffer, 8, &len, NULL), OA_STREAM_DONE);
	ck_assert_uint_eq(len, 4);
	ck_assert_int_eq(oa_http_body_try(&session.body, buffer, 8, &len, NULL),
		OA_STREAM_AGAIN);
	ck_assert_int_eq(oa_http_body_skip(&session.body, 65536, NULL, 0,
				 oa_deadline_in(0.02), NULL, &is_reusable, &err),
		-1);
	ck_assert_int_eq(err.layer, OA_LAYER_TIMEOUT);
	oa_http_in_free(&session.in);
}
END_TEST

OA_TEST_MAIN("httpbody", reads_bodies_to_their_end, unknown_codings_are_refused,
	skips_and_keeps_the_first_bytes, waits_no_longer_than_the_deadline)
