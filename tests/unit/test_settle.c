/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "plugins/front/settle.h"
#include "plugins/front/thresholds.h"
#include "tests/unit/runner.h"

#include <string.h>

static struct oa_common_settings usual(void)
{
	return (struct oa_common_settings){
		.target = {.host = "mail.lab.test", .port = 443, .path = "/rpc"},
		.tls_min = 2,
		.tls_max = 3};
}

static const struct {
	const char *host;
	bool is_good;
} hosts[] = {
	{"mail.lab.test", true},
	{"MAIL", true},
	{"192.0.2.1", true},
	{"2001:db8::1", true},
	{"b\xc3\xbc"
	 "cher.lab.test",
		true},
	{"xn--bcher-kva.lab.test", true},
	{"https://mail.lab.test", false},
	{"mail.lab.test/rpc", false},
	{"mail.lab.test:443", false},
	{"mail lab", false},
	{"mail\nlab", false},
	{"a|b", false},
	{"user@mail", false},
	{"-H", false},
};

START_TEST(host_names_are_judged)
{
	for (size_t i = 0; i < OA_LENGTH(hosts); i++) {
		struct oa_common_settings settings = usual();

		settings.target.host = hosts[i].host;
		ck_assert_msg((oa_settle(&settings, false, NULL, NULL) == 0) ==
				      hosts[i].is_good,
			"%s", hosts[i].host);
	}
}
END_TEST

static const struct {
	const char *resolver;
	bool is_good;
} resolvers[] = {
	{"127.0.0.1", true},
	{"127.0.0.1:5353", true},
	{"::1", true},
	{"[::1]", true},
	{"[::1]:53", true},
	{"", false},
	{"dns.lab.test", false},
	{"127.0.0.1:", false},
	{"127.0.0.1:0", false},
	{"127.0.0.1:65536", false},
	{"[::1", false},
	{"[::1]53", false},
	{"[]:53", false},
	{"[aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]", false},
};

START_TEST(resolvers_are_judged)
{
	for (size_t i = 0; i < OA_LENGTH(resolvers); i++) {
		struct oa_common_settings settings = usual();

		settings.target.resolvers = (struct oa_strings){
			.item = (const char *[]){resolvers[i].resolver}, .count = 1};
		ck_assert_msg((oa_settle(&settings, false, NULL, NULL) == 0) ==
				      resolvers[i].is_good,
			"%s", resolvers[i].resolver);
	}
}
END_TEST

static const struct {
	const char *expected; /* NULL for none */
	bool is_inside, is_outside;
	const char *address, *proxy;
	bool is_good;
} expectations[] = {
	{"192.0.2.1", false, false, NULL, NULL, true},
	{"192.0.2.0/24", true, false, NULL, NULL, true},
	{"2001:db8::/32", false, true, NULL, NULL, true},
	{"mail.lab.test", false, false, NULL, NULL, false},
	{"192.0.2.0/33", false, false, NULL, NULL, false},
	{NULL, true, true, NULL, NULL, false},
	{NULL, true, false, "192.0.2.1", NULL, false},
	{"192.0.2.1", false, false, "192.0.2.1", NULL, false},
	{NULL, false, true, NULL, "http://proxy:3128", false},
	{NULL, false, false, "192.0.2.1", "http://proxy:3128", true},
};

START_TEST(expected_addresses_are_judged)
{
	for (size_t i = 0; i < OA_LENGTH(expectations); i++) {
		struct oa_common_settings settings = usual();
		struct oa_target *target = &settings.target;
		const char *item = expectations[i].expected;

		target->expected = (struct oa_strings){&item, item ? 1 : 0};
		target->is_inside = expectations[i].is_inside;
		target->is_outside = expectations[i].is_outside;
		target->address = expectations[i].address;
		target->forward_proxy = expectations[i].proxy;
		ck_assert_msg((oa_settle(&settings, false, NULL, NULL) == 0) ==
				      expectations[i].is_good,
			"case %zu", i);
	}
}
END_TEST

