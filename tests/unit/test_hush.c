/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/hush.h"
#include "tests/unit/runner.h"

#include <stdlib.h>
#include <string.h>

START_TEST(findings_wait_until_they_are_replayed)
{
	struct oa_report report;
	struct oa_front front = {.report = &report};
	struct oa_facts facts = {0};
	struct oa_step finding;
	struct oa_hush hush;

	oa_report_init(&report);
	report.is_tracing = true;
	oa_facts_set(&report.facts, "user", "LAB\\alice");
	oa_hush_begin(&hush, &front);
	ck_assert_ptr_ne(front.report, &report);
	oa_facts_set(&facts, "scheme", "NTLM");
	oa_report_ok(front.report, OA_HOP_TCP, NULL, 1, "open");
	oa_step_detail(oa_report_find_as(front.report, OA_CODE_AUTH_REJECTED,
			       OA_STATE_CRITICAL, NULL, &facts),
		"401");
	oa_report_trace(front.report, "one");
	oa_report_trace(front.report, "two");
	oa_hush_end(&hush, &front, &finding);
	ck_assert_ptr_eq(front.report, &report);
	ck_assert_uint_eq(report.step_count, 0);
	ck_assert_str_eq(report.transcript, "one\ntwo\n");
	ck_assert_int_eq(finding.code, OA_CODE_AUTH_REJECTED);
	oa_hush_replay(&report, &finding);
	free(finding.details);
	ck_assert_uint_eq(report.step_count, 1);
	ck_assert_int_eq(report.steps[0].state, OA_STATE_CRITICAL);
	ck_assert_str_eq(
		report.steps[0].text, "credentials of LAB\\alice rejected (NTLM)");
	ck_assert_uint_gt(strlen(report.steps[0].hint), 0);
	ck_assert_str_eq(report.steps[0].details, "401\n");
	oa_report_free(&report);
}
END_TEST

START_TEST(nothing_found_is_no_finding)
{
	struct oa_report report;
	struct oa_front front = {.report = &report};
	struct oa_step finding = {.code = OA_CODE_AUTH_REJECTED};
	struct oa_hush hush;

	oa_report_init(&report);
	oa_hush_begin(&hush, &front);
	oa_report_ok(front.report, OA_HOP_TCP, NULL, 1, "open");
	oa_report_trace(front.report, "not kept");
	oa_hush_end(&hush, &front, &finding);
	ck_assert_int_eq(finding.code, OA_CODE_OK);
	ck_assert_ptr_null(finding.details);
	ck_assert_ptr_null(report.transcript);
	oa_report_free(&report);
}
END_TEST

/* A certificate that has changed for the worse is told, whatever the look was about. */
START_TEST(a_certificate_that_turns_bad_is_no_secret)
{
	for (int was_judged = 0; was_judged < 2; was_judged++) {
		struct oa_report report;
		struct oa_front front = {
			.report = &report, .binding_len = was_judged ? 32 : 0};
		struct oa_step finding;
		struct oa_hush hush;

		oa_report_init(&report);
		oa_hush_begin(&hush, &front);
		oa_report_find(front.report, OA_CODE_CERT_EXPIRED, NULL, NULL);
		oa_report_find(front.report, OA_CODE_HTTP_FORBIDDEN, NULL, NULL);
		front.has_bad_certificate = true;
		oa_hush_end(&hush, &front, &finding);
		ck_assert_uint_eq(report.step_count, was_judged);
		if (was_judged)
			ck_assert_int_eq(report.steps[0].code, OA_CODE_CERT_EXPIRED);
		free(finding.details);
		oa_report_free(&report);
	}
}
END_TEST

OA_TEST_MAIN("hush", findings_wait_until_they_are_replayed, nothing_found_is_no_finding,
	a_certificate_that_turns_bad_is_no_secret)
