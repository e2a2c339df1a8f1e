/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/session.h"
#include "tests/unit/hex.h"
#include "tests/unit/memsession.h"
#include "tests/unit/runner.h"

static const struct oa_http_request request = {.method = "RPC_OUT_DATA",
	.target = "/rpc/rpcproxy.dll?EX1.lab.test:6001",
	.host = "mail.lab.test",
	.port = 443,
	.is_tls = true,
	.is_rpc = true,
	.content_length = 4};

static void open_session(struct memsession *memory, struct oa_report *report,
	const char *text, enum memstream_end end)
{
	oa_report_init(report);
	memsession_open(memory, report, "OUT", text, strlen(text), end, -1);
}

static void close_session(struct memsession *memory, struct oa_report *report)
{
	oa_session_free(&memory->session);
	/* a second time does no harm */
	oa_session_free(&memory->session);
	oa_report_free(report);
}

static bool begins(const struct memstream *memory, const char *text)
{
	return memory->sent_len >= strlen(text) &&
	       !memcmp(memory->sent, text, strlen(text));
}

START_TEST(sends_head_and_body_together)
{
	struct memsession memory;
	struct oa_report report;

	open_session(&memory, &report, "", MEMSTREAM_QUIET);
	ck_assert_int_eq(oa_session_send(&memory.session, &request, "\x05\0\x14\x03", 4,
				 oa_deadline_in(5), NULL),
		0);
	ck_assert(begins(&memory.memory,
		"RPC_OUT_DATA /rpc/rpcproxy.dll?EX1.lab.test:6001 HTTP/1.1\r\n"));
	ck_assert_mem_eq(memory.memory.sent + memory.memory.sent_len - 8,
		"\r\n\r\n\x05\0\x14\x03", 8);
	close_session(&memory, &report);
}
END_TEST

static const struct secret_case {
	const char *value;
	const char *line; /* in the transcript */
} secrets[] = {
	{"Basic TEFCXGFsaWNlOlg=", "OUT > Authorization: Basic (left out)\n"},
	{"NTLM TlRMTVNTUAADAAAA", "OUT > Authorization: NTLM (left out)\n"},
	{"TEFCXGFsaWNlOlg=", "OUT > Authorization: (left out)\n"},
};

START_TEST(transcript_has_no_secrets)
{
	for (size_t i = 0; i < OA_LENGTH(secrets); i++) {
		struct oa_http_request authorized = request;
		struct oa_secret value = {0};
		struct memsession memory;
		struct oa_report report;

		open_session(&memory, &report, "", MEMSTREAM_QUIET);
		report.is_tracing = true;
		oa_secret_set(&value, secrets[i].value, strlen(secrets[i].value));
		authorized.authorization = &value;
		ck_assert_int_eq(oa_session_send(&memory.session, &authorized, "abcd",
					 4, oa_deadline_in(5), NULL),
			0);
		ck_assert_msg(strstr(report.transcript, secrets[i].line) != NULL, "%s",
			report.transcript);
		ck_assert_ptr_nonnull(
			strstr(report.transcript, "OUT > Host: mail.lab.test\n"));
		ck_assert_ptr_null(strstr(report.transcript, "TEFC"));
		ck_assert_ptr_null(strstr(report.transcript, "TlRM"));
		oa_secret_free(&value);
		close_session(&memory, &report);
	}
}
END_TEST

#define PAGE "HTTP/1.1 401 No\r\n"

