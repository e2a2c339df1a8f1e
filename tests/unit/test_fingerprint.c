/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/probe/fingerprint.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>

static const struct oa_field *find(const struct oa_fingerprint *print, const char *name)
{
	for (size_t i = 0; i < print->count; i++)
		if (strcmp(print->field[i].name, name) == 0)
			return &print->field[i];
	return NULL;
}

START_TEST(takes_what_a_report_tells)
{
	struct oa_fingerprint print = {.count = 0};
	struct oa_report report;

	oa_report_init(&report);
	oa_step_detail(oa_report_ok(&report, OA_HOP_TLS, NULL, 1, "good"),
		"names: mail.lab.test");
	oa_step_detail(oa_report_ok(&report, OA_HOP_TLS, "node", 1, "good"),
		"names: other.lab.test");
	oa_report_ok(&report, OA_HOP_HTTP, NULL, 1, "answers");
	oa_report_ok(&report, OA_HOP_ENDPOINT, "6001", 1, "there");
	oa_report_find(&report, OA_CODE_RPC_TARGET_NOT_ALLOWED, "6002", NULL);
	oa_report_find(&report, OA_CODE_ENDPOINT_6004_DOWN, "6004", NULL);
	snprintf(report.seen.certificate, sizeof(report.seen.certificate), "abcd");
	oa_fingerprint_steps(&print, &report);
	ck_assert_uint_eq(print.count, 5);
	ck_assert_str_eq(find(&print, "certificate names")->value, "mail.lab.test");
	ck_assert_str_eq(find(&print, "certificate")->value, "abcd");
	ck_assert(find(&print, "certificate")->is_quiet);
	ck_assert_str_eq(find(&print, "ssl")->value, "on");
	ck_assert_str_eq(find(&print, "port 6001")->value, "open");
	ck_assert_str_eq(find(&print, "port 6002")->value, "not allowed");
	oa_report_free(&report);
}
END_TEST

START_TEST(leaves_out_what_was_not_seen)
{
	struct oa_fingerprint print = {.count = 0};
	struct oa_report report;

	oa_report_init(&report);
	oa_report_find(&report, OA_CODE_TCP_REFUSED, NULL, NULL);
	oa_fingerprint_steps(&print, &report);
	ck_assert_uint_eq(print.count, 0);
	oa_report_ok(&report, OA_HOP_HTTP, NULL, 1, "answers");
	oa_fingerprint_steps(&print, &report);
	ck_assert_uint_eq(print.count, 1);
	ck_assert_str_eq(print.field[0].value, "off");
	oa_report_free(&report);
}
END_TEST

START_TEST(bad_certificate_is_tls_all_the_same)
{
	struct oa_fingerprint print = {.count = 0};
	struct oa_report report;

	oa_report_init(&report);
	oa_step_detail(oa_report_find(&report, OA_CODE_CERT_UNTRUSTED, NULL, NULL),
		"names: mail.lab.test");
	oa_report_ok(&report, OA_HOP_HTTP, NULL, 1, "answers");
	oa_fingerprint_steps(&print, &report);
	ck_assert_str_eq(find(&print, "ssl")->value, "on");
	oa_report_free(&report);
}
END_TEST

START_TEST(takes_no_more_than_it_holds)
{
	struct oa_fingerprint print = {.count = 0};
	char name[24];

	for (int i = 0; i < OA_FIELDS_MAX + 3; i++) {
		snprintf(name, sizeof(name), "field %d", i);
		oa_fingerprint_set(&print, name, "x");
	}
	ck_assert_uint_eq(print.count, OA_FIELDS_MAX);
	oa_fingerprint_set(&print, "field 0", " y; z ");
	ck_assert_uint_eq(print.count, OA_FIELDS_MAX);
	ck_assert_str_eq(print.field[0].value, "y, z");
}
END_TEST

OA_TEST_MAIN("fingerprint", takes_what_a_report_tells, leaves_out_what_was_not_seen,
	bad_certificate_is_tls_all_the_same, takes_no_more_than_it_holds)
