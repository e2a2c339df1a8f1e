/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The source itself, so that every row of its decision table can be seen to be
 * reached. */
#include "common/base/array.h"
#include "common/probe/http_rules.c"

#include "tests/unit/hex.h"
#include "tests/unit/loopback.h"
#include "tests/unit/memsession.h"
#include "tests/unit/runner.h"

#include <stdlib.h>

#define SYS         "Server: Microsoft-HTTPAPI/2.0\r\n"
#define IIS_10      "Server: Microsoft-IIS/10.0\r\n"
#define FRONT       IIS_10 "X-FEServer: EX1\r\n"
#define NGINX       "Server: nginx\r\n"
#define CAS(x)      "X-CasErrorCode: " x "\r\n"
#define BASIC       "WWW-Authenticate: Basic realm=\"x\"\r\n"
#define NTLM        "WWW-Authenticate: NTLM\r\n"
#define NTLM_2      "WWW-Authenticate: NTLM TlRMTVNTUAACAAAA\r\n"
#define NEGOTIATE   "WWW-Authenticate: Negotiate\r\n"
#define NEGOTIATE_2 "WWW-Authenticate: Negotiate TlRMTVNTUAACAAAA\r\n"
#define GUID        "11111111-2222-3333-4444-555555555555@lab.test"
#define END         "\r\n"
#define NO_RULE     (-1)
#define REDIRECT    "HTTP/1.1 302 Found\r\nLocation: "

/* clang-format off */

