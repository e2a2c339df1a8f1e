/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/trial.h"
#include "common/probe/frontopen.h"
#include "tests/unit/hex.h"
#include "tests/unit/loopback.h"
#include "tests/unit/runner.h"

#include <string.h>

#define LEN  "Content-Length: 0\r\n"
#define IIS  "Server: Microsoft-IIS/10.0\r\n"
#define FE   IIS "X-FEServer: EX1\r\n"
#define LIST "WWW-Authenticate: Basic realm=\"x\"\r\n"
#define END  "\r\n"

/* clang-format off */

/* The answer to a proof, and what it comes to. */
static const struct answer {
	const char *bytes;
	enum oa_trial_by by;
	enum oa_trial_result result;
	enum oa_code code; /* of the finding */
} answers[] = {
	{"HTTP/1.1 200 OK\r\n" IIS LEN END, OA_BY_OUT_ECHO, OA_TRIAL_ACCEPTED,
		OA_CODE_OK},
	{"HTTP/1.1 200 OK\r\n" IIS LEN END, OA_BY_IN_ECHO, OA_TRIAL_ACCEPTED,
		OA_CODE_OK},
	{"HTTP/1.1 200 OK\r\n" IIS LEN END, OA_BY_AUTODISCOVER, OA_TRIAL_ACCEPTED,
		OA_CODE_OK},
	{"HTTP/1.1 401 No\r\n" IIS LIST LEN END, OA_BY_OUT_ECHO, OA_TRIAL_REFUSED,
		OA_CODE_AUTH_REJECTED},
	{"HTTP/1.1 401 No\r\n" FE LIST "X-FailureContext: BackEnd;401;x\r\n" LEN END,
		OA_BY_OUT_ECHO, OA_TRIAL_BROKEN, OA_CODE_BACKEND_LOGON_REFUSED},
	{"HTTP/1.1 403 No\r\n" IIS LEN END, OA_BY_OUT_ECHO, OA_TRIAL_FORBIDDEN,
		OA_CODE_HTTP_FORBIDDEN},
	{"HTTP/1.1 404 No\r\n" FE LEN END, OA_BY_OUT_ECHO, OA_TRIAL_ACCEPTED,
		OA_CODE_OK},
	{"HTTP/1.1 404 No\r\n" FE LEN END, OA_BY_AUTODISCOVER, OA_TRIAL_BROKEN,
		OA_CODE_RPC_TARGET_INVALID},
	{"HTTP/1.1 404 No\r\n" IIS LEN END, OA_BY_OUT_ECHO, OA_TRIAL_BROKEN,
		OA_CODE_HTTP_HANDLER_MISSING},
	{"HTTP/1.1 503 RPC Error: 6ba\r\n" IIS LEN END, OA_BY_OUT_ECHO,
		OA_TRIAL_ACCEPTED, OA_CODE_OK},
	{"HTTP/1.1 503 RPC Error: 52e\r\n" IIS LEN END, OA_BY_OUT_ECHO,
		OA_TRIAL_REFUSED, OA_CODE_AUTH_REJECTED},
	{"HTTP/1.1 503 RPC Error: 775\r\n" IIS LEN END, OA_BY_OUT_ECHO,
		OA_TRIAL_BROKEN, OA_CODE_AUTH_ACCOUNT_UNUSABLE},
	{"nonsense\r\n\r\n", OA_BY_OUT_ECHO, OA_TRIAL_BROKEN, OA_CODE_HTTP_MALFORMED},
	{"", OA_BY_OUT_ECHO, OA_TRIAL_BROKEN, OA_CODE_HTTP_NO_ANSWER},
	{"HTTP/1.1 401 No\r\n" IIS LIST LEN END, OA_BY_CONN_A1, OA_TRIAL_REFUSED,
		OA_CODE_AUTH_REJECTED},
};

/* clang-format on */

/* What the server says and has heard. */
struct server {
	const char *answer; /* NULL for silence */
	char request[4096];
};

static void serve(int fd, void *handle)
{
	struct server *server = handle;
	ssize_t got = recv(fd, server->request, sizeof(server->request) - 1, 0);

	server->request[got > 0 ? got : 0] = '\0';
	if (server->answer)
		ck_assert_int_ge(
			send(fd, server->answer, strlen(server->answer), MSG_NOSIGNAL),
			0);
	else
		(void)!recv(fd, server->request, 1, 0);
}

