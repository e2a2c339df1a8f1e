/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/http.h"
#include "tests/unit/hex.h"
#include "tests/unit/memstream.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <unistd.h>

#define OK_HEAD "HTTP/1.1 200 Success\r\nContent-Length: 20\r\n\r\n"

static const struct parse_case {
	const char *head;
	int minor, status;
	const char *reason;
	uint64_t content_length;
	size_t fields_len;
	bool keeps_alive;
} parses[] = {
	{OK_HEAD, 1, 200, "Success", 20, 1, true},
	{"HTTP/1.0 503 RPC Error: 6ba\r\n\r\n", 0, 503, "RPC Error: 6ba",
		OA_HTTP_LENGTH_UNKNOWN, 0, false},
	{"HTTP/1.1 401\r\n\r\n", 1, 401, "", OA_HTTP_LENGTH_UNKNOWN, 0, true},
	{"HTTP/1.1 401 \n\n", 1, 401, "", OA_HTTP_LENGTH_UNKNOWN, 0, true},
	{"HTTP/1.1 200 O\xc3\xa4\xff\r\na:b\r\n\r\n", 1, 200, "O\xc3\xa4\xff",
		OA_HTTP_LENGTH_UNKNOWN, 1, true},
	{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\ncontent-length: 5, 5\r\n\r\n", 1, 200,
		"OK", 5, 2, true},
	{"HTTP/1.1 200 OK\r\nConnection: Foo, CLOSE\r\n\r\n", 1, 200, "OK",
		OA_HTTP_LENGTH_UNKNOWN, 1, false},
	{"HTTP/1.0 200 OK\r\nconnection:\tkeep-alive \r\n\r\n", 0, 200, "OK",
		OA_HTTP_LENGTH_UNKNOWN, 1, true},
	{"HTTP/1.7 299 OK\r\nEmpty:\r\n\r\n", 1, 299, "OK", OA_HTTP_LENGTH_UNKNOWN, 1,
		true},
};

START_TEST(parses_heads)
{
	for (size_t i = 0; i < OA_LENGTH(parses); i++) {
		const struct parse_case *test = &parses[i];
		size_t len = strlen(test->head);
		struct oa_http_head head;

		ck_assert_int_eq(oa_http_head_parse(test->head, len, &head, NULL), 0);
		ck_assert_uint_eq(head.len, len);
		ck_assert_int_eq(head.minor, test->minor);
		ck_assert_int_eq(head.status, test->status);
		ck_assert_uint_eq(head.reason.len, strlen(test->reason));
		ck_assert_mem_eq(head.reason.text, test->reason, head.reason.len);
		ck_assert_uint_eq(head.content_length, test->content_length);
		ck_assert_uint_eq(head.fields_len, test->fields_len);
		ck_assert(oa_http_head_keeps_alive(&head) == test->keeps_alive);
	}
}
END_TEST

START_TEST(every_cut_head_wants_more)
{
	static const char text[] = OK_HEAD;
	struct oa_http_head head;

	for (size_t len = 0; len + 1 < sizeof(text); len++)
		ck_assert_int_eq(oa_http_head_parse(text, len, &head, NULL), 1);
}
END_TEST

#define LINE(text) "HTTP/1.1 200 OK\r\n" text "\r\n\r\n"

/* Bytes are counted, since a NUL may be among them. */
#define REFUSED(bytes, rule)                                                           \
	{                                                                              \
		bytes, sizeof(bytes) - 1, rule                                         \
	}

static const struct refusal {
	const char *head;
	size_t len;
	const char *rule;
} refusals[] = {
	REFUSED("\x16\x03\x01\x02", "not HTTP: 16 03 01 02"),
	REFUSED("\r\nHTTP", "not HTTP: 0d 0a 48 54 54 50"),
	REFUSED("HTTQ", "not HTTP: 48 54 54 51"),
	REFUSED("http/1.1 200 OK\r\n\r\n", "not HTTP: 68 74 74 70 2f 31 2e 31"),
	REFUSED("HTTP/2.0 200 OK\r\n\r\n", "HTTP version 2.0, not 1.x"),
	REFUSED("HTTP/11 200 OK\r\n\r\n", "HTTP version missing"),
	REFUSED("HTTP/1.1 20 OK\r\n\r\n", "no three-digit status"),
	REFUSED("HTTP/1.1 2000 OK\r\n\r\n", "no three-digit status"),
	REFUSED("HTTP/1.1 099 OK\r\n\r\n", "no three-digit status"),
	REFUSED("HTTP/1.1  200 OK\r\n\r\n", "no three-digit status"),
	REFUSED("HTTP/1.1\r\n\r\n", "no three-digit status"),
	REFUSED("HTTP/1.1 200 O\0K\r\n\r\n", "NUL in the head"),
	REFUSED(LINE("A: b\rC: d"), "bare CR in the head"),
	REFUSED(LINE("A: b\r"), "bare CR in the head"),
	REFUSED(LINE("A: b\0"), "NUL in the head"),
	REFUSED(LINE("A: b\r\n c"), "folded header line"),
	REFUSED(LINE("nonsense"), "header line without a colon"),
	REFUSED(LINE(": b"), "header line without a name"),
	REFUSED(LINE("A : b"), "header name with a character not allowed"),
	REFUSED(LINE("Content-Length: -1"), "Content-Length is not a number"),
	REFUSED(LINE("Content-Length:"), "Content-Length is not a number"),
	REFUSED(LINE("Content-Length: 9999999999999999999"), "is not a number"),
	REFUSED(LINE("Content-Length: 1\r\nContent-Length: 2"), "contradicts itself"),
	REFUSED(LINE("Content-Length: 1, 2"), "contradicts itself"),
};