/* One answer, what is known around it, and what it means. */
static const struct judgement {
	const char *answer; /* head and page as they come */
	enum oa_code code;
	enum oa_ask ask;
	bool was_proven;    /* this request carried the proof */
	bool was_accepted;  /* the logon was accepted before */
	bool was_served;    /* IIS has answered before */
	bool no_binding;    /* --no-channel-binding */
	unsigned scheme;    /* decided upon */
	bool had_ticket;    /* of Kerberos */
	const char *server; /* in the query */
	int get, echo, autodiscover, owa, by_address; /* looks: status */
	int again;                                    /* status of another echo */
} judgements[] = {
	{.answer = "HTTP/1.1 407 No\r\n" NGINX END,
		.code = OA_CODE_MONITOR_PROXY_REFUSED},

	{.answer = "HTTP/1.1 400 No\r\n" SYS END "Bad Request - Invalid Hostname",
		.code = OA_CODE_HTTP_HOST_NOT_BOUND},
	{.answer = "HTTP/1.1 400 No\r\n" NGINX END, .code = OA_CODE_IN_BODY_TOO_LARGE,
		.ask = OA_ASK_IN, .echo = 200},
	{.answer = "HTTP/1.1 400 No\r\n" IIS_10 END, .code = OA_CODE_IN_BODY_TOO_LARGE,
		.ask = OA_ASK_IN, .was_proven = true, .echo = 401},
	{.answer = "HTTP/1.1 400 No\r\n" IIS_10 END, .code = OA_CODE_HTTP_BAD_REQUEST,
		.ask = OA_ASK_IN, .was_proven = true, .echo = 400},
	{.answer = "HTTP/1.1 400 No\r\n" SYS END, .code = OA_CODE_HTTP_BAD_REQUEST,
		.ask = OA_ASK_OUT, .get = 401, .by_address = 401},
	{.answer = "HTTP/1.1 400 No\r\n" SYS END, .code = OA_CODE_HTTP_HOST_NOT_BOUND,
		.ask = OA_ASK_GET, .by_address = 401},
	{.answer = "HTTP/1.1 400 No\r\n" SYS END, .code = OA_CODE_HTTP_HOST_NOT_BOUND,
		.ask = OA_ASK_GET, .by_address = 302},
	{.answer = "HTTP/1.1 400 No\r\n" IIS_10 END, .code = OA_CODE_HTTP_BAD_REQUEST,
		.ask = OA_ASK_OUT, .echo = 200, .by_address = 401},
	{.answer = "HTTP/1.1 400 No\r\n" SYS END, .code = OA_CODE_HTTP_BAD_REQUEST},
	{.answer = "HTTP/1.1 400 No\r\n" NGINX END,
		.code = OA_CODE_HTTP_UNEXPECTED_STATUS},

	{.answer = "HTTP/1.1 401 No\r\n" FRONT NTLM "X-BackEndHttpStatus: 401\r\n" END,
		.code = OA_CODE_BACKEND_LOGON_REFUSED, .ask = OA_ASK_OUT,
		.was_proven = true},
	{.answer = "HTTP/1.1 401 No\r\n" NTLM "X-FailureContext: BackEnd;401;x\r\n" END,
		.code = OA_CODE_BACKEND_LOGON_REFUSED, .ask = OA_ASK_OUT,
		.was_proven = true},
	{.answer = "HTTP/1.1 401 No\r\n" IIS_10 END, .code = OA_CODE_AUTH_NO_SCHEME},
	{.answer = "HTTP/1.1 401 No\r\n" IIS_10 NTLM END,
		.code = OA_CODE_AUTH_CHANNELS_DIFFER, .ask = OA_ASK_IN,
		.was_proven = true, .was_accepted = true, .scheme = OA_SCHEME_NTLM},
	{.answer = "HTTP/1.1 401 No\r\n" IIS_10 NTLM_2 END,
		.code = OA_CODE_AUTH_CONNECTION_NOT_PINNED, .ask = OA_ASK_OUT,
		.was_proven = true, .scheme = OA_SCHEME_NTLM},
	{.answer = "HTTP/1.1 401 No\r\n" IIS_10 BASIC END,
		.code = OA_CODE_AUTH_SCHEME_MISSING, .ask = OA_ASK_OUT,
		.was_proven = true, .scheme = OA_SCHEME_NTLM},
	{.answer = "HTTP/1.1 401 No\r\n" FRONT NTLM END,
		.code = OA_CODE_FEATURE_MISSING, .ask = OA_ASK_OUT, .was_proven = true,
		.scheme = OA_SCHEME_NTLM, .no_binding = true},
	{.answer = "HTTP/1.1 401 No\r\n" FRONT NTLM END, .code = OA_CODE_AUTH_REJECTED,
		.ask = OA_ASK_OUT, .was_proven = true, .scheme = OA_SCHEME_NTLM},
	{.answer = "HTTP/1.1 401 No\r\n" IIS_10 BASIC END,
		.code = OA_CODE_AUTH_REJECTED, .ask = OA_ASK_OUT, .was_proven = true,
		.scheme = OA_SCHEME_BASIC},
	{.answer = "HTTP/1.1 401 No\r\n" IIS_10 NEGOTIATE END,
		.code = OA_CODE_AUTH_REJECTED, .ask = OA_ASK_OUT, .was_proven = true,
		.scheme = OA_SCHEME_NEGOTIATE},
	{.answer = "HTTP/1.1 401 No\r\n" IIS_10 NEGOTIATE_2 END,
		.code = OA_CODE_AUTH_CONNECTION_NOT_PINNED, .ask = OA_ASK_OUT,
		.was_proven = true, .scheme = OA_SCHEME_NEGOTIATE},
	{.answer = "HTTP/1.1 401 No\r\n" IIS_10 NEGOTIATE_2 END,
		.code = OA_CODE_AUTH_KERBEROS_REFUSED, .ask = OA_ASK_OUT,
		.was_proven = true, .scheme = OA_SCHEME_NEGOTIATE, .had_ticket = true},
	{.answer = "HTTP/1.1 401 No\r\n" IIS_10 NTLM END,
		.code = OA_CODE_AUTH_SCHEME_MISSING, .ask = OA_ASK_OUT,
		.was_proven = true, .scheme = OA_SCHEME_NEGOTIATE, .had_ticket = true},
	{.answer = "HTTP/1.1 401 No\r\n" IIS_10 NTLM END,
		.code = OA_CODE_AUTH_SCHEME_MISSING},

	{.answer = "HTTP/1.1 403 No\r\n" IIS_10 END "HTTP Error 403.4 - SSL required",
		.code = OA_CODE_HTTP_SSL_OFFLOAD_MISMATCH},
	{.answer = "HTTP/1.1 403 No\r\n" IIS_10 END "HTTP Error 403.7 - Forbidden",
		.code = OA_CODE_TLS_CLIENT_CERT_REQUIRED},
	{.answer = "HTTP/1.1 403 No\r\n" END
		"The server denied the specified Uniform Resource Locator (URL).",
		.code = OA_CODE_HTTP_PATH_NOT_PUBLISHED, .get = 401},
	{.answer = "HTTP/1.1 403 No\r\n" NGINX END, .code = OA_CODE_RPC_METHOD_REFUSED,
		.ask = OA_ASK_OUT, .get = 401},
	{.answer = "HTTP/1.1 403 No\r\n" NGINX END,
		.code = OA_CODE_HTTP_PATH_NOT_PUBLISHED, .ask = OA_ASK_OUT,
		.get = 403},
	{.answer = "HTTP/1.1 403 No\r\n" IIS_10 END, .code = OA_CODE_HTTP_FORBIDDEN,
		.ask = OA_ASK_OUT, .get = 401},

	{.answer = "HTTP/1.1 403 No\r\n" IIS_10 END,
		.code = OA_CODE_AUTH_NOT_AUTHORIZED, .ask = OA_ASK_OUT,
		.was_proven = true, .scheme = OA_SCHEME_NTLM, .echo = 401, .get = 401},
	{.answer = "HTTP/1.1 403 No\r\n" NGINX END,
		.code = OA_CODE_AUTH_NOT_AUTHORIZED, .ask = OA_ASK_OUT,
		.was_proven = true, .scheme = OA_SCHEME_BASIC, .echo = 401, .get = 401},
	{.answer = "HTTP/1.1 403 No\r\n" NGINX END,
		.code = OA_CODE_RPC_METHOD_REFUSED, .ask = OA_ASK_OUT,
		.was_proven = true, .scheme = OA_SCHEME_BASIC, .echo = 403, .get = 401},
	{.answer = "HTTP/1.1 403 No\r\n" IIS_10 END, .code = OA_CODE_HTTP_FORBIDDEN,
		.ask = OA_ASK_OUT, .was_proven = true, .scheme = OA_SCHEME_NEGOTIATE,
		.echo = 401, .get = 401},
	{.answer = "HTTP/1.1 403 No\r\n" FRONT "X-CalculatedBETarget: x\r\n" END,
		.code = OA_CODE_HTTP_FORBIDDEN, .ask = OA_ASK_OUT, .was_proven = true,
		.scheme = OA_SCHEME_NTLM, .echo = 401, .get = 401},

	{.answer = "HTTP/1.1 404 No\r\n" CAS("MailboxGuidWithDomainNotFound") END,
		.code = OA_CODE_MAILBOX_GUID_UNKNOWN, .ask = OA_ASK_OUT,
		.was_proven = true, .server = GUID},
	{.answer = "HTTP/1.1 404 No\r\n" FRONT END, .code = OA_CODE_RPC_TARGET_INVALID,
		.ask = OA_ASK_OUT, .was_proven = true, .server = "EX1.lab.test"},
	{.answer = "HTTP/1.1 404 No\r\n" CAS("ServerNotFound") END,
		.code = OA_CODE_MAILBOX_NOT_LOCATED, .ask = OA_ASK_OUT,
		.was_proven = true, .server = GUID},
	{.answer = "HTTP/1.1 404 No\r\n" IIS_10 END, .code = OA_CODE_IN_BODY_TOO_LARGE,
		.ask = OA_ASK_IN, .was_proven = true, .server = "EX1.lab.test",
		.echo = 401},
	{.answer = "HTTP/1.1 404 No\r\n" IIS_10 END,
		.code = OA_CODE_RPC_METHOD_FILTERED, .ask = OA_ASK_IN,
		.was_proven = true, .server = "EX1.lab.test", .echo = 404, .get = 401},
	{.answer = "HTTP/1.1 404 No\r\n" SYS END, .code = OA_CODE_HTTP_HOST_NOT_BOUND,
		.ask = OA_ASK_GET, .by_address = 200},
	{.answer = "HTTP/1.1 404 No\r\n" IIS_10 END "HTTP Error 404.2",
		.code = OA_CODE_HTTP_HANDLER_MISSING},
	{.answer = "HTTP/1.1 404 No\r\n" IIS_10 END "HTTP Error 404.3",
		.code = OA_CODE_HTTP_HANDLER_MISSING},
	{.answer = "HTTP/1.1 404 No\r\n" IIS_10 END "HTTP Error 404.4",
		.code = OA_CODE_HTTP_HANDLER_MISSING},
	{.answer = "HTTP/1.1 404 No\r\n" IIS_10 END,
		.code = OA_CODE_HTTP_HANDLER_MISSING, .ask = OA_ASK_OUT,
		.was_proven = true},
	{.answer = "HTTP/1.1 404 No\r\n" IIS_10 END,
		.code = OA_CODE_RPC_METHOD_FILTERED, .ask = OA_ASK_OUT, .get = 401},
	{.answer = "HTTP/1.1 404 No\r\n" NGINX END, .code = OA_CODE_RPC_METHOD_REFUSED,
		.ask = OA_ASK_OUT, .get = 401},
	{.answer = "HTTP/1.1 404 No\r\n" NGINX END, .code = OA_CODE_NOT_EXCHANGE,
		.ask = OA_ASK_GET, .get = 404, .autodiscover = 404, .owa = 404},
	{.answer = "HTTP/1.1 404 No\r\n" IIS_10 END, .code = OA_CODE_NOT_EXCHANGE,
		.ask = OA_ASK_GET, .get = 404, .autodiscover = 404, .owa = 404},
	{.answer = "HTTP/1.1 404 No\r\n" NGINX END,
		.code = OA_CODE_HTTP_PATH_NOT_PUBLISHED, .ask = OA_ASK_GET,
		.autodiscover = 401},
	{.answer = "HTTP/1.1 404 No\r\n" IIS_10 END,
		.code = OA_CODE_HTTP_PATH_NOT_FOUND, .ask = OA_ASK_GET,
		.autodiscover = 404, .owa = 302},

	{.answer = "HTTP/1.1 405 No\r\n" IIS_10 END,
		.code = OA_CODE_HTTP_HANDLER_MISSING, .ask = OA_ASK_OUT, .get = 401},
	{.answer = "HTTP/1.1 405 No\r\n" NGINX END, .code = OA_CODE_RPC_METHOD_REFUSED,
		.ask = OA_ASK_OUT, .get = 200},
	{.answer = "HTTP/1.1 501 No\r\n" NGINX END, .code = OA_CODE_RPC_METHOD_REFUSED,
		.ask = OA_ASK_OUT, .get = 401},
	{.answer = "HTTP/1.1 405 No\r\n" NGINX END,
		.code = OA_CODE_HTTP_PATH_NOT_PUBLISHED, .ask = OA_ASK_OUT, .get = 404,
		.owa = 302},
	{.answer = "HTTP/1.1 405 No\r\n" NGINX END, .code = OA_CODE_NOT_EXCHANGE,
		.ask = OA_ASK_OUT, .get = 404, .owa = 404},
	{.answer = "HTTP/1.1 501 No\r\n" NGINX END, .code = OA_CODE_NOT_EXCHANGE,
		.ask = OA_ASK_OUT},
	{.answer = "HTTP/1.1 501 No\r\n" NGINX END,
		.code = OA_CODE_HTTP_PATH_NOT_PUBLISHED, .ask = OA_ASK_OUT, .get = 404,
		.owa = 302},
	{.answer = "HTTP/1.1 501 No\r\n" IIS_10 END,
		.code = OA_CODE_HTTP_HANDLER_MISSING, .ask = OA_ASK_OUT, .get = 401},
	{.answer = "HTTP/1.1 501 No\r\n" SYS END,
		.code = OA_CODE_HTTP_UNEXPECTED_STATUS, .ask = OA_ASK_OUT, .get = 401},

	{.answer = "HTTP/1.1 408 No\r\n" NGINX END, .code = OA_CODE_IN_BODY_BUFFERED,
		.ask = OA_ASK_IN},
	{.answer = "HTTP/1.1 408 No\r\n" NGINX END,
		.code = OA_CODE_HTTP_UNEXPECTED_STATUS, .ask = OA_ASK_OUT},
	{.answer = "HTTP/1.1 411 No\r\n" NGINX END, .code = OA_CODE_IN_BODY_TOO_LARGE,
		.ask = OA_ASK_IN, .echo = 401},
	{.answer = "HTTP/1.1 413 No\r\n" NGINX END, .code = OA_CODE_IN_BODY_TOO_LARGE,
		.ask = OA_ASK_IN},
	{.answer = "HTTP/1.1 413 No\r\n" NGINX END,
		.code = OA_CODE_HTTP_UNEXPECTED_STATUS, .ask = OA_ASK_GET},

	{.answer = "HTTP/1.1 500 No\r\n" CAS("ServerNotFound") END,
		.code = OA_CODE_MAILBOX_NOT_LOCATED},
	{.answer = "HTTP/1.1 500 No\r\n" FRONT "X-BackEndHttpStatus: 401,401\r\n" END,
		.code = OA_CODE_BACKEND_LOGON_REFUSED},
	{.answer = "HTTP/1.1 500 No\r\n" FRONT "X-BackEndHttpStatus: 503\r\n" END,
		.code = OA_CODE_BACKEND_POOL_STOPPED},
	{.answer = "HTTP/1.1 500 No\r\n" FRONT END,
		.code = OA_CODE_BACKEND_HOP_FAILED},
	{.answer = "HTTP/1.1 500 No\r\n" END "error -2146893022",
		.code = OA_CODE_HTTP_GATEWAY_ERROR},
	{.answer = "HTTP/1.1 500 No\r\n" IIS_10 END "0x800700c1",
		.code = OA_CODE_HTTP_APP_POOL_CRASHING},
	{.answer = "HTTP/1.1 500 No\r\n" IIS_10 END "is not a valid Win32 application.",
		.code = OA_CODE_HTTP_APP_POOL_CRASHING},
	{.answer = "HTTP/1.1 500 No\r\n" IIS_10 END,
		.code = OA_CODE_HTTP_UNEXPECTED_STATUS, .ask = OA_ASK_OUT},

	{.answer = "HTTP/1.1 502 No\r\n" NGINX END "stream error: HTTP_1_1_REQUIRED",
		.code = OA_CODE_TLS_H2_ONLY, .ask = OA_ASK_OUT, .get = 502},
	{.answer = "HTTP/1.1 503 No\r\n" FRONT "Retry-After: 5\r\n" END,
		.code = OA_CODE_FRONT_END_BUSY},
	{.answer = "HTTP/1.1 503 No\r\n" CAS("ServerTooBusy") END,
		.code = OA_CODE_FRONT_END_BUSY},
	{.answer = "HTTP/1.1 503 No\r\nX-FailureContext: BackEnd;503;x\r\n" END,
		.code = OA_CODE_BACKEND_POOL_STOPPED},
	{.answer = "HTTP/1.1 503 No\r\n" CAS("DatabaseNotFound") END,
		.code = OA_CODE_MAILBOX_NOT_LOCATED},
	{.answer = "HTTP/1.1 503 No\r\n" FRONT "X-BackEndHttpStatus: 503\r\n" END,
		.code = OA_CODE_BACKEND_POOL_STOPPED},
	{.answer = "HTTP/1.1 503 No\r\nX-CalculatedBETarget: EX2.lab.test\r\n" END,
		.code = OA_CODE_BACKEND_UNREACHABLE},
	{.answer = "HTTP/1.1 504 No\r\nX-CalculatedBETarget: EX2.lab.test\r\n" END,
		.code = OA_CODE_BACKEND_UNREACHABLE},
	{.answer = "HTTP/1.1 503 No\r\n" FRONT END,
		.code = OA_CODE_BACKEND_UNREACHABLE, .ask = OA_ASK_OUT},
	{.answer = "HTTP/1.1 503 No\r\nX-FailureContext: FrontEnd;503;x\r\n" END,
		.code = OA_CODE_BACKEND_UNREACHABLE, .ask = OA_ASK_OUT},
	{.answer = "HTTP/1.1 504 No\r\n" FRONT END,
		.code = OA_CODE_BACKEND_UNREACHABLE, .ask = OA_ASK_OUT},
	{.answer = "HTTP/1.1 502 No\r\n" FRONT "X-CalculatedBETarget: x\r\n" END,
		.code = OA_CODE_BACKEND_UNREACHABLE, .ask = OA_ASK_OUT},
	{.answer = "HTTP/1.1 429 No\r\n" FRONT END, .code = OA_CODE_FRONT_END_BUSY},
	{.answer = "HTTP/1.1 503 No\r\n" SYS END, .code = OA_CODE_HTTP_503_BURST,
		.was_served = true, .again = 200},
	{.answer = "HTTP/1.1 503 No\r\n" SYS END,
		.code = OA_CODE_HTTP_APP_POOL_CRASHING, .was_served = true,
		.again = 503},
	{.answer = "HTTP/1.1 503 No\r\n" SYS END,
		.code = OA_CODE_HTTP_APP_POOL_CRASHING, .was_served = true},
	{.answer = "HTTP/1.1 503 No\r\n" SYS END,
		.code = OA_CODE_HTTP_APP_POOL_STOPPED, .again = 200},
	{.answer = "HTTP/1.1 503 No\r\n" IIS_10 END, .code = OA_CODE_HTTP_503_BURST},
	{.answer = "HTTP/1.1 502 No\r\n" NGINX END, .code = OA_CODE_HTTP_GATEWAY_ERROR,
		.ask = OA_ASK_GET},
	{.answer = "HTTP/1.1 503 No\r\n" NGINX END, .code = OA_CODE_HTTP_GATEWAY_ERROR,
		.ask = OA_ASK_OUT, .get = 503},
	{.answer = "HTTP/1.1 504 No\r\n" NGINX END, .code = OA_CODE_HTTP_GATEWAY_ERROR,
		.ask = OA_ASK_IN, .get = 502},
	{.answer = "HTTP/1.1 502 No\r\n" IIS_10 END,
		.code = OA_CODE_HTTP_GATEWAY_ERROR, .ask = OA_ASK_OUT, .get = 502},
	{.answer = "HTTP/1.1 504 No\r\n" IIS_10 END, .code = OA_CODE_RPC_ERROR_HIDDEN,
		.ask = OA_ASK_OUT, .get = 401},
	{.answer = "HTTP/1.1 500 No\r\n" NGINX END, .code = OA_CODE_RPC_ERROR_HIDDEN,
		.ask = OA_ASK_OUT, .get = 401},
	{.answer = "HTTP/1.1 502 No\r\n" NGINX END, .code = OA_CODE_RPC_ERROR_HIDDEN,
		.ask = OA_ASK_OUT, .get = 401},
	{.answer = "HTTP/1.1 503 No\r\n" NGINX END, .code = OA_CODE_RPC_ERROR_HIDDEN,
		.ask = OA_ASK_IN, .get = 401},
	{.answer = "HTTP/1.1 504 No\r\n" NGINX END, .code = OA_CODE_RPC_ERROR_HIDDEN,
		.ask = OA_ASK_OUT, .get = 401},
	{.answer = "HTTP/1.1 502 No\r\n" NGINX END,
		.code = OA_CODE_HTTP_UNEXPECTED_STATUS, .ask = OA_ASK_ECHO,
		.get = 401},

	/* what is judged before the table */
	{.answer = "HTTP/1.1 503 RPC Error: 6ba\r\n" IIS_10 END,
		.code = OA_CODE_RPC_SERVER_UNAVAILABLE, .ask = OA_ASK_OUT},
	{.answer = "HTTP/1.1 503 RPC Error: 5\r\n" NGINX END,
		.code = OA_CODE_RPC_PROXY_ACCESS_DENIED, .ask = OA_ASK_OUT},
	{.answer = "HTTP/1.1 404 Invalid RPC Port\r\n" IIS_10 END,
		.code = OA_CODE_RPC_TARGET_INVALID},
	{.answer = "HTTP/1.1 404 No\r\n" IIS_10 END "<h1>Invalid RPC Port</h1>",
		.code = OA_CODE_RPC_TARGET_INVALID},
	{.answer = "HTTP/1.1 200 OK\r\n" NGINX "Content-Type: text/html\r\n" END,
		.code = OA_CODE_HTTP_NOT_RPC, .owa = 302},
	{.answer = "HTTP/1.1 200 OK\r\n" NGINX "Content-Type: text/html\r\n" END,
		.code = OA_CODE_NOT_EXCHANGE},
	{.answer = REDIRECT "https://mail.lab.test/owa/\r\n" END,
		.code = OA_CODE_HTTP_REDIRECT},
	{.answer = REDIRECT "https://mail.lab.test/rpc/rpcproxy.dll\r\n" END,
		.code = OA_CODE_HTTP_SSL_OFFLOAD_MISMATCH},
	{.answer = "HTTP/1.1 304 Not Modified\r\n" END,
		.code = OA_CODE_HTTP_REDIRECT},
	{.answer = "HTTP/1.1 418 No\r\n" FRONT END,
		.code = OA_CODE_HTTP_UNEXPECTED_STATUS},
};

