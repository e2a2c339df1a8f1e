/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/hold.h"
#include "tests/unit/memtunnel.h"
#include "tests/unit/runner.h"

#define HOLD_SECONDS 0.05

/* What the channels bring while the tunnel is held, and what that comes to. */
static const struct hold_case {
	const char *pdus; /* on OUT behind the opening, in hex */
	const char *tail; /* and text behind them */
	enum memstream_end out_end;
	const char *in; /* on IN */
	enum memstream_end in_end;
	bool calls;        /* the tunnel is to be proven by a call */
	uint32_t limit_ms; /* the server's own idle limit */
	enum oa_code code;
	const char *text; /* of the step */
} cases[] = {
	{"", "", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET, false, 120000, OA_CODE_OK,
		"still alive: a ping is taken, nothing has ended"},
	{VECTOR_PING VECTOR_PING, "", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET, false,
		120000, OA_CODE_OK, "received 2"},
	{"", "", MEMSTREAM_EOF, "", MEMSTREAM_QUIET, false, 120000,
		OA_CODE_IDLE_TUNNEL_DROPPED,
		"FIN on OUT, IN still open, by a device on the way; the server allows "
		"120 s"},
	{"", "", MEMSTREAM_RESET, "", MEMSTREAM_QUIET, false, 120000,
		OA_CODE_IDLE_TUNNEL_DROPPED, "RST on OUT"},
	{"", "", MEMSTREAM_QUIET, "", MEMSTREAM_EOF, false, 120000,
		OA_CODE_IDLE_TUNNEL_DROPPED, "FIN on IN, OUT still open"},
	{"", "", MEMSTREAM_QUIET, "", MEMSTREAM_RESET, false, 120000,
		OA_CODE_IDLE_TUNNEL_DROPPED, "RST on IN"},
	/* nothing can end before it has begun: a limit of 0 is none */
	{"", "", MEMSTREAM_EOF, "", MEMSTREAM_QUIET, false, 0,
		OA_CODE_IDLE_TUNNEL_DROPPED, "by a device on the way"},
	{"", "", MEMSTREAM_QUIET,
		"HTTP/1.1 408 Late\r\nServer: Box/1\r\nContent-Length: 0\r\n\r\n",
		MEMSTREAM_QUIET, false, 120000, OA_CODE_IDLE_TUNNEL_DROPPED,
		"408 on IN, OUT still open, by Box/1; the server allows 120 s"},
	{"", "", MEMSTREAM_QUIET,
		"HTTP/1.0 504 Late\r\n\r\n<html><body><h1>504 Gateway Time-out</h1>\n"
		"The server didn't respond in time.\n</body></html>\n",
		MEMSTREAM_EOF, false, 120000, OA_CODE_IDLE_TUNNEL_DROPPED,
		"504 on IN, OUT still open, by HAProxy"},
	/* whichever channel is read first */
	{"", "", MEMSTREAM_EOF, "HTTP/1.1 504 Late\r\nContent-Length: 0\r\n\r\n",
		MEMSTREAM_EOF, false, 120000, OA_CODE_IDLE_TUNNEL_DROPPED, "504 on IN"},
	{"", "", MEMSTREAM_QUIET, "HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n",
		MEMSTREAM_QUIET, false, 120000, OA_CODE_IDLE_TUNNEL_DROPPED,
		"by a device without a name"},
	{"", "HTTP/1.1 500 Cut\r\n", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET, false,
		120000, OA_CODE_IDLE_TUNNEL_DROPPED,
		"\"HTTP/1.1 500 Cut\" inside of OUT"},
	{"", "", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET, true, 120000,
		OA_CODE_IDLE_TUNNEL_DROPPED, "silence, no answer to EcDummyRpc"},
	{VECTOR_RESPONSE_DUMMY, "", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET, true, 120000,
		OA_CODE_RPC_PROTOCOL_ERROR, "response that nobody asked for"},
	{"", "GARBAGE, NOT A PDU", MEMSTREAM_QUIET, "", MEMSTREAM_QUIET, false, 120000,
		OA_CODE_RPC_PROTOCOL_ERROR, "no PDU: 47 41 52 42"},
};

/* An attempt whose tunnel is open and made of memory. */
struct fixture {
	struct oa_target target;
	struct oa_front front;
	struct memtunnel *tunnel;
	struct oa_attempt *attempt;
};

static struct fixture fixture_new(const struct hold_case *test, struct flow *flow)
{
	struct fixture f = {0};