START_TEST(refuses_and_names_the_rule)
{
	for (size_t i = 0; i < OA_LENGTH(refusals); i++) {
		const struct refusal *test = &refusals[i];
		struct oa_error err = {0};
		struct oa_http_head head;

		ck_assert_int_eq(
			oa_http_head_parse(test->head, test->len, &head, &err), -1);
		ck_assert_int_eq(err.layer, OA_LAYER_HTTP);
		ck_assert_msg(strstr(err.text, test->rule) != NULL, "%s: %s",
			test->rule, err.text);
	}
}
END_TEST

START_TEST(bounds_the_number_of_lines)
{
	for (size_t lines = 100; lines <= 101; lines++) {
		char text[1024] = "HTTP/1.1 200 OK\r\n";
		struct oa_error err = {0};
		struct oa_http_head head;

		for (size_t i = 0; i < lines; i++)
			strncat(text, "A: b\r\n", sizeof(text) - strlen(text) - 1);
		strncat(text, "\r\n", sizeof(text) - strlen(text) - 1);
		ck_assert_int_eq(oa_http_head_parse(text, strlen(text), &head, &err),
			lines == 100 ? 0 : -1);
	}
}
END_TEST

START_TEST(finds_fields)
{
	static const char text[] = LINE("A: 1\r\nB: x\r\na: 2\r\nAb: 3");
	const struct oa_http_field *field;
	struct oa_http_head head;

	ck_assert_int_eq(oa_http_head_parse(text, sizeof(text) - 1, &head, NULL), 0);
	field = oa_http_head_next(&head, "a", NULL);
	ck_assert_ptr_nonnull(field);
	ck_assert_mem_eq(field->value.text, "1", 1);
	field = oa_http_head_next(&head, "A", field);
	ck_assert_ptr_nonnull(field);
	ck_assert_mem_eq(field->value.text, "2", 1);
	ck_assert_ptr_null(oa_http_head_next(&head, "a", field));
	ck_assert_ptr_null(oa_http_head_next(&head, "c", NULL));
}
END_TEST

static const struct list_case {
	const char *head;
	const char *token;
	bool is_listed;
} lists[] = {
	{LINE("L: a, b"), "B", true},
	{LINE("L: a\r\nL: b"), "b", true},
	{LINE("L: ,, b;q=1"), "b", true},
	{LINE("L: ab"), "b", false},
	{LINE("L: a b"), "b", false},
	{LINE("L:"), "b", false},
};

START_TEST(finds_tokens_in_lists)
{
	for (size_t i = 0; i < OA_LENGTH(lists); i++) {
		struct oa_http_head head;

		ck_assert_int_eq(oa_http_head_parse(lists[i].head,
					 strlen(lists[i].head), &head, NULL),
			0);
		ck_assert(oa_http_head_lists(&head, "l", lists[i].token) ==
			  lists[i].is_listed);
	}
}
END_TEST

#define CONTINUE   "HTTP/1.1 100 Continue\r\n\r\n"
#define FOUR(text) text text text text