/* clang-format on */

/* A front end and one answer on it. */
struct fixture {
	struct oa_target target;
	struct oa_report report;
	struct oa_front front;
	struct memsession memory;
	struct oa_case given;
};

static struct oa_look look_at(int status)
{
	return (struct oa_look){.is_taken = true, .status = status};
}

static struct fixture *fixture_new(const struct judgement *test)
{
	static const char *const addresses[] = {"127.0.0.1"};
	struct fixture *f = calloc(1, sizeof(*f));

	ck_assert_ptr_nonnull(f);
	oa_report_init(&f->report);
	f->target = (struct oa_target){.host = "mail.lab.test",
		.port = 443,
		.path = "/rpc/rpcproxy.dll",
		.no_tls = true,
		.no_channel_binding = test->no_binding};
	f->front = (struct oa_front){.target = &f->target,
		.report = &f->report,
		.until = oa_deadline_in(5),
		.was_served = test->was_served,
		.was_accepted = test->was_accepted,
		.scheme = test->scheme,
		.service = {test->had_ticket ? 'H' : '\0'},
		.looks = {.get = look_at(test->get),
			.echo = look_at(test->echo),
			.autodiscover = look_at(test->autodiscover),
			.owa = look_at(test->owa),
			.by_address = look_at(test->by_address)},
		.how = {.host = "mail.lab.test",
			.address = addresses,
			.address_count = 1,
			.no_tls = true}};
	memsession_open(&f->memory, &f->report, "OUT", test->answer,
		strlen(test->answer), MEMSTREAM_EOF, -1);
	f->given = (struct oa_case){.front = &f->front,
		.session = &f->memory.session,
		.ask = test->ask,
		.method = test->ask == OA_ASK_GET ? "GET" : "RPC_OUT_DATA",
		.server = test->server,
		.subject = "6001",
		.was_proven = test->was_proven};
	return f;
}