	*flow = flow_of(OK_HEAD, OPENING, "");
	f.tunnel = memtunnel_opened(flow);
	flow_hex(flow, test->pdus);
	flow_text(flow, test->tail);
	f.tunnel->out.memory.len = flow->len;
	f.tunnel->out.memory.end = test->out_end;
	f.tunnel->in.memory.bytes = (const uint8_t *)test->in;
	f.tunnel->in.memory.len = strlen(test->in);
	f.tunnel->in.memory.end = test->in_end;
	f.attempt = calloc(1, sizeof(*f.attempt));
	ck_assert_ptr_nonnull(f.attempt);
	f.attempt->vconn = f.tunnel->vconn;
	f.attempt->vconn.in_timeout_ms = test->limit_ms;
	f.attempt->vconn.out_timeout_ms = test->limit_ms;
	snprintf(f.attempt->subject, sizeof(f.attempt->subject), "6001");
	oa_rpc_init(&f.attempt->rpc, &f.attempt->vconn);
	f.attempt->rpc.iface = oa_iface_get(OA_IFACE_EMSMDB);
	return f;
}

static const struct oa_step *last_step(const struct oa_report *report)
{
	ck_assert_uint_gt(report->step_count, 0);
	return &report->steps[report->step_count - 1];
}

START_TEST(ends_are_told_apart)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		const struct hold_case *test = &cases[i];
		const struct oa_hold_plan plan = {
			.seconds = HOLD_SECONDS, .calls = test->calls};
		struct flow flow;
		struct fixture f = fixture_new(test, &flow);
		const struct oa_step *step;
		double held = -1;

		f.front.target = &f.target;
		f.front.report = &f.tunnel->report;
		f.attempt->front = &f.front;
		oa_hold_tunnel(f.attempt, &plan, oa_now_us(), oa_deadline_in(0.3));
		step = last_step(&f.tunnel->report);
		ck_assert_msg(step->code == test->code, "%zu: %s %s", i,
			oa_diagnosis(step->code)->name, step->text);
		ck_assert_msg(strstr(step->text, test->text) != NULL, "%zu: %s", i,
			step->text);
		ck_assert(oa_report_value_get(&f.tunnel->report, "hold_time", &held));
		ck_assert_double_ge(held, 0);
		oa_rpc_free(&f.attempt->rpc);
		free(f.attempt);
		memtunnel_free(f.tunnel);
	}
}
END_TEST

/* An end at the server's own limit is the server's. */
START_TEST(own_limit_is_the_servers)
{
	static const struct hold_case test = {.pdus = "",
		.tail = "",
		.in = "",
		.out_end = MEMSTREAM_EOF,
		.in_end = MEMSTREAM_QUIET,
		.limit_ms = 2000};
	const struct oa_hold_plan plan = {.seconds = 3};
	struct flow flow;
	struct fixture f = fixture_new(&test, &flow);

	f.front.target = &f.target;
	f.front.report = &f.tunnel->report;
	f.attempt->front = &f.front;
	oa_hold_tunnel(f.attempt, &plan, oa_now_us() - 1950000, oa_deadline_in(1));
	ck_assert_ptr_nonnull(strstr(last_step(&f.tunnel->report)->text,
		"by the server at its own limit of 2 s"));
	oa_rpc_free(&f.attempt->rpc);
	free(f.attempt);
	memtunnel_free(f.tunnel);
}
END_TEST

START_TEST(pings_go_out)
{
	const struct oa_hold_plan plan = {.seconds = 0.1, .ping_seconds = 0.03};
	struct flow flow;
	struct fixture f = fixture_new(&cases[0], &flow);
	const struct memstream *in = &f.tunnel->in.memory;

	f.front.target = &f.target;
	f.front.report = &f.tunnel->report;
	f.attempt->front = &f.front;
	oa_hold_tunnel(f.attempt, &plan, oa_now_us(), oa_deadline_in(0.4));
	/* on a busy machine fewer than three, and one as the proof */
	ck_assert_uint_ge(in->sent_len, 40);
	ck_assert_uint_eq(in->sent_len % 20, 0);
	ck_assert_hex(in->sent, 20, VECTOR_PING);
	ck_assert_int_eq(last_step(&f.tunnel->report)->code, OA_CODE_OK);
	oa_rpc_free(&f.attempt->rpc);
	free(f.attempt);
	memtunnel_free(f.tunnel);
}
END_TEST

OA_TEST_MAIN("hold", ends_are_told_apart, own_limit_is_the_servers, pings_go_out)
