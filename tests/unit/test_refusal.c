/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/refusal.h"
#include "common/probe/attempttry.h"
#include "tests/unit/hex.h"
#include "tests/unit/loopback.h"
#include "tests/unit/runner.h"
#include "tests/unit/vectors.h"

#include <stdio.h>

#define HEAD                                                                           \
	"HTTP/1.1 200 Success\r\nContent-Type: application/rpc\r\n"                    \
	"Content-Length: 1073741824\r\n\r\n"

/* A front end whose RPC proxy lets only one target through. */
struct fixture {
	struct oa_target target;
	struct oa_report report;
	struct oa_front front;
	struct loopback server;
	const char *open_target; /* "server:port" that opens, or NULL */
};

static void say(int fd, const char *text, const char *pdu)
{
	struct hex bytes = hex(pdu);

	send(fd, text, strlen(text), MSG_NOSIGNAL);
	send(fd, bytes.bytes, bytes.len, MSG_NOSIGNAL);
}

/* CONN/C2 belongs behind CONN/B1, which waits on a connection that this thread
 * has not accepted yet: a moment later it is there. */
static void open_tunnel(int fd)
{
	say(fd, HEAD, VECTOR_CONN_A3);
	usleep(100000);
	say(fd, "", VECTOR_CONN_C2);
}

static void serve(int fd, void *handle)
{
	const struct fixture *f = handle;
	char request[2048];
	ssize_t len = recv(fd, request, sizeof(request) - 1, 0);

	if (len <= 0)
		return;
	request[len] = '\0';
	if (strncmp(request, "RPC_OUT_DATA", 12) != 0)
		return;
	if (f->open_target && strstr(request, f->open_target))
		open_tunnel(fd);
	else
		say(fd, "HTTP/1.1 503 RPC Error: 6ba\r\nContent-Length: 0\r\n\r\n", "");
	while (recv(fd, request, sizeof(request), 0) > 0)
		;
}

static struct fixture *fixture_new(const char *open_target)
{
	static const char *const addresses[] = {"127.0.0.1"};
	struct fixture *f = calloc(1, sizeof(*f));

	ck_assert_ptr_nonnull(f);
	oa_report_init(&f->report);
	f->open_target = open_target;
	f->server = (struct loopback){.serve = serve, .handle = f};
	loopback_start(&f->server);
	f->target = (struct oa_target){.host = "mail.lab.test",
		.port = 80,
		.path = "/rpc/rpcproxy.dll",
		.no_tls = true,
		.auth = OA_AUTH_BASIC,
		.who.user = "LAB\\alice"};
	oa_secret_set(&f->target.who.password, "Password", 8);
	f->front = (struct oa_front){.target = &f->target,
		.report = &f->report,
		.until = oa_deadline_in(20),
		.is_described = true,
		.was_accepted = true,
		.scheme = OA_SCHEME_BASIC,
		.user = "LAB\\alice",
		.how = {.host = "mail.lab.test",
			.port = f->server.port,
			.address = addresses,
			.address_count = 1,
			.no_tls = true}};
	return f;
}

static void fixture_free(struct fixture *f)
{
	loopback_stop(&f->server);
	oa_secret_free(&f->target.who.password);
	oa_report_free(&f->report);
	free(f);
}

#define REFUSED(where, what, after, by_exchange)                                       \
	{                                                                              \
		.port = where, .number = what, .seconds = after,                       \
		.is_exchange = by_exchange                                             \
	}

static const struct refused_case {
	struct oa_refusal refusal;
	uint16_t open_port;      /* met before in the run, or 0 */
	const char *open_target; /* what opens when it is tried */
	const char *server;
	const char *alternative;
	enum oa_code code;
} refused[] = {
	/* nothing opens: the time tells whether a connect was tried */
	{REFUSED(6001, 0x6ba, 0.1, false), 0, NULL, "EX1", NULL,
		OA_CODE_RPC_SERVER_UNAVAILABLE},
	{REFUSED(6001, 0x6ba, 2, false), 0, NULL, "EX1", NULL,
		OA_CODE_RPC_TARGET_UNREACHABLE},
	{REFUSED(6001, 0x6ba, 2, true), 0, NULL, "EX1", NULL,
		OA_CODE_RPC_TARGET_UNREACHABLE},
	{REFUSED(6001, 0x5, 0.1, false), 0, NULL, "EX1", NULL,
		OA_CODE_RPC_PROXY_ACCESS_DENIED},
	{REFUSED(6001, 0x5, 2, false), 0, NULL, "EX1", NULL,
		OA_CODE_RPC_PROXY_ACCESS_DENIED},

	/* a neighbour is open */
	{REFUSED(6001, 0x6ba, 0.1, false), 6002, NULL, "EX1", NULL,
		OA_CODE_RPC_TARGET_NOT_ALLOWED},
	{REFUSED(6001, 0x6ba, 2, false), 6002, NULL, "EX1", NULL,
		OA_CODE_ENDPOINT_6001_DOWN},
	{REFUSED(6001, 0x6ba, 0.1, true), 6002, NULL, "EX1", NULL,
		OA_CODE_ENDPOINT_6001_DOWN},
	{REFUSED(6002, 0x6ba, 2, false), 6001, NULL, "EX1", NULL,
		OA_CODE_ENDPOINT_6002_DOWN},
	{REFUSED(6004, 0x6ba, 2, false), 6001, NULL, "EX1", NULL,
		OA_CODE_ENDPOINT_6004_DOWN},
	{REFUSED(6001, 0x6ba, 2, false), 0, "EX1:6004", "EX1", NULL,
		OA_CODE_ENDPOINT_6001_DOWN},
	{REFUSED(6001, 0x5, 2, false), 6002, NULL, "EX1", NULL,
		OA_CODE_RPC_PROXY_ACCESS_DENIED},

	/* another name of the server is let through */
	{REFUSED(6001, 0x6ba, 2, false), 0, "EX1.lab.test:6001", "EX1", "EX1.lab.test",
		OA_CODE_RPC_TARGET_NOT_ALLOWED},
	{REFUSED(6001, 0x6ba, 2, false), 0, "EX1.lab.test:6001", "MAIL.lab.test",
		"EX1.lab.test", OA_CODE_RPC_TARGET_INVALID},
	{REFUSED(6001, 0x6ba, 0.1, false), 0, NULL, "EX1", "EX1.lab.test",
		OA_CODE_RPC_SERVER_UNAVAILABLE},
};

