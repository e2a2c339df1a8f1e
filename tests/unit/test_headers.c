/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/headers.h"
#include "tests/unit/hex.h"
#include "tests/unit/memsession.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *value;
	const char *text;
} contexts[] = {
	{"BackEnd;401;VW5hdXRob3JpemVk;;;", "BackEnd;401;Unauthorized;;;"},
	{"FrontEnd;500;SW50ZXJuYWwgU2VydmVyIEVycm9y;YQpifGM=;x",
		"FrontEnd;500;Internal Server Error;a?b?c;x"},
	{"VW5hdXRob3JpemVk;VW5hdXRob3JpemVk", "VW5hdXRob3JpemVk;VW5hdXRob3JpemVk"},
	{"BackEnd;401;Unauthorized", "BackEnd;401;Unauthorized"},
	{"BackEnd;401;AAECAwQFBgcI", "BackEnd;401;AAECAwQFBgcI"},
	{"BackEnd;401;VW5hdXRob3JpemV", "BackEnd;401;VW5hdXRob3JpemV"},
	{"FrontEnd;500;Tm8=;;", "FrontEnd;500;No;;"},
	{"FrontEnd;500;Tm9w;7;=", "FrontEnd;500;Tm9w;7;="},
	{"", ""},
	{";", ";"},
	{"a|b\x01", "a?b?"},
};

START_TEST(decodes_failure_contexts)
{
	for (size_t i = 0; i < OA_LENGTH(contexts); i++) {
		char text[200];

		oa_headers_failure(contexts[i].value, strlen(contexts[i].value), text,
			sizeof(text));
		ck_assert_str_eq(text, contexts[i].text);
	}
}
END_TEST

/* 900 times "0", of which the beginning is shown. */
START_TEST(decodes_the_beginning_of_what_is_long)
{
	char value[1300] = "BackEnd;500;", text[1024];
	size_t len = strlen(value);

	for (size_t i = 0; i < 300; i++, len += 4)
		memcpy(value + len, "MDAw", 4);
	oa_headers_failure(value, len, text, sizeof(text));
	ck_assert_uint_gt(strlen(text), 700);
	ck_assert_uint_eq(strspn(text + 12, "0"), strlen(text) - 12);
}
END_TEST

static const struct {
	const char *head;
	const char *speaker;
	int first_year, last_year; /* of the build; last 0: no limit */
} heads[] = {
	{"Server: Microsoft-HTTPAPI/2.0\r\n", "http.sys", 0, 0},
	{"Server: Microsoft-IIS/7.5\r\n", "IIS", 0, 0},
	{"Server: Microsoft-IIS/7.5\r\nX-OWA-Version: 14.3.123.4\r\n", "IIS", 2010,
		2010},
	{"Server: Microsoft-IIS/10.0\r\nX-FEServer: EX1\r\n", "Exchange front end EX1",
		2013, 0},
	{"X-FEServer: EX1\r\nX-OWA-Version: 15.2.1544.4\r\n", "Exchange front end EX1",
		2019, 2019},
	{"X-FEServer: EX1\r\nX-OWA-Version: none\r\n", "Exchange front end EX1", 2013,
		0},
	{"X-CasErrorCode: ServerNotFound\r\n", "Exchange front end", 0, 0},
	{"Server: nginx/1.22\r\n", "device nginx/1.22", 0, 0},
	{"", "unknown device", 0, 0},
};

static void read_head(struct memsession *memory, struct oa_report *report, char *text,
	size_t size, const char *head, int fd)
{
	snprintf(text, size, "HTTP/1.1 401 No\r\nContent-Length: 0\r\n%s\r\n", head);
	memsession_open(memory, report, "GET", text, strlen(text), MEMSTREAM_EOF, fd);
	ck_assert_int_eq(
		oa_session_read_head(&memory->session, oa_deadline_in(5), NULL), 0);
}

START_TEST(tells_speaker_and_build)
{
	int fd = memsession_ready_fd();

	for (size_t i = 0; i < OA_LENGTH(heads); i++) {
		struct memsession memory;
		struct oa_report report;
		struct oa_build build;
		char text[400], name[64];

		oa_report_init(&report);
		read_head(&memory, &report, text, sizeof(text), heads[i].head, fd);
		oa_headers_speaker(&memory.session, name, sizeof(name));
		ck_assert_str_eq(name, heads[i].speaker);
		build = oa_headers_build(&memory.session);
		ck_assert_int_eq(build.first_year, heads[i].first_year);
		if (heads[i].last_year)
			ck_assert_int_eq(build.last_year, heads[i].last_year);
		oa_session_free(&memory.session);
		oa_report_free(&report);
	}
	close(fd);
}
END_TEST

START_TEST(describes_what_names_servers)
{
	int fd = memsession_ready_fd();
	struct memsession memory;
	struct oa_report report;
	struct oa_step *step;
	char text[400];

	oa_report_init(&report);
	read_head(&memory, &report, text, sizeof(text),
		"X-FEServer: EX1\r\nX-BEServer: EX2\r\nX-DiagInfo: EX3\r\n"
		"X-CalculatedBETarget: ex2.lab.test\r\nX-Unknown: 1\r\n"
		"X-FailureContext: BackEnd;401;VW5hdXRob3JpemVk;;;\r\n"
		"X-OWA-Version: 15.1.2507.39\r\n",
		fd);
	step = oa_report_ok(&report, OA_HOP_HTTP, NULL, -1, "x");
	oa_describe_answer(step, &memory.session);
	ck_assert_str_eq(step->details,
		"HTTP/1.1 401 No\nwritten by: Exchange front end EX1\n"
		"X-FEServer: EX1\nX-BEServer: EX2\n"
		"X-CalculatedBETarget: ex2.lab.test\nX-DiagInfo: EX3\n"
		"X-FailureContext: BackEnd;401;Unauthorized;;;\n"
		"X-OWA-Version: 15.1.2507.39, Exchange 2016 CU23: the target is a "
		"mailbox, guid@domain\n");
	oa_session_free(&memory.session);
	oa_report_free(&report);
	close(fd);
}
END_TEST

OA_TEST_MAIN("headers", decodes_failure_contexts, decodes_the_beginning_of_what_is_long,
	tells_speaker_and_build, describes_what_names_servers)
