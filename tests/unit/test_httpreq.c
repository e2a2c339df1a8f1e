/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/httpreq.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

static const struct oa_secret credentials = {
	.bytes = (char[]){"Basic eA=="}, .len = 10};
static const struct oa_secret smuggling = {.bytes = (char[]){"x\r\nA: b"}, .len = 7};
static const struct oa_http_extra extra = {"X-RequestType", "PING"};
static const struct oa_http_extra bad_name = {"X Y", "PING"};
static const struct oa_http_extra bad_value = {"X-Y", "a\nb"};

static const struct build_case {
	struct oa_http_request request;
	const char *head;
} builds[] = {
	{{.method = "RPC_IN_DATA",
		 .target = "/rpc/rpcproxy.dll?EX1.lab.test:6001",
		 .host = "mail.lab.test",
		 .port = 443,
		 .is_tls = true,
		 .is_rpc = true,
		 .content_length = OA_HTTP_IN_LENGTH,
		 .authorization = &credentials},
		"RPC_IN_DATA /rpc/rpcproxy.dll?EX1.lab.test:6001 HTTP/1.1\r\n"
		"Host: mail.lab.test\r\n"
		"Accept: application/rpc\r\n"
		"Cache-Control: no-cache\r\n"
		"Pragma: No-cache\r\n"
		"User-Agent: MSRPC\r\n"
		"Connection: Keep-Alive\r\n"
		"Content-Length: 1073741824\r\n"
		"Authorization: Basic eA==\r\n"
		"\r\n"},
	{{.method = "GET",
		 .target = "/rpc/healthcheck.htm",
		 .host = "::1",
		 .port = 8443,
		 .is_tls = true,
		 .is_last = true,
		 .content_length = OA_HTTP_NO_LENGTH,
		 .extras = &extra,
		 .extras_len = 1},
		"GET /rpc/healthcheck.htm HTTP/1.1\r\n"
		"Host: [::1]:8443\r\n"
		"User-Agent: oa-plugins\r\n"
		"Connection: close\r\n"
		"X-RequestType: PING\r\n"
		"\r\n"},
	{{.method = "GET",
		 .target = "/",
		 .host = "mail.lab.test",
		 .port = 80,
		 .user_agent = "x/1",
		 .content_length = 0},
		"GET / HTTP/1.1\r\n"
		"Host: mail.lab.test\r\n"
		"User-Agent: x/1\r\n"
		"Connection: Keep-Alive\r\n"
		"Content-Length: 0\r\n"
		"\r\n"},
};

START_TEST(builds_heads)
{
	for (size_t i = 0; i < OA_LENGTH(builds); i++) {
		struct oa_secret head = {0};

		ck_assert_int_eq(
			oa_http_request_build(&builds[i].request, &head, NULL), 0);
		ck_assert_str_eq(head.bytes, builds[i].head);
		ck_assert_uint_eq(head.len, strlen(builds[i].head));
		oa_secret_free(&head);
	}
}
END_TEST

/* Each spoils one argument of a good request. */
static const struct oa_http_request refused[] = {
	{.method = "GET /", .target = "/", .host = "h"},
	{.method = "", .target = "/", .host = "h"},
	{.method = "GET", .target = "/ HTTP/1.1\r\nA: b", .host = "h"},
	{.method = "GET", .target = "/a b", .host = "h"},
	{.method = "GET", .target = "", .host = "h"},
	{.method = "GET", .target = "/", .host = "h\r\nA: b"},
	{.method = "GET", .target = "/", .host = "h/x"},
	{.method = "GET", .target = "/", .host = ""},
	{.method = "GET", .target = "/", .host = "h", .user_agent = "a\nb"},
	{.method = "GET", .target = "/", .host = "h", .authorization = &smuggling},
	{.method = "GET",
		.target = "/",
		.host = "h",
		.extras = &bad_name,
		.extras_len = 1},
	{.method = "GET",
		.target = "/",
		.host = "h",
		.extras = &bad_value,
		.extras_len = 1},
};

START_TEST(lets_nothing_be_smuggled_in)
{
	for (size_t i = 0; i < OA_LENGTH(refused); i++) {
		struct oa_secret head = {0};
		struct oa_error err = {0};

		ck_assert_int_eq(oa_http_request_build(&refused[i], &head, &err), -1);
		ck_assert_int_eq(err.layer, OA_LAYER_USAGE);
		ck_assert_ptr_null(head.bytes);
	}
}
END_TEST

START_TEST(refuses_what_is_too_long)
{
	static char target[70000];
	struct oa_http_request request = {
		.method = "GET", .target = target, .host = "h"};
	struct oa_secret head = {0};
	struct oa_error err = {0};

	memset(target, 'a', sizeof(target) - 1);
	ck_assert_int_eq(oa_http_request_build(&request, &head, &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_USAGE);
}
END_TEST

OA_TEST_MAIN(
	"httpreq", builds_heads, lets_nothing_be_smuggled_in, refuses_what_is_too_long)