START_TEST(tells_refusals_apart)
{
	for (size_t i = 0; i < OA_LENGTH(refused); i++) {
		const struct refused_case *test = &refused[i];
		struct fixture *f = fixture_new(test->open_target);
		const char *alternatives[] = {test->alternative};
		struct oa_tunnel_plan plan = {.server = test->server,
			.alternatives = {alternatives, test->alternative ? 1 : 0}};
		struct oa_refusals refusals = {.item = {test->refusal}, .count = 1};
		char subject[8];

		if (test->open_port)
			oa_refusals_note_open(&refusals, test->open_port);
		oa_refusals_judge(&refusals, &f->front, &plan);
		/* the attempts that were needed to tell have left nothing behind */
		ck_assert_uint_eq(f->report.step_count, 1);
		ck_assert_ptr_eq(f->front.report, &f->report);
		ck_assert_msg(f->report.steps[0].code == test->code, "%zu: %s", i,
			oa_diagnosis(f->report.steps[0].code)->name);
		snprintf(subject, sizeof(subject), "%u", test->refusal.port);
		ck_assert_str_eq(f->report.steps[0].subject, subject);
		fixture_free(f);
	}
}
END_TEST

/* The limits of the plan count, not those of the module. */
START_TEST(limits_are_the_plans)
{
	struct fixture *f = fixture_new(NULL);
	struct oa_tunnel_plan plan = {
		.server = "EX1", .refuse_fast = 3, .refuse_slow = 5};
	struct oa_refusals refusals = {
		.item = {REFUSED(6001, 0x6ba, 2, false)}, .count = 1};

	oa_refusals_judge(&refusals, &f->front, &plan);
	ck_assert_int_eq(f->report.steps[0].code, OA_CODE_RPC_SERVER_UNAVAILABLE);
	fixture_free(f);
}
END_TEST

START_TEST(no_refusal_no_finding)
{
	struct fixture *f = fixture_new(NULL);
	struct oa_tunnel_plan plan = {.server = "EX1"};
	struct oa_refusals refusals = {.count = 0};

	oa_refusals_judge(&refusals, &f->front, &plan);
	ck_assert_uint_eq(f->report.step_count, 0);
	fixture_free(f);
}
END_TEST

START_TEST(remembers_no_more_than_fit)
{
	struct oa_attempt *attempt = calloc(1, sizeof(*attempt));
	struct oa_refusals refusals = {.count = 0};

	attempt->refusal = 0x6ba;
	attempt->refusal_seconds = 1.5;
	for (uint16_t i = 0; i < OA_REFUSALS_MAX + 2; i++) {
		attempt->port = (uint16_t)(6001 + i);
		oa_refusals_add(&refusals, attempt);
		oa_refusals_note_open(&refusals, attempt->port);
	}
	ck_assert_uint_eq(refusals.count, OA_REFUSALS_MAX);
	ck_assert_uint_le(refusals.open_count, OA_REFUSALS_MAX);
	ck_assert_uint_eq(refusals.item[1].port, 6002);
	ck_assert_uint_eq(refusals.item[1].number, 0x6ba);
	refusals.count = 1;
	attempt->port = 6001;
	oa_refusals_add(&refusals, attempt);
	ck_assert_uint_eq(refusals.count, 1);
	free(attempt);
}
END_TEST

START_TEST(tries_in_silence)
{
	struct fixture *f = fixture_new("EX1:6001");
	struct oa_attempt *attempt = oa_attempt_try(
		&f->front, "EX1", 6001, oa_deadline_in(5));

	ck_assert_ptr_nonnull(attempt);
	ck_assert_int_eq(attempt->reach, OA_REACH_OPEN);
	ck_assert_uint_eq(f->report.step_count, 0);
	oa_attempt_free(attempt);
	attempt = oa_attempt_try(&f->front, "EX1", 6002, oa_deadline_in(5));
	ck_assert_int_eq(attempt->reach, OA_REACH_UNAVAILABLE);
	ck_assert_uint_eq(attempt->refusal, 0x6ba);
	ck_assert_uint_eq(f->report.step_count, 0);
	oa_attempt_free(attempt);
	fixture_free(f);
}
END_TEST

OA_TEST_MAIN("refusal", tells_refusals_apart, limits_are_the_plans,
	no_refusal_no_finding, remembers_no_more_than_fit, tries_in_silence)
