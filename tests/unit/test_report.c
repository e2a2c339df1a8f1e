/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/report/report.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>

static struct oa_report report;

static void setup(void)
{
	oa_report_free(&report);
	oa_facts_set(&report.facts, "host", "mail.lab.test");
}

START_TEST(records_steps_in_order)
{
	struct oa_step *step;

	setup();
	step = oa_report_ok(&report, OA_HOP_TCP, NULL, 0.25, "%d open|\n", 443);
	ck_assert_str_eq(step->text, "443 open??");
	ck_assert_str_eq(step->subject, "");
	ck_assert_str_eq(step->hint, "");
	ck_assert_double_eq(step->seconds, 0.25);
	ck_assert_int_eq(step->state, OA_STATE_OK);
	oa_report_not_tested(&report, OA_HOP_BIND, "6002");
	oa_report_not_tested(&report, OA_HOP_BIND, "6002");
	oa_report_not_tested(&report, OA_HOP_BIND, "6004");
	ck_assert_uint_eq(report.step_count, 3);
	ck_assert_int_eq(report.steps[1].code, OA_CODE_NOT_TESTED);
	ck_assert_str_eq(report.steps[1].text, "bind not tested");
	ck_assert_str_eq(report.steps[2].subject, "6004");
	oa_report_free(&report);
}
END_TEST

START_TEST(findings_take_facts_of_their_own_and_of_the_run)
{
	struct oa_facts own = {0};
	struct oa_step *step;

	setup();
	oa_facts_set(&own, "port", "%d", 443);
	step = oa_report_find(&report, OA_CODE_TCP_REFUSED, NULL, &own);
	ck_assert_str_eq(step->text, "mail.lab.test:443 refused the connection");
	ck_assert_str_ne(step->hint, "");
	ck_assert_int_eq(step->hop, OA_HOP_TCP);
	ck_assert_int_eq(step->state, OA_STATE_CRITICAL);
	ck_assert_double_lt(step->seconds, 0);
	oa_report_free(&report);
}
END_TEST

START_TEST(the_same_finding_counts_once)
{
	struct oa_step *step;

	setup();
	step = oa_report_find(&report, OA_CODE_RPC_SLOW, "6001", NULL);
	ck_assert_ptr_eq(oa_report_find(&report, OA_CODE_RPC_SLOW, "6001", NULL), step);
	ck_assert_ptr_ne(oa_report_find(&report, OA_CODE_RPC_SLOW, "6002", NULL), step);
	ck_assert_uint_eq(report.step_count, 2);
	oa_report_find_as(&report, OA_CODE_RPC_SLOW, OA_STATE_CRITICAL, "6001", NULL);
	ck_assert_int_eq(step->state, OA_STATE_CRITICAL);
	oa_report_find(&report, OA_CODE_RPC_SLOW, "6001", NULL);
	ck_assert_int_eq(step->state, OA_STATE_CRITICAL);
	oa_report_free(&report);
}
END_TEST

/* Of subjects that cannot be kept as they are, too. */
START_TEST(the_same_finding_of_a_strange_subject_counts_once)
{
	char longest[300];

	setup();
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	for (int i = 0; i < 2; i++) {
		oa_report_find(&report, OA_CODE_RPC_SLOW, "EX1\r\n|", NULL);
		oa_report_find(&report, OA_CODE_RPC_SLOW, longest, NULL);
	}
	ck_assert_uint_eq(report.step_count, 2);
	oa_report_free(&report);
}
END_TEST

START_TEST(timeout_result_is_for_timeouts_only)
{
	setup();
	report.has_timeout_state = true;
	report.timeout_state = OA_STATE_UNKNOWN;
	ck_assert_int_eq(
		oa_report_find(&report, OA_CODE_TCP_FILTERED, NULL, NULL)->state,
		OA_STATE_UNKNOWN);
	ck_assert_int_eq(
		oa_report_find(&report, OA_CODE_TCP_REFUSED, NULL, NULL)->state,
		OA_STATE_CRITICAL);
	oa_report_free(&report);
}
END_TEST

START_TEST(a_full_report_keeps_the_findings)
{
	struct oa_step *step;
	char subject[16];

	setup();
	for (int i = 0; i < OA_STEPS_MAX + 3; i++) {
		step = oa_report_ok(&report, OA_HOP_TCP, NULL, 0, "%d", i);
		oa_step_detail(step, "detail");
	}
	ck_assert_uint_eq(report.step_count, OA_STEPS_MAX);
	ck_assert_ptr_eq(step, &report.spare);
	step = oa_report_find(&report, OA_CODE_TCP_REFUSED, NULL, NULL);
	ck_assert_ptr_eq(step, &report.steps[OA_STEPS_MAX - 1]);
	ck_assert_ptr_null(step->details);
	for (int i = 0; i < OA_STEPS_MAX; i++) {
		snprintf(subject, sizeof(subject), "%d", i);
		oa_report_find(&report, OA_CODE_RPC_SLOW, subject, NULL);
	}
	ck_assert_int_eq(report.steps[0].code, OA_CODE_RPC_SLOW);
	ck_assert_int_eq(step->code, OA_CODE_TCP_REFUSED);
	ck_assert_uint_eq(report.step_count, OA_STEPS_MAX);
	ck_assert_int_eq(oa_report_state(&report), OA_STATE_CRITICAL);
	oa_report_free(&report);
}
END_TEST

