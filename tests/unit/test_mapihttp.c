/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/mapihttp.h"
#include "tests/unit/runner.h"

#include <string.h>

/* What stands before the content, and what is read from it. */
static const struct {
	const char *text;
	int result;
	bool is_done;
	unsigned pending;
	int code; /* -1: none */
	double elapsed_ms;
	const char *content; /* NULL: none */
} bodies[] = {
	{"PROCESSING\r\nDONE\r\nX-ElapsedTime: 5\r\n\r\nrest", 0, true, 0, -1, 5,
		"rest"},
	{"PROCESSING\r\nPENDING\r\nPENDING\r\nDONE\r\nX-ResponseCode: 10\r\n\r\n", 0,
		true, 2, 10, -1, NULL},
	{"DONE\nx-responsecode:0\n\nab", 0, true, 0, 0, -1, "ab"},
	{"PROCESSING\r\n\r\n", 0, false, 0, -1, -1, NULL},
	{"DONE\r\nX-ResponseCode: ten\r\nX-ElapsedTime:\r\n\r\n", 0, true, 0, -1, -1,
		NULL},
	{"DONE\r\nX-ResponseCode: 9999999999\r\n\r\n", 0, true, 0, -1, -1, NULL},
	{"plain content", 0, false, 0, -1, -1, "plain content"},
	{"", 0, false, 0, -1, -1, NULL},
	{"PROCESSING\r\nDONE\r\nX-ElapsedTime: 5\r\n", -1, false, 0, -1, -1, NULL},
	{"PROCESSING", -1, false, 0, -1, -1, NULL},
};

START_TEST(bodies_are_read)
{
	for (size_t i = 0; i < OA_LENGTH(bodies); i++) {
		struct oa_mapi_body body = {.code = 77};
		struct oa_error error = {0};
		int result = oa_mapi_body_parse(
			bodies[i].text, strlen(bodies[i].text), &body, &error);

		ck_assert_msg(result == bodies[i].result, "%zu", i);
		if (result < 0) {
			ck_assert_int_eq(error.layer, OA_LAYER_HTTP);
			ck_assert_uint_eq(body.code, 77);
			continue;
		}
		ck_assert_msg(body.is_done == bodies[i].is_done, "%zu", i);
		ck_assert_uint_eq(body.pending, bodies[i].pending);
		ck_assert_msg(body.has_code == (bodies[i].code >= 0), "%zu", i);
		if (body.has_code)
			ck_assert_int_eq((int)body.code, bodies[i].code);
		ck_assert_double_eq(body.elapsed_ms, bodies[i].elapsed_ms);
		ck_assert_msg(!body.content == !bodies[i].content, "%zu", i);
		if (body.content)
			ck_assert_mem_eq(
				body.content, bodies[i].content, body.content_len);
	}
}
END_TEST

START_TEST(tags_without_end_are_refused)
{
	static const char tag[] = "PENDING\r\n";
	char text[sizeof(tag) * 1000] = "";
	struct oa_mapi_body body;

	for (size_t i = 0; i < 1000; i++)
		memcpy(text + i * (sizeof(tag) - 1), tag, sizeof(tag));
	ck_assert_int_eq(oa_mapi_body_parse(text, strlen(text), &body, NULL), -1);
}
END_TEST

/* An answer to Connect: status, error, three numbers, "/o=LAB", "Al". */
static const uint8_t connected[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3,
	0, 0, 0, '/', 'o', '=', 'L', 'A', 'B', 0, 'A', 0, 'l', 0, 0, 0, 0, 0, 0, 0};

START_TEST(connect_is_read)
{
	struct oa_mapi_connected answer;
	uint8_t refused[sizeof(connected)];

	ck_assert_int_eq(
		oa_mapi_connected_parse(connected, sizeof(connected), &answer, NULL),
		0);
	ck_assert_uint_eq(answer.status, 0);
	ck_assert_uint_eq(answer.error, 0);
	ck_assert_str_eq(answer.display_name, "Al");
	memcpy(refused, connected, sizeof(connected));
	refused[5] = 4;
	ck_assert_int_eq(
		oa_mapi_connected_parse(refused, sizeof(refused), &answer, NULL), 0);
	ck_assert_uint_eq(answer.error, 0x400);
	refused[0] = 3;
	ck_assert_int_eq(oa_mapi_connected_parse(refused, 4, &answer, NULL), 0);
	ck_assert_uint_eq(answer.status, 3);
}
END_TEST

START_TEST(connect_may_end_in_the_name_but_not_before)
{
	struct oa_mapi_connected answer = {.status = 77};

	for (size_t len = 0; len < 27; len++)
		ck_assert_msg(
			oa_mapi_connected_parse(connected, len, &answer, NULL) < 0,
			"%zu", len);
	ck_assert_uint_eq(answer.status, 77);
	ck_assert_int_eq(oa_mapi_connected_parse(connected, 29, &answer, NULL), 0);
	ck_assert_str_eq(answer.display_name, "A");
}
END_TEST

START_TEST(disconnect_is_read)
{
	static const uint8_t good[12] = {0}, bad[4] = {5};
	static const uint8_t error[8] = {0, 0, 0, 0, 9};
	uint32_t number = 77;

	ck_assert_int_eq(oa_mapi_disconnected_parse(good, 12, &number, NULL), 0);
	ck_assert_uint_eq(number, 0);
	ck_assert_int_eq(oa_mapi_disconnected_parse(bad, 4, &number, NULL), 0);
	ck_assert_uint_eq(number, 5);
	ck_assert_int_eq(oa_mapi_disconnected_parse(error, 8, &number, NULL), 0);
	ck_assert_uint_eq(number, 9);
	ck_assert_int_eq(oa_mapi_disconnected_parse(good, 7, &number, NULL), -1);
	ck_assert_uint_eq(number, 9);
}
END_TEST

START_TEST(requests_are_written)
{
	static const uint8_t expected[] = {'/', 'o', '=', 'L', 0, 0, 0, 0, 0, 0xe4, 4,
		0, 0, 9, 4, 0, 0, 9, 4, 0, 0, 0, 0, 0, 0};
	uint8_t buffer[64];
	struct oa_writer out = oa_writer(buffer, sizeof(buffer));

	oa_mapi_write_connect(&out, "/o=L");
	ck_assert_uint_eq(out.len, sizeof(expected));
	ck_assert_mem_eq(buffer, expected, sizeof(expected));
	out = oa_writer(buffer, 8);
	oa_mapi_write_connect(&out, "/o=L");
	ck_assert(out.bad);
	out = oa_writer(buffer, sizeof(buffer));
	oa_mapi_write_disconnect(&out);
	ck_assert_uint_eq(out.len, 4);
}
END_TEST

START_TEST(codes_have_names)
{
	ck_assert_str_eq(oa_mapi_code_name(OA_MAPI_SUCCESS), "success");
	ck_assert_str_eq(oa_mapi_code_name(OA_MAPI_DISABLED), "endpoint disabled");
	ck_assert_str_eq(oa_mapi_code_name(OA_MAPI_SHUTTING), "endpoint shutting down");
	ck_assert_str_eq(oa_mapi_code_name(14), "not in the specification");
	ck_assert_str_eq(oa_mapi_code_name(4000000000u), "not in the specification");
}
END_TEST

OA_TEST_MAIN("mapihttp", bodies_are_read, tags_without_end_are_refused, connect_is_read,
	connect_may_end_in_the_name_but_not_before, disconnect_is_read,
	requests_are_written, codes_have_names)
