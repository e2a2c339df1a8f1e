/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/plainhttp.h"
#include "tests/unit/hex.h"
#include "tests/unit/loopback.h"
#include "tests/unit/runner.h"

#include <string.h>

#define HEAD(status) "HTTP/1.1 " status " x\r\nContent-Length: 0\r\n"
#define NTLM         "WWW-Authenticate: NTLM\r\n"
#define BASIC        "WWW-Authenticate: Basic realm=\"x\"\r\n"

/* What the port answers, and what the report then says. */
static const struct {
	const char *answer; /* NULL for an end without answer */
	size_t steps;
	enum oa_code code;
	const char *text; /* part of it */
} cases[] = {
	{HEAD("401") BASIC "\r\n", 1, OA_CODE_HTTP_PLAIN_BASIC, "plain http"},
	{HEAD("401") NTLM BASIC "\r\n", 1, OA_CODE_HTTP_PLAIN_BASIC, "plain http"},
	{HEAD("401") NTLM "\r\n", 1, OA_CODE_OK,
		"answers 401 without TLS (offers NTLM)"},
	{HEAD("200") "\r\n", 1, OA_CODE_OK, "answers 200 without TLS (offers nothing)"},
	{HEAD("403") "\r\n", 1, OA_CODE_OK, "without TLS: 403"},
	{HEAD("301") "\r\n", 1, OA_CODE_OK, "without TLS: 301"},
	{"nonsense\r\n\r\n", 0, OA_CODE_OK, ""},
	{NULL, 0, OA_CODE_OK, ""},
};

static void serve(int fd, void *handle)
{
	const char *answer = handle;
	char request[4096];
	ssize_t got = recv(fd, request, sizeof(request) - 1, 0);

	request[got > 0 ? got : 0] = '\0';
	ck_assert_ptr_eq(
		strstr(request, "GET /rpc/rpcproxy.dll HTTP/1.1\r\n"), request);
	ck_assert_ptr_null(strstr(request, "Authorization"));
	if (answer)
		(void)!send(fd, answer, strlen(answer), MSG_NOSIGNAL);
}

static void look(uint16_t port, struct oa_report *report)
{
	static const char *const addresses[] = {"127.0.0.1"};
	struct oa_target target = {
		.host = "mail.lab.test", .port = 443, .path = "/rpc/rpcproxy.dll"};
	struct oa_front front = {.target = &target,
		.report = report,
		.how = {.host = "mail.lab.test",
			.port = 443,
			.address = addresses,
			.address_count = 1}};

	oa_report_init(report);
	oa_facts_set(&report->facts, "host", "mail.lab.test");
	oa_plain_look(&front, port, oa_deadline_in(5));
}

START_TEST(answers_are_judged)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		union {
			const char *in;
			void *out;
		} handle = {.in = cases[i].answer};
		struct loopback server = {.serve = serve, .handle = handle.out};
		struct oa_report report;

		loopback_start(&server);
		look(server.port, &report);
		ck_assert_msg(report.step_count == cases[i].steps, "%zu", i);
		if (cases[i].steps) {
			ck_assert_int_eq(report.steps[0].code, cases[i].code);
			ck_assert_ptr_nonnull(
				strstr(report.steps[0].text, cases[i].text));
		}
		oa_report_free(&report);
		loopback_stop(&server);
	}
}
END_TEST

START_TEST(closed_port_is_healthy)
{
	struct oa_report report;

	look(loopback_closed_port(), &report);
	ck_assert_uint_eq(report.step_count, 0);
	oa_report_free(&report);
}
END_TEST

OA_TEST_MAIN("plainhttp", answers_are_judged, closed_port_is_healthy)