static const struct answer_case {
	const char *bytes;
	int status;
	unsigned schemes;
	const char *page;
	bool can_reuse;
} answers[] = {
	{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, 0, "hello", true},
	{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, 0, "", true},
	{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\n\r\n", 204, 0, "", true},
	{"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello", 200,
		0, "hello", false},
	{"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, 0, "hello", false},
	{"HTTP/1.1 200 OK\r\n\r\nuntil the end", 200, 0, "until the end", false},
	{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
		200, 0, "abc", true},
	{PAGE "WWW-Authenticate: NTLM\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
	      "Content-Length: 2\r\n\r\nno",
		401, OA_SCHEME_NTLM | OA_SCHEME_BASIC, "no", true},
};

START_TEST(reads_answers)
{
	for (size_t i = 0; i < OA_LENGTH(answers); i++) {
		const struct answer_case *test = &answers[i];
		struct memsession memory;
		struct oa_report report;
		struct oa_session *session = &memory.session;

		open_session(&memory, &report, test->bytes, MEMSTREAM_EOF);
		ck_assert_int_eq(oa_session_status(session), 0);
		ck_assert_int_eq(
			oa_session_read_head(session, oa_deadline_in(5), NULL), 0);
		ck_assert_int_eq(oa_session_status(session), test->status);
		ck_assert_uint_eq(session->offers.schemes, test->schemes);
		ck_assert_uint_eq(session->page_len, 0);
		ck_assert_int_eq(
			oa_session_read_body(session, "GET", oa_deadline_in(5), NULL),
			0);
		ck_assert_uint_eq(session->page_len, strlen(test->page));
		ck_assert_mem_eq(session->page, test->page, session->page_len);
		ck_assert(session->can_reuse == test->can_reuse);
		close_session(&memory, &report);
	}
}
END_TEST

static const struct bad_case {
	const char *bytes;
	enum memstream_end end;
	enum oa_layer layer;
	bool has_head;
} bads[] = {
	{"", MEMSTREAM_EOF, OA_LAYER_CLOSED, false},
	{"", MEMSTREAM_RESET, OA_LAYER_CLOSED, false},
	{"", MEMSTREAM_QUIET, OA_LAYER_TIMEOUT, false},
	{"SSH-2.0-x\r\n", MEMSTREAM_QUIET, OA_LAYER_HTTP, false},
	{PAGE "WWW-Authenticate: NTLM ====\r\n\r\n", MEMSTREAM_QUIET, OA_LAYER_AUTH,
		true},
	{PAGE "WWW-Authenticate: Basic realm=\"x\r\n\r\n", MEMSTREAM_QUIET,
		OA_LAYER_HTTP, true},
};

START_TEST(tells_bad_heads)
{
	for (size_t i = 0; i < OA_LENGTH(bads); i++) {
		struct memsession memory;
		struct oa_report report;
		struct oa_error err = {0};

		open_session(&memory, &report, bads[i].bytes, bads[i].end);
		ck_assert_int_eq(oa_session_read_head(
					 &memory.session, oa_deadline_in(0.02), &err),
			-1);
		ck_assert_int_eq(err.layer, bads[i].layer);
		ck_assert(memory.session.has_head == bads[i].has_head);
		close_session(&memory, &report);
	}
}
END_TEST

START_TEST(tries_without_waiting)
{
	static const char text[] = "HTTP/1.1 200 OK\r\n\r\n";
	struct memsession memory;
	struct oa_report report;
	struct oa_session *session = &memory.session;

	open_session(&memory, &report, text, MEMSTREAM_QUIET);
	for (size_t len = 0; len < sizeof(text) - 1; len++) {
		memory.memory.len = len;
		ck_assert_int_eq(oa_session_try_head(session, NULL), OA_STREAM_AGAIN);
		ck_assert(!session->has_head);
	}
	memory.memory.len = sizeof(text) - 1;
	ck_assert_int_eq(oa_session_try_head(session, NULL), OA_STREAM_DONE);
	ck_assert_int_eq(oa_session_status(session), 200);
	close_session(&memory, &report);
}
END_TEST

START_TEST(answers_follow_each_other)
{
	struct memsession memory;
	struct oa_report report;
	struct oa_session *session = &memory.session;
	struct oa_deadline until = oa_deadline_in(5);
	char text[64];

	open_session(&memory, &report,
		PAGE "Server: one|x\r\nWWW-Authenticate: NTLM TlRM\r\n"
		     "Content-Length: 3\r\n\r\nabc"
		     "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nde",
		MEMSTREAM_QUIET);
	ck_assert_int_eq(oa_session_read_head(session, until, NULL), 0);
	ck_assert_int_eq(oa_session_read_body(session, "GET", until, NULL), 0);
	ck_assert(oa_session_page_has(session, "bc"));
	ck_assert(!oa_session_page_has(session, "abcd"));
	ck_assert(oa_session_field(session, "server", text, sizeof(text)));
	ck_assert_str_eq(text, "one?x");
	ck_assert_uint_eq(session->offers.ntlm.len, 3);
	ck_assert_int_eq(oa_session_read_head(session, until, NULL), 0);
	ck_assert_uint_eq(session->offers.ntlm.len, 0);
	ck_assert(!oa_session_page_has(session, "bc"));
	ck_assert(!oa_session_field(session, "server", text, sizeof(text)));
	ck_assert_str_eq(text, "");
	ck_assert_int_eq(oa_session_read_body(session, "GET", until, NULL), 0);
	ck_assert(oa_session_page_has(session, "de"));
	close_session(&memory, &report);
}
END_TEST

/* An answer that comes twice must not be taken for that to the next request. */
START_TEST(refuses_what_no_request_asked_for)
{
	static const char *const texts[] = {PAGE "Content-Length: 0\r\n\r\n" PAGE
						 "Content-Length: 0\r\n\r\n",
		PAGE "Content-Length: 2\r\n\r\nabc"};

	for (size_t i = 0; i < OA_LENGTH(texts); i++) {
		struct memsession memory;
		struct oa_report report;
		struct oa_error error = {0};
		struct oa_deadline until = oa_deadline_in(5);

		open_session(&memory, &report, texts[i], MEMSTREAM_QUIET);
		ck_assert_int_eq(oa_session_read_head(&memory.session, until, NULL), 0);
		ck_assert_int_eq(
			oa_session_read_body(&memory.session, "GET", until, NULL), 0);
		ck_assert_int_eq(oa_session_send(&memory.session, &request, NULL, 0,
					 until, &error),
			-1);
		ck_assert_int_eq(error.layer, OA_LAYER_HTTP);
		ck_assert_uint_eq(memory.memory.sent_len, 0);
		close_session(&memory, &report);
	}
}
END_TEST

/* More than is kept, and more than is read at all. */
START_TEST(bounds_the_page)
{
	static char text[200 + 2 * OA_SESSION_SKIP_MAX];
	static const size_t lens[] = {OA_SESSION_PAGE_MAX + 1, 2 * OA_SESSION_SKIP_MAX};

	for (size_t i = 0; i < OA_LENGTH(lens); i++) {
		struct memsession memory;
		struct oa_report report;
		int head_len = snprintf(text, sizeof(text),
			"HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", lens[i]);

		memset(text + head_len, 'x', lens[i]);
		text[(size_t)head_len + lens[i]] = '\0';
		open_session(&memory, &report, text, MEMSTREAM_QUIET);
		ck_assert_int_eq(
			oa_session_read_head(&memory.session, oa_deadline_in(5), NULL),
			0);
		ck_assert_int_eq(oa_session_read_body(&memory.session, "GET",
					 oa_deadline_in(5), NULL),
			0);
		ck_assert_uint_eq(memory.session.page_len, OA_SESSION_PAGE_MAX);
		ck_assert(memory.session.can_reuse == (i == 0));
		close_session(&memory, &report);
	}
}
END_TEST

/* What is left of it would be taken for the answer to the next request. */
START_TEST(an_answer_that_was_not_read_ends_the_connection)
{
	static const char *const texts[] = {"HTTP/1.1 401 Unauthorized\r\nConte",
		"HTTP/1.1 4x1 Unauthorized\r\nContent-Length: 0\r\n\r\n"};

	for (size_t i = 0; i < OA_LENGTH(texts); i++) {
		struct memsession memory;
		struct oa_report report;

		open_session(&memory, &report, texts[i], MEMSTREAM_QUIET);
		ck_assert(memory.session.can_reuse);
		ck_assert_int_eq(oa_session_read_head(
					 &memory.session, oa_deadline_in(0.05), NULL),
			-1);
		ck_assert(!memory.session.can_reuse);
		close_session(&memory, &report);
	}
}
END_TEST

OA_TEST_MAIN("session", an_answer_that_was_not_read_ends_the_connection,
	sends_head_and_body_together, transcript_has_no_secrets, reads_answers,
	tells_bad_heads, tries_without_waiting, answers_follow_each_other,
	refuses_what_no_request_asked_for, bounds_the_page)