/* Runs one trial against an answer. */
static void try_answer(struct server *heard, struct oa_trial *trial)
{
	struct loopback server = {.serve = serve, .handle = heard};
	struct oa_target target = {.host = "127.0.0.1",
		.address = "127.0.0.1",
		.path = "/rpc/rpcproxy.dll",
		.no_tls = true,
		.who.user = "alice",
		.auth = OA_AUTH_BASIC};
	struct oa_report report;
	struct oa_front front;

	loopback_start(&server);
	target.port = server.port;
	oa_secret_set(&target.who.password, "hunter2", 7);
	oa_report_init(&report);
	report.is_tracing = true;
	ck_assert_int_eq(oa_front_init(&front, &target, &report, oa_deadline_in(5)), 0);
	trial->scheme = OA_SCHEME_BASIC;
	trial->query = "EX1:6001";
	trial->patience = 0.1;
	oa_trial_run(&front, trial, oa_deadline_in(5));
	for (size_t i = 0; i < report.step_count; i++)
		ck_assert_int_eq(report.steps[i].state, OA_STATE_OK);
	ck_assert_ptr_null(strstr(report.transcript, "hunter2"));
	ck_assert_ptr_null(strstr(report.transcript, "YWxpY2U6aHVudGVyMg"));
	oa_front_free(&front);
	oa_report_free(&report);
	oa_secret_free(&target.who.password);
	loopback_stop(&server);
}

START_TEST(answers_have_results)
{
	for (size_t i = 0; i < OA_LENGTH(answers); i++) {
		struct server heard = {.answer = answers[i].bytes};
		struct oa_trial trial = {.by = answers[i].by};

		try_answer(&heard, &trial);
		ck_assert_msg(
			trial.result == answers[i].result, "%zu: %d", i, trial.result);
		ck_assert_msg(trial.finding.code == answers[i].code, "%zu: %s", i,
			oa_diagnosis(trial.finding.code)->name);
		ck_assert_int_eq(oa_trial_is_refused(&trial),
			answers[i].result == OA_TRIAL_REFUSED);
		ck_assert_str_eq(oa_trial_name(&trial), "Basic");
		ck_assert_ptr_nonnull(strstr(heard.request, "Authorization: Basic "));
		oa_trial_free(&trial);
	}
}
END_TEST

static const struct {
	enum oa_trial_by by;
	const char *line;
	const char *length;
} requests[] = {
	{OA_BY_OUT_ECHO, "RPC_OUT_DATA /rpc/rpcproxy.dll?EX1:6001 HTTP/1.1\r\n",
		"Content-Length: 4\r\n"},
	{OA_BY_IN_ECHO, "RPC_IN_DATA /rpc/rpcproxy.dll?EX1:6001 HTTP/1.1\r\n",
		"Content-Length: 4\r\n"},
	{OA_BY_CONN_A1, "RPC_OUT_DATA /rpc/rpcproxy.dll?EX1:6001 HTTP/1.1\r\n",
		"Content-Length: 76\r\n"},
	{OA_BY_AUTODISCOVER, "GET /autodiscover/autodiscover.xml HTTP/1.1\r\n", ""},
};

START_TEST(requests_announce_nothing)
{
	for (size_t i = 0; i < OA_LENGTH(requests); i++) {
		struct server heard = {.answer = answers[0].bytes};
		struct oa_trial trial = {.by = requests[i].by};

		try_answer(&heard, &trial);
		ck_assert_ptr_eq(
			strstr(heard.request, requests[i].line), heard.request);
		ck_assert_ptr_nonnull(strstr(heard.request, requests[i].length));
		oa_trial_free(&trial);
	}
}
END_TEST

/* An OUT channel may wait for its IN. */
START_TEST(silence_refuses_no_channel)
{
	struct server heard = {.answer = NULL};
	struct oa_trial trial = {.by = OA_BY_CONN_A1};

	try_answer(&heard, &trial);
	ck_assert_int_eq(trial.result, OA_TRIAL_ACCEPTED);
	ck_assert_double_lt(trial.seconds, 3);
	oa_trial_free(&trial);
}
END_TEST

OA_TEST_MAIN("trial", answers_have_results, requests_announce_nothing,
	silence_refuses_no_channel)