static void fixture_free(struct fixture *f)
{
	oa_session_free(&f->memory.session);
	oa_report_free(&f->report);
	free(f);
}

/* Answers another look with the status that handle points to. */
static void serve_status(int fd, void *handle)
{
	const int *status = handle;
	char text[1024];

	if (recv(fd, text, sizeof(text), 0) <= 0)
		return;
	snprintf(text, sizeof(text), "HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n",
		*status);
	send(fd, text, strlen(text), MSG_NOSIGNAL);
}

/* The row of the table that decides, or NO_RULE. */
static int deciding_rule(struct oa_case *given)
{
	for (size_t i = 0; i < OA_LENGTH(rules); i++)
		if (fits(&rules[i], given))
			return (int)i;
	return NO_RULE;
}

/* Judges one answer and counts the row that decided. */
static void check_judgement(const struct judgement *test, unsigned *hits)
{
	struct fixture *f = fixture_new(test);
	int again = test->again;
	struct loopback server = {.serve = serve_status, .handle = &again};
	const struct oa_step *step = &f->report.steps[0];
	int rule;

	if (again)
		loopback_start(&server);
	f->front.how.port = again ? server.port : loopback_closed_port();
	ck_assert_int_eq(
		oa_session_read_head(&f->memory.session, oa_deadline_in(5), NULL), 0);
	oa_judge_answer(&f->given);
	ck_assert_uint_eq(f->report.step_count, 1);
	ck_assert_msg(step->code == test->code, "%s: %s", test->answer,
		oa_diagnosis(step->code)->name);
	/* what all endpoints share is no matter of one of them */
	ck_assert_str_eq(step->subject,
		oa_diagnosis(test->code)->hop < OA_HOP_PROXY ? "" : "6001");
	ck_assert_msg(!strpbrk(step->text, "{}"), "%s", step->text);
	rule = deciding_rule(&f->given);
	if (rule != NO_RULE && rules[rule].code == test->code)
		hits[rule]++;
	if (again)
		loopback_stop(&server);
	fixture_free(f);
}

