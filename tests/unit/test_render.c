/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/report/render.h"
#include "tests/unit/runner.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct oa_perf perf[] = {
	{"time", "s", "The whole run."},
	{"tls_time", "s", "TLS handshake."},
	{"idle_timeout", "s", "What the server keeps an idle tunnel for."},
	{"bytes", "B", "Bytes received."},
	{"lost", "%", "Tries that failed."},
	{"pings", "c", "Pings seen."},
	{"days", "", "Days left."},
	{0},
};

static const struct oa_range warn = {.text = "5"}, crit = {.text = "@8:"};

static const struct oa_rendering plain = {
	.program = "check_oa_tunnel",
	.concern = "TUNNEL",
	.target = "mail.lab.test",
	.ok_text = "6001 answers",
	.perf = perf,
	.main_label = "time",
	.warn = &warn,
	.crit = &crit,
	.main_max = 10,
};

static void fill_healthy(struct oa_report *report)
{
	oa_report_init(report);
	oa_report_ok(report, OA_HOP_TCP, NULL, 0.0118, "443 open");
	oa_report_ok(report, OA_HOP_BIND, "6001", -1, "bound");
	oa_report_value(report, "time", 0.412);
	oa_report_value(report, "tls_time", 0.025);
	oa_report_value(report, "days", -3);
}

static void fill_broken(struct oa_report *report)
{
	struct oa_facts facts = {0};
	struct oa_step *step;

	oa_report_init(report);
	report->is_tracing = true;
	oa_facts_set(&facts, "host", "mail.lab.test");
	oa_facts_set(&facts, "port", "443");
	oa_report_ok(report, OA_HOP_TCP, NULL, 0.002, "443 open");
	step = oa_report_find(report, OA_CODE_TLS_NOT_SPOKEN, NULL, &facts);
	step->seconds = 0.5;
	oa_step_detail(step, "first bytes: %s", "HTTP/1.1 400|");
	oa_step_detail(step, "second line");
	oa_report_not_tested(report, OA_HOP_HTTP, NULL);
	oa_report_not_tested(report, OA_HOP_BIND, "6002");
	oa_report_trace(report, "> ClientHello");
	oa_report_value(report, "time", NAN);
}

static void check_text(void (*fill)(struct oa_report *), const struct oa_rendering *how,
	const char *text)
{
	struct oa_report report;
	char *got;

	fill(&report);
	got = oa_render_text(&report, how);
	ck_assert_str_eq(got, text);
	free(got);
	oa_report_free(&report);
}

START_TEST(text_of_a_healthy_run)
{
	check_text(fill_healthy, &plain,
		"OA TUNNEL OK: 6001 answers|time=0.412s;5;@8:;0;10 tls_time=0.025s;;;0 "
		"idle_timeout=U;;;0 bytes=U;;;0 lost=U pings=U;;;0 days=-3\n"
		"[OK] tcp: 443 open (12 ms)\n"
		"[OK] bind 6001: bound\n");
}
END_TEST

#define BROKEN_HEAD                                                                    \
	"OA TUNNEL CRITICAL [tls-not-spoken]: mail.lab.test:443 does not speak TLS"
#define BROKEN_PERF                                                                    \
	"|time=U;5;@8:;0;10 tls_time=U;;;0 idle_timeout=U;;;0 bytes=U;;;0 lost=U "     \
	"pings=U;;;0 days=U\n"
#define BROKEN_STEPS                                                                   \
	"[OK] tcp: 443 open (2 ms)\n"                                                  \
	"[CRITICAL] tls: mail.lab.test:443 does not speak TLS\n"                       \
	"  fix: correct the port forward or the listener: 443 must carry HTTPS\n"
#define BROKEN_DETAILS "  first bytes: HTTP/1.1 400?\n  second line\n"
#define BROKEN_REST    "[not tested] http\n[not tested] bind 6002\n"