static const struct read_case {
	const char *bytes;
	enum memstream_end end;
	enum oa_layer layer; /* OA_LAYER_NONE: a head is read */
	const char *text;    /* of the error, or what is left behind the head */
	unsigned interim_count;
} reads[] = {
	{OK_HEAD, MEMSTREAM_EOF, OA_LAYER_NONE, "", 0},
	{OK_HEAD "body", MEMSTREAM_QUIET, OA_LAYER_NONE, "body", 0},
	{CONTINUE CONTINUE OK_HEAD "x", MEMSTREAM_EOF, OA_LAYER_NONE, "x", 2},
	{"HTTP/1.1 101 Switching\r\n\r\nx", MEMSTREAM_EOF, OA_LAYER_NONE, "x", 0},
	{"", MEMSTREAM_EOF, OA_LAYER_CLOSED, "closed before any answer", 0},
	{CONTINUE, MEMSTREAM_EOF, OA_LAYER_CLOSED, "after an interim response", 0},
	{"HTTP/1.1 200", MEMSTREAM_EOF, OA_LAYER_HTTP, "after 12 bytes of a head", 0},
	{"", MEMSTREAM_RESET, OA_LAYER_CLOSED, "reset", 0},
	{"", MEMSTREAM_QUIET, OA_LAYER_TIMEOUT, "no answer in time", 0},
	{CONTINUE, MEMSTREAM_QUIET, OA_LAYER_TIMEOUT, "after an interim response", 0},
	{"HTTP/1.1 200", MEMSTREAM_QUIET, OA_LAYER_TIMEOUT, "after 12 bytes of a head",
		0},
	{"SSH-2.0", MEMSTREAM_QUIET, OA_LAYER_HTTP, "not HTTP", 0},
	{FOUR(FOUR(CONTINUE)) CONTINUE, MEMSTREAM_EOF, OA_LAYER_HTTP,
		"more than 16 interim responses", 0},
};

static void check_read(const struct read_case *test, size_t piece, bool hesitates)
{
	struct memstream memory = {.bytes = (const uint8_t *)test->bytes,
		.len = strlen(test->bytes),
		.piece = piece,
		.hesitates = hesitates,
		.end = test->end};
	/* a test that waits in vain shall not wait long */
	bool waits = test->layer == OA_LAYER_TIMEOUT;
	struct oa_stream stream = memstream_open(
		&memory, waits ? -1 : memstream_ready_fd());
	struct oa_error err = {0};
	struct oa_http_head head;
	struct oa_http_in in;

	oa_http_in_init(&in, &stream);
	if (waits)
		stream.fd = in.stream.fd = -1;
	ck_assert_int_eq(
		oa_http_head_read(&in, oa_deadline_in(waits ? 0.02 : 5), &head, &err),
		test->layer == OA_LAYER_NONE ? 0 : -1);
	ck_assert_int_eq(err.layer, test->layer);
	if (test->layer != OA_LAYER_NONE) {
		ck_assert_msg(strstr(err.text, test->text) != NULL, "%s", err.text);
	} else {
		size_t left = oa_http_in_left(&in);

		ck_assert_uint_eq(head.interim_count, test->interim_count);
		ck_assert_uint_le(left, strlen(test->text));
		ck_assert_mem_eq(oa_http_in_bytes(&in), test->text, left);
		oa_http_head_free(&head);
	}
	oa_http_in_free(&in);
}

START_TEST(reads_heads_from_a_stream)
{
	for (size_t i = 0; i < OA_LENGTH(reads); i++) {
		check_read(&reads[i], 0, false);
		check_read(&reads[i], 1, false);
		if (reads[i].layer != OA_LAYER_TIMEOUT)
			check_read(&reads[i], 7, true);
	}
}
END_TEST

START_TEST(refuses_a_head_over_64_kib)
{
	static uint8_t text[OA_HTTP_HEAD_MAX + 10];
	struct memstream memory = {.bytes = text, .len = sizeof(text)};
	struct oa_stream stream = memstream_open(&memory, -1);
	struct oa_error err = {0};
	struct oa_http_head head;
	struct oa_http_in in;

	memset(text, 'a', sizeof(text));
	memcpy(text, "HTTP/1.1 200 ", 13);
	oa_http_in_init(&in, &stream);
	ck_assert_int_eq(oa_http_head_read(&in, oa_deadline_in(5), &head, &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_HTTP);
	ck_assert_str_eq(err.text, "head over 64 KiB");
	oa_http_in_free(&in);
}
END_TEST

START_TEST(try_does_not_wait)
{
	static const char text[] = OK_HEAD;
	struct memstream memory = {
		.bytes = (const uint8_t *)text, .len = 10, .end = MEMSTREAM_QUIET};
	struct oa_stream stream = memstream_open(&memory, -1);
	struct oa_http_head head;
	struct oa_http_in in;

	oa_http_in_init(&in, &stream);
	ck_assert_int_eq(oa_http_head_try(&in, &head, NULL), OA_STREAM_AGAIN);
	memory.len = sizeof(text) - 1;
	ck_assert_int_eq(oa_http_head_try(&in, &head, NULL), OA_STREAM_DONE);
	ck_assert_int_eq(head.status, 200);
	oa_http_head_free(&head);
	oa_http_in_free(&in);
}
END_TEST

OA_TEST_MAIN("http", parses_heads, every_cut_head_wants_more,
	refuses_and_names_the_rule, bounds_the_number_of_lines, finds_fields,
	finds_tokens_in_lists, reads_heads_from_a_stream, refuses_a_head_over_64_kib,
	try_does_not_wait)