START_TEST(judges_answers_by_every_rule)
{
	unsigned hits[OA_LENGTH(rules)] = {0};

	for (size_t i = 0; i < OA_LENGTH(judgements); i++)
		check_judgement(&judgements[i], hits);
	for (size_t i = 0; i < OA_LENGTH(rules); i++)
		ck_assert_msg(hits[i] > 0, "no case for rule %zu: %d, %s", i,
			rules[i].status, oa_diagnosis(rules[i].code)->name);
}
END_TEST

/* A refused password is the server's fault only if the account is known to be
 * good. */
START_TEST(good_account_makes_rejection_critical)
{
	static const struct judgement test = {
		.answer = "HTTP/1.1 401 No\r\n" IIS_10 BASIC END,
		.code = OA_CODE_AUTH_REJECTED,
		.ask = OA_ASK_OUT,
		.was_proven = true,
		.scheme = OA_SCHEME_BASIC};

	for (int is_good = 0; is_good < 2; is_good++) {
		struct fixture *f = fixture_new(&test);

		f->target.is_account_good = is_good;
		ck_assert_int_eq(oa_session_read_head(
					 &f->memory.session, oa_deadline_in(5), NULL),
			0);
		oa_judge_answer(&f->given);
		ck_assert_int_eq(f->report.steps[0].code, OA_CODE_AUTH_REJECTED);
		ck_assert_int_eq(f->report.steps[0].state,
			is_good ? OA_STATE_CRITICAL
				: oa_diagnosis(OA_CODE_AUTH_REJECTED)->state);
		fixture_free(f);
	}
}
END_TEST