START_TEST(text_of_a_broken_run)
{
	struct oa_rendering how = plain;

	check_text(fill_broken, &how, BROKEN_HEAD BROKEN_PERF BROKEN_STEPS BROKEN_REST);
	how.verbosity = 1;
	how.is_insecure = true;
	check_text(fill_broken, &how,
		BROKEN_HEAD " (certificate not verified)" BROKEN_PERF BROKEN_STEPS
			BROKEN_DETAILS BROKEN_REST);
	how.verbosity = 3;
	how.is_insecure = false;
	check_text(fill_broken, &how,
		BROKEN_HEAD BROKEN_PERF BROKEN_STEPS BROKEN_DETAILS BROKEN_REST
		"transcript:\n> ClientHello\n");
}
END_TEST

START_TEST(text_has_one_bar_and_clean_lines)
{
	struct oa_rendering how = plain;

	how.ok_text = "a|b\nc";
	how.perf = NULL;
	check_text(fill_healthy, &how,
		"OA TUNNEL OK: a?b?c\n[OK] tcp: 443 open (12 ms)\n"
		"[OK] bind 6001: bound\n");
}
END_TEST

static char *render(
	char *(*renderer)(const struct oa_report *, const struct oa_rendering *),
	void (*fill)(struct oa_report *), const struct oa_rendering *how)
{
	struct oa_report report;
	char *text;

	fill(&report);
	text = renderer(&report, how);
	oa_report_free(&report);
	ck_assert_ptr_nonnull(text);
	return text;
}

#define JSON_HEAD                                                                      \
	"{\"schema\":1,\"program\":\"check_oa_tunnel\",\"target\":\"mail.lab.test\","
#define JSON_UNMEASURED "\"warn\":null,\"crit\":null,\"min\":null,\"max\":null}"

START_TEST(json_has_its_keys_in_order)
{
	static const struct oa_perf two[] = {
		{"time", "s", "The whole run."},
		{"days", "", "Days left."},
		{0},
	};
	struct oa_rendering how = plain;
	char *text;

	how.perf = two;
	text = render(oa_render_json, fill_healthy, &how);
	ck_assert_str_eq(text, JSON_HEAD
		"\"state\":\"OK\",\"code\":\"ok\",\"summary\":\"6001 answers\","
		"\"hint\":\"\",\"insecure\":false,\"hops\":["
		"{\"hop\":\"tcp\",\"subject\":\"\",\"state\":\"OK\",\"code\":\"ok\","
		"\"text\":\"443 "
		"open\",\"hint\":\"\",\"seconds\":0.0118,\"start\":0.0,\"details\":[]},"
		"{\"hop\":\"bind\",\"subject\":\"6001\",\"state\":\"OK\","
		"\"code\":\"ok\",\"text\":\"bound\",\"hint\":\"\",\"seconds\":null,"
		"\"start\":null,\"details\":[]}],\"perfdata\":["
		"{\"label\":\"time\",\"value\":0.412,\"unit\":\"s\",\"warn\":\"5\","
		"\"crit\":\"@8:\",\"min\":0.0,\"max\":10.0},"
		"{\"label\":\"days\",\"value\":-3.0,\"unit\":\"\"," JSON_UNMEASURED
		"]}\n");
	free(text);
}
END_TEST