START_TEST(contradictions_are_named)
{
	struct oa_common_settings settings = usual();
	struct oa_error err;

	settings.target.only_ipv4 = true;
	settings.target.only_ipv6 = true;
	ck_assert_int_eq(oa_settle(&settings, false, NULL, &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_USAGE);
	settings = usual();
	settings.target.only_ipv6 = true;
	settings.target.address = "192.0.2.1";
	ck_assert_int_eq(oa_settle(&settings, false, NULL, &err), -1);
	settings.target.address = "2001:db8::1";
	ck_assert_int_eq(oa_settle(&settings, false, NULL, &err), 0);
	settings = usual();
	settings.tls_min = 3;
	settings.tls_max = 2;
	ck_assert_int_eq(oa_settle(&settings, false, NULL, &err), -1);
	settings = usual();
	settings.target.tls.ca_only = true;
	ck_assert_int_eq(oa_settle(&settings, false, NULL, &err), -1);
	settings = usual();
	settings.target.path = "rpc";
	ck_assert_int_eq(oa_settle(&settings, false, NULL, &err), -1);
}
END_TEST

START_TEST(target_is_completed)
{
	struct oa_common_settings settings = usual();

	settings.auth = OA_AUTH_NTLM;
	settings.now = 1700000000;
	ck_assert_int_eq(oa_settle(&settings, false, NULL, NULL), 0);
	ck_assert_int_eq(settings.target.port, 443);
	ck_assert_int_eq(settings.target.auth, OA_AUTH_NTLM);
	ck_assert_int_eq(settings.target.tls.min_version, 12);
	ck_assert_int_eq(settings.target.tls.max_version, 13);
	ck_assert_int_eq(settings.target.now, 1700000000);
	settings.target.no_tls = true;
	ck_assert_int_eq(oa_settle(&settings, true, NULL, NULL), 0);
	ck_assert_int_eq(settings.target.port, 443);
	ck_assert_int_eq(oa_settle(&settings, false, NULL, NULL), 0);
	ck_assert_int_eq(settings.target.port, 80);
}
END_TEST

START_TEST(proxies_are_judged)
{
	static const struct {
		const char *given, *environment, *used;
		int status;
	} cases[] = {
		{NULL, "http://a:1", NULL, 0},
		{"http://b:2", "http://a:1", "http://b:2", 0},
		{"env", "http://a:1", "http://a:1", 0},
		{"env", NULL, NULL, 0},
		{"b:2", NULL, NULL, -1},
		{"env", "socks5://a:1", NULL, -1},
	};

	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_common_settings settings = usual();
		const char *used;

		settings.target.forward_proxy = cases[i].given;
		ck_assert_int_eq(
			oa_settle(&settings, false, cases[i].environment, NULL),
			cases[i].status);
		used = settings.target.forward_proxy;
		if (cases[i].status == 0)
			ck_assert_msg((!used && !cases[i].used) ||
					      (used && cases[i].used &&
						      strcmp(used, cases[i].used) == 0),
				"case %zu", i);
	}
}
END_TEST

static const struct oa_perf perf[] = {
	{.label = "time", .unit = "s", .meaning = ""},
	{.label = "tls_time", .unit = "s", .meaning = ""},
	{.label = "bind_time", .unit = "s", .meaning = ""},
	{.label = NULL},
};

static const struct oa_program program = {.perf = perf, .main_label = "time"};

static const struct {
	const char *warn, *crit;
	double time, tls, bind;
	enum oa_code code; /* OA_CODE_OK: no finding */
	enum oa_state state;
	const char *text; /* what the message contains */
} slow[] = {
	{NULL, NULL, 9, 1, 1, OA_CODE_OK, OA_STATE_OK, ""},
	{"2", "5", 1, 0.5, 0.5, OA_CODE_OK, OA_STATE_OK, ""},
	{"2", "5", 3, 2.5, 0.5, OA_CODE_FRONT_SLOW, OA_STATE_WARNING,
		"tls took 2500 ms (over 2000 ms)"},
	{"2", "5", 6, 5.5, 0.5, OA_CODE_FRONT_SLOW, OA_STATE_CRITICAL, "over 5000"},
	{"2", "5", 3, 0.5, 2.5, OA_CODE_RPC_SLOW, OA_STATE_WARNING, "bind"},
	{"2", "5", 3, 1, 1.5, OA_CODE_RPC_SLOW, OA_STATE_WARNING, "mostly bind"},
	{NULL, "5", 6, 5.5, 0.5, OA_CODE_FRONT_SLOW, OA_STATE_CRITICAL, "tls"},
	{"2", NULL, 3, 2.5, 0.5, OA_CODE_FRONT_SLOW, OA_STATE_WARNING, "tls"},
};

START_TEST(slow_runs_are_found)
{
	static struct oa_report report;

	for (size_t i = 0; i < OA_LENGTH(slow); i++) {
		struct oa_common_settings settings = usual();
		const struct oa_step *step;

		if (slow[i].warn)
			(void)oa_range_parse(slow[i].warn, &settings.warn, NULL);
		if (slow[i].crit)
			(void)oa_range_parse(slow[i].crit, &settings.crit, NULL);
		oa_report_init(&report);
		oa_report_value(&report, "time", slow[i].time);
		oa_report_value(&report, "tls_time", slow[i].tls);
		oa_report_value(&report, "bind_time", slow[i].bind);
		oa_thresholds_judge(&program, &settings, &report);
		step = oa_report_verdict(&report);
		ck_assert_int_eq(step ? step->code : OA_CODE_OK, slow[i].code);
		ck_assert_int_eq(oa_report_state(&report), slow[i].state);
		ck_assert_msg(!step || strstr(step->text, slow[i].text), "case %zu: %s",
			i, step ? step->text : "");
		oa_report_free(&report);
	}
}
END_TEST

START_TEST(broken_runs_are_not_slow)
{
	static struct oa_report report;
	struct oa_common_settings settings = usual();

	(void)oa_range_parse("1", &settings.crit, NULL);
	oa_report_init(&report);
	oa_report_value(&report, "time", 2);
	oa_report_find(&report, OA_CODE_TCP_REFUSED, NULL, NULL);
	oa_thresholds_judge(&program, &settings, &report);
	ck_assert_uint_eq(report.step_count, 1);
	oa_report_free(&report);
}
END_TEST

OA_TEST_MAIN("settle", host_names_are_judged, resolvers_are_judged,
	expected_addresses_are_judged, contradictions_are_named, target_is_completed,
	proxies_are_judged, slow_runs_are_found, broken_runs_are_not_slow)