START_TEST(evidence_is_in_the_step)
{
	static const struct judgement test = {
		.answer = "HTTP/1.1 500 Oops|x\r\n" FRONT "request-id: 17\r\n" END,
		.code = OA_CODE_BACKEND_HOP_FAILED};
	struct fixture *f = fixture_new(&test);

	ck_assert_int_eq(
		oa_session_read_head(&f->memory.session, oa_deadline_in(5), NULL), 0);
	oa_judge_answer(&f->given);
	ck_assert_str_eq(f->report.steps[0].details,
		"HTTP/1.1 500 Oops?x\nwritten by: Exchange front end EX1\n"
		"Server: Microsoft-IIS/10.0\n"
		"X-FEServer: EX1\nrequest-id: 17\n");
	fixture_free(f);
}
END_TEST

/* A page that does not come is not waited for until the end of the run. */
START_TEST(missing_page_does_not_hang)
{
	static const struct judgement test = {
		.answer = "HTTP/1.1 403 No\r\nContent-Length: 500\r\n" IIS_10 END
			  "403.4",
		.code = OA_CODE_HTTP_SSL_OFFLOAD_MISMATCH};
	struct fixture *f = fixture_new(&test);
	int64_t start_us = oa_now_us();

	f->memory.memory.end = MEMSTREAM_QUIET;
	f->front.until = oa_deadline_in(60);
	ck_assert_int_eq(
		oa_session_read_head(&f->memory.session, oa_deadline_in(5), NULL), 0);
	oa_judge_answer(&f->given);
	ck_assert_double_lt(oa_seconds_since(start_us), 5);
	ck_assert_int_eq(f->report.steps[0].code, OA_CODE_HTTP_SSL_OFFLOAD_MISMATCH);
	fixture_free(f);
}
END_TEST