START_TEST(evidence_is_clean_and_bounded)
{
	struct oa_step *step;
	char big[3000];

	setup();
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	step = oa_report_ok(&report, OA_HOP_HTTP, big, -1, "%s", big);
	ck_assert_uint_eq(strlen(step->text), sizeof(step->text) - 1);
	ck_assert_uint_eq(strlen(step->subject), sizeof(step->subject) - 1);
	oa_step_detail(step, "Server: %s", "a|b\r\nc");
	ck_assert_str_eq(step->details, "Server: a?b??c\n");
	for (int i = 0; i < 100; i++)
		oa_step_detail(step, "%s", big);
	ck_assert_uint_le(strlen(step->details), 16 * 1024);
	oa_report_free(&report);
}
END_TEST

START_TEST(transcript_is_kept_on_request)
{
	setup();
	oa_report_trace(&report, "lost");
	ck_assert_ptr_null(report.transcript);
	report.is_tracing = true;
	oa_report_trace(&report, "> %s", "RPC_OUT_DATA");
	oa_report_trace(&report, "< %d", 200);
	ck_assert_str_eq(report.transcript, "> RPC_OUT_DATA\n< 200\n");
	oa_report_free(&report);
	ck_assert_ptr_null(report.transcript);
}
END_TEST

START_TEST(last_value_of_a_label_counts)
{
	static const char *const labels[] = {"a0", "a1", "a2", "a3", "a4", "a5", "a6",
		"a7", "a8", "a9", "b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8",
		"b9", "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "d0",
		"d1", "d2"};
	double value = -1;

	setup();
	ck_assert(!oa_report_value_get(&report, "a0", &value));
	for (size_t i = 0; i < OA_LENGTH(labels); i++)
		oa_report_value(&report, labels[i], (double)i);
	oa_report_value(&report, "a0", 7);
	ck_assert(oa_report_value_get(&report, "a0", &value));
	ck_assert_double_eq(value, 7);
	ck_assert_uint_eq(report.value_count, OA_VALUES_MAX);
	ck_assert(!oa_report_value_get(&report, "d2", &value));
	oa_report_free(&report);
}
END_TEST

START_TEST(a_broken_step_ends_its_chain)
{
	setup();
	oa_report_ok(&report, OA_HOP_TCP, NULL, 0, "open");
	oa_report_find(&report, OA_CODE_RPC_SLOW, "6001", NULL);
	ck_assert(!oa_report_is_broken(&report, NULL));
	oa_report_find(&report, OA_CODE_BIND_REFUSED, "6002", NULL);
	ck_assert(oa_report_is_broken(&report, "6002"));
	ck_assert(oa_report_is_broken(&report, NULL));
	ck_assert(!oa_report_is_broken(&report, "6001"));
	oa_report_find(&report, OA_CODE_AUTH_REJECTED, NULL, NULL);
	ck_assert(oa_report_is_broken(&report, "6001"));
	oa_report_free(&report);
}
END_TEST

START_TEST(absorbs_what_another_report_has)
{
	struct oa_report other = {0};
	double value;

	setup();
	oa_report_value(&report, "tcp_time", 1);
	report.is_tracing = other.is_tracing = true;
	oa_report_trace(&report, "first");
	oa_report_trace(&other, "second");
	oa_step_detail(oa_report_find(&other, OA_CODE_RPC_SLOW, "6001", NULL), "why");
	oa_report_ok(&other, OA_HOP_TCP, NULL, 1, "open");
	oa_report_ok(&other, OA_HOP_MAPIHTTP, NULL, 1, "answers");
	oa_report_value(&other, "tcp_time", 2);
	oa_report_value(&other, "tls_time", 3);
	oa_report_absorb(&report, &other, 2, "beside");
	ck_assert_uint_eq(report.step_count, 3);
	ck_assert_int_eq(report.steps[0].code, OA_CODE_RPC_SLOW);
	ck_assert_uint_eq(report.steps[0].branch, 2);
	ck_assert_str_eq(report.steps[0].subject, "6001");
	ck_assert_str_eq(report.steps[1].subject, "beside");
	ck_assert_str_eq(report.steps[2].subject, "");
	ck_assert_str_eq(report.steps[0].details, "why\n");
	ck_assert(oa_report_value_get(&report, "tcp_time", &value) && value == 1);
	ck_assert(oa_report_value_get(&report, "tls_time", &value) && value == 3);
	ck_assert_str_eq(report.transcript, "first\nsecond\n");
	ck_assert_uint_eq(other.step_count, 0);
	oa_report_free(&report);
	oa_report_free(&other);
}
END_TEST

OA_TEST_MAIN("report", records_steps_in_order, absorbs_what_another_report_has,
	findings_take_facts_of_their_own_and_of_the_run, the_same_finding_counts_once,
	the_same_finding_of_a_strange_subject_counts_once,
	timeout_result_is_for_timeouts_only, a_full_report_keeps_the_findings,
	evidence_is_clean_and_bounded, transcript_is_kept_on_request,
	last_value_of_a_label_counts, a_broken_step_ends_its_chain)