START_TEST(json_of_a_broken_run)
{
	struct oa_rendering how = plain;
	json_t *object, *hops, *tls;
	char *text;

	how.verbosity = 3;
	how.is_insecure = true;
	how.target = "\xff\"\\";
	text = render(oa_render_json, fill_broken, &how);
	object = json_loads(text, 0, NULL);
	ck_assert_ptr_nonnull(object);
	hops = json_object_get(object, "hops");
	tls = json_array_get(hops, 1);
	ck_assert_str_eq(json_string_value(json_object_get(object, "target")), "?\"\\");
	ck_assert_str_eq(
		json_string_value(json_object_get(object, "code")), "tls-not-spoken");
	ck_assert_str_eq(
		json_string_value(json_object_get(object, "state")), "CRITICAL");
	ck_assert(json_is_true(json_object_get(object, "insecure")));
	ck_assert_uint_eq(json_array_size(hops), 4);
	ck_assert_uint_eq(json_array_size(json_object_get(tls, "details")), 2);
	ck_assert_double_eq(json_number_value(json_object_get(tls, "seconds")), 0.5);
	ck_assert(json_is_null(json_object_get(json_array_get(hops, 2), "state")));
	ck_assert_uint_eq(json_array_size(json_object_get(object, "transcript")), 1);
	ck_assert_ptr_eq(strchr(text, '\n'), text + strlen(text) - 1);
	json_decref(object);
	free(text);
}
END_TEST

#define LABELS "program=\"check_oa_tunnel\",target=\"mail.lab.test\""

START_TEST(prometheus_of_a_healthy_run)
{
	static const char *const lines[] = {
		"# TYPE oa_up gauge\noa_up{" LABELS "} 1\n",
		"# TYPE oa_state gauge\noa_state{" LABELS "} 0\n",
		"# TYPE oa_info gauge\noa_info{" LABELS ",code=\"ok\"} 1\n",
		"oa_hop_state{" LABELS ",hop=\"tcp\",subject=\"\"} 0\n"
		"oa_hop_state{" LABELS ",hop=\"bind\",subject=\"6001\"} 0\n",
		"# HELP oa_time_seconds The whole run.\n# TYPE oa_time_seconds gauge\n"
		"oa_time_seconds{" LABELS "} 0.412\n",
		"oa_tls_seconds{" LABELS "} 0.025\n",
		"oa_days{" LABELS "} -3\n",
	};
	char *text = render(oa_render_prometheus, fill_healthy, &plain);

	for (size_t i = 0; i < OA_LENGTH(lines); i++)
		ck_assert_msg(strstr(text, lines[i]), "%s in %s", lines[i], text);
	ck_assert_ptr_null(strstr(text, "oa_idle_timeout_seconds"));
	free(text);
}
END_TEST

static void fill_repeated(struct oa_report *report)
{
	fill_healthy(report);
	oa_report_find(report, OA_CODE_RPC_FAULT, "6001", NULL);
	oa_report_value(report, "bytes", 28);
	oa_report_value(report, "lost", 12.5);
	oa_report_value(report, "pings", 3);
}

START_TEST(prometheus_has_no_series_twice)
{
	static const char *const lines[] = {
		"oa_up{program=\"check_oa_tunnel\",target=\"a\\\"b\\\\c?\"} 0\n",
		"oa_state{program=\"check_oa_tunnel\",target=\"a\\\"b\\\\c?\"} 2\n",
		"# TYPE oa_bytes_bytes gauge\n",
		"# TYPE oa_lost_ratio gauge\n",
		"# TYPE oa_pings_total counter\n",
		"\"} 0.125\n",
	};
	struct oa_rendering how = plain;
	const char *bind;
	char *text;

	how.target = "a\"b\\c\n";
	text = render(oa_render_prometheus, fill_repeated, &how);
	for (size_t i = 0; i < OA_LENGTH(lines); i++)
		ck_assert_msg(strstr(text, lines[i]), "%s in %s", lines[i], text);
	bind = strstr(text, "hop=\"bind\"");
	ck_assert_int_eq(strncmp(bind, "hop=\"bind\",subject=\"6001\"} 2\n", 29), 0);
	ck_assert_ptr_null(strstr(bind + 1, "hop=\"bind\""));
	free(text);
}
END_TEST

OA_TEST_MAIN("render", text_of_a_healthy_run, text_of_a_broken_run,
	text_has_one_bar_and_clean_lines, json_has_its_keys_in_order,
	json_of_a_broken_run, prometheus_of_a_healthy_run,
	prometheus_has_no_series_twice)