static const struct no_answer {
	enum oa_layer layer;
	int alert; /* of TLS, or -1 */
	enum oa_code code;
} no_answers[] = {
	{OA_LAYER_TIMEOUT, -1, OA_CODE_TUNNEL_NO_A3},
	{OA_LAYER_CLOSED, -1, OA_CODE_HTTP_NO_ANSWER},
	{OA_LAYER_TLS, -1, OA_CODE_HTTP_NO_ANSWER},
	{OA_LAYER_TLS, 116, OA_CODE_TLS_CLIENT_CERT_REQUIRED},
	{OA_LAYER_TLS, 80, OA_CODE_TLS_ALERT},
	{OA_LAYER_HTTP, -1, OA_CODE_HTTP_MALFORMED},
	{OA_LAYER_AUTH, -1, OA_CODE_HTTP_MALFORMED},
	{OA_LAYER_USAGE, -1, OA_CODE_BAD_USAGE},
	{OA_LAYER_SYSTEM, -1, OA_CODE_INTERNAL_ERROR},
	{OA_LAYER_FEATURE, -1, OA_CODE_FEATURE_MISSING},
};

START_TEST(judges_what_is_no_answer)
{
	static const struct judgement nothing = {.answer = ""};

	for (size_t i = 0; i < OA_LENGTH(no_answers); i++) {
		struct fixture *f = fixture_new(&nothing);
		struct oa_error error;

		oa_fail(&error, no_answers[i].layer, 0, "because");
		f->memory.connection.tls.alert = no_answers[i].alert;
		oa_judge_no_answer(&f->given, &error, OA_CODE_TUNNEL_NO_A3, 1.5);
		ck_assert_uint_eq(f->report.step_count, 1);
		ck_assert_msg(f->report.steps[0].code == no_answers[i].code, "%zu: %s",
			i, oa_diagnosis(f->report.steps[0].code)->name);
		fixture_free(f);
	}
}
END_TEST

OA_TEST_MAIN("judge_http", judges_answers_by_every_rule,
	good_account_makes_rejection_critical, evidence_is_in_the_step,
	missing_page_does_not_hang, judges_what_is_no_answer)
