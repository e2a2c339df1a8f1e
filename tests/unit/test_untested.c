/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/untested.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

static const enum oa_hop chain[] = {
	OA_HOP_DNS, OA_HOP_TCP, OA_HOP_TLS, OA_HOP_HTTP, OA_HOP_BIND};

static const struct mark_case {
	enum oa_code finding;      /* OA_CODE_OK: nothing is broken */
	const char *found_subject; /* of the finding */
	const char *subject;       /* that is asked about */
	const char *forward_proxy;
	bool no_tls;
	const char *marked; /* hops that are marked, in order */
} marks[] = {
	{OA_CODE_OK, NULL, NULL, NULL, false, ""},
	{OA_CODE_TLS_WEAK, NULL, NULL, NULL, false, ""}, /* a warning goes on */
	{OA_CODE_TCP_REFUSED, NULL, NULL, NULL, false, "tls http bind"},
	{OA_CODE_TCP_REFUSED, NULL, "6001", NULL, false, "tls http bind"},
	{OA_CODE_TCP_REFUSED, NULL, NULL, NULL, true, "http bind"},
	{OA_CODE_DNS_RESOLVER_FAILED, NULL, NULL, NULL, false, "tcp tls http bind"},
	{OA_CODE_HTTP_TIMEOUT, "6001", "6001", NULL, false, "bind"},
	{OA_CODE_HTTP_TIMEOUT, "6001", "6002", NULL, false, ""},
	{OA_CODE_HTTP_TIMEOUT, "6001", NULL, NULL, false, "bind"},
};

static void hops_marked(const struct oa_report *report, char *buffer, size_t size)
{
	buffer[0] = '\0';
	for (size_t i = 0; i < report->step_count; i++)
		if (report->steps[i].code == OA_CODE_NOT_TESTED)
			snprintf(buffer + strlen(buffer), size - strlen(buffer), "%s%s",
				buffer[0] ? " " : "",
				oa_hop_name(report->steps[i].hop));
}

START_TEST(marks_what_was_not_reached)
{
	for (size_t i = 0; i < OA_LENGTH(marks); i++) {
		const struct mark_case *test = &marks[i];
		struct oa_target target = {.host = "mail.lab.test",
			.forward_proxy = test->forward_proxy,
			.no_tls = test->no_tls};
		struct oa_report report;
		char text[128];

		oa_report_init(&report);
		if (test->finding != OA_CODE_DNS_RESOLVER_FAILED)
			oa_report_ok(&report, OA_HOP_DNS, NULL, -1, "fine");
		if (test->finding != OA_CODE_OK)
			oa_report_find(
				&report, test->finding, test->found_subject, NULL);
		oa_mark_untested(
			&report, &target, chain, OA_LENGTH(chain), test->subject);
		hops_marked(&report, text, sizeof(text));
		ck_assert_msg(!strcmp(text, test->marked), "%zu: %s", i, text);
		oa_report_free(&report);
	}
}
END_TEST

START_TEST(forward_proxy_needs_no_name)
{
	struct oa_target target = {.forward_proxy = "http://127.0.0.1:3128"};
	struct oa_report report;
	char text[128];

	oa_report_init(&report);
	oa_report_find(&report, OA_CODE_MONITOR_PROXY_REFUSED, NULL, NULL);
	oa_mark_untested(&report, &target, chain, OA_LENGTH(chain), "6001");
	hops_marked(&report, text, sizeof(text));
	ck_assert_str_eq(text, "tcp tls http bind");
	ck_assert_str_eq(report.steps[1].subject, "6001");
	/* a second time changes nothing */
	oa_mark_untested(&report, &target, chain, OA_LENGTH(chain), "6001");
	ck_assert_uint_eq(report.step_count, 5);
	oa_report_free(&report);
}
END_TEST

OA_TEST_MAIN("untested", marks_what_was_not_reached, forward_proxy_needs_no_name)
