/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/cut.h"
#include "snmp/resulttake.h"
#include "tests/unit/results.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>

char *__real_strndup(const char *text, size_t max);
char *__wrap_strndup(const char *text, size_t max);

/* How many texts can be had before one cannot; see the linker's --wrap=strndup. */
static int texts_before_lack = -1;

char *__wrap_strndup(const char *text, size_t max)
{
	return texts_before_lack-- == 0 ? NULL : __real_strndup(text, max);
}

static const struct {
	enum oa_code code;
	enum oa_status status;
	enum oa_kind culprit;
	enum oa_status store; /* of the probe behind everything */
} cases[] = {
	{OA_CODE_OK, OA_STATUS_OK, OA_KIND_NONE, OA_STATUS_OK},
	{OA_CODE_TLS_WEAK, OA_STATUS_WARNING, OA_KIND_TLS, OA_STATUS_OK},
	{OA_CODE_TCP_REFUSED, OA_STATUS_CRITICAL, OA_KIND_TCP, OA_STATUS_NOT_TESTED},
	{OA_CODE_AUTH_REJECTED, OA_STATUS_UNKNOWN, OA_KIND_AUTH, OA_STATUS_NOT_TESTED},
	{OA_CODE_ENDPOINT_6001_DOWN, OA_STATUS_CRITICAL, OA_KIND_STORE,
		OA_STATUS_CRITICAL},
	{OA_CODE_SETTINGS_CHANGED, OA_STATUS_WARNING, OA_KIND_HISTORY, OA_STATUS_OK},
	{OA_CODE_BAD_USAGE, OA_STATUS_UNKNOWN, OA_KIND_MONITOR, OA_STATUS_OK},
};

START_TEST(findings_decide)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_result result = result_of(cases[i].code, MIDNIGHT);

		ck_assert_int_eq(result.status, cases[i].status);
		ck_assert_int_eq(result.culprit, cases[i].culprit);
		ck_assert_int_eq(result.code, cases[i].code);
		ck_assert_int_eq(result.probe[OA_KIND_STORE].status, cases[i].store);
		ck_assert_ptr_nonnull(result.text);
		ck_assert_int_eq(!result.hint, cases[i].code == OA_CODE_OK);
		if (result.culprit)
			ck_assert_str_eq(
				result.text, result.probe[result.culprit].text);
		oa_result_free(&result);
	}
}
END_TEST

START_TEST(what_is_well)
{
	struct oa_result result = result_of(OA_CODE_OK, MIDNIGHT);

	ck_assert_str_eq(result.text,
		"mail.lab.test ok (nameResolution, tcpConnect, tlsHandshake, http, "
		"httpAuth, rpcProxy, tunnelStore, mailbox)");
	ck_assert_int_eq(result.ended, MIDNIGHT);
	ck_assert_uint_eq(result.ms, 200);
	ck_assert_uint_eq(result.probe[OA_KIND_TCP].ms, 10);
	/* three steps */
	ck_assert_uint_eq(result.probe[OA_KIND_STORE].ms, 30);
	ck_assert_str_eq(result.probe[OA_KIND_STORE].text, "works");
	ck_assert_int_eq(result.probe[OA_KIND_BACKEND].status, OA_STATUS_DISABLED);
	ck_assert_int_eq(result.probe[OA_KIND_HISTORY].status, OA_STATUS_OK);
	ck_assert_int_eq(result.probe[OA_KIND_MONITOR].status, OA_STATUS_OK);
	oa_result_free(&result);
}
END_TEST

START_TEST(an_unwanted_finding_shows)
{
	struct oa_report report;
	struct oa_result result;

	oa_report_init(&report);
	oa_report_find(&report, OA_CODE_BACKEND_POOL_STOPPED, NULL, NULL);
	oa_report_not_tested(&report, OA_HOP_MAPIHTTP, NULL);
	oa_report_value(&report, "tcp_time", 0.25);
	oa_result_take(&report, all_wanted, 0, MIDNIGHT, &result);
	ck_assert_int_eq(result.probe[OA_KIND_BACKEND].status, OA_STATUS_CRITICAL);
	ck_assert_int_eq(result.probe[OA_KIND_MAPIHTTP].status, OA_STATUS_DISABLED);
	ck_assert_int_eq(result.probe[OA_KIND_TCP].status, OA_STATUS_NOT_TESTED);
	ck_assert(result.leg_seconds[OA_LEG_TCP] == 0.25f);
	ck_assert(result.leg_seconds[OA_LEG_DNS] < 0);
	ck_assert_uint_eq(result.ms, 1);
	oa_result_free(&result);
	oa_report_free(&report);
}
END_TEST

/* Of several findings of one kind the first line's stands in the row. */
START_TEST(the_first_line_speaks_for_its_kind)
{
	struct oa_report report;
	struct oa_result result;

	oa_report_init(&report);
	oa_report_find(&report, OA_CODE_CERT_UNTRUSTED, NULL, NULL);
	oa_report_find(&report, OA_CODE_CERT_EXPIRED, NULL, NULL);
	oa_report_find(&report, OA_CODE_CERT_EXPIRES_SOON, "issuer", NULL);
	oa_result_take(&report, all_wanted, 1, MIDNIGHT, &result);
	ck_assert_int_eq(result.code, OA_CODE_CERT_EXPIRED);
	ck_assert_int_eq(result.probe[OA_KIND_TLS].code, OA_CODE_CERT_EXPIRED);
	oa_result_free(&result);
	oa_report_free(&report);
}
END_TEST

static const struct {
	const char *text;
	size_t size;
	const char *cut;
} cuts[] = {
	{"", 1, ""},
	{"abc", 4, "abc"},
	{"abc", 3, "ab"},
	{"a\xc3\xa4z", 4, "a\xc3\xa4"},
	{"a\xc3\xa4z", 3, "a"},
	{"\xe2\x82\xac", 3, ""},
	{"\x80\x80", 2, ""},
};

START_TEST(texts_are_cut_between_characters)
{
	char long_text[600];
	char *cut;

	for (size_t i = 0; i < OA_LENGTH(cuts); i++) {
		char buffer[8];

		oa_cut_to(buffer, cuts[i].size, cuts[i].text);
		ck_assert_str_eq(buffer, cuts[i].cut);
	}
	memset(long_text, 'a', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	memcpy(long_text + OA_TEXT_MAX - 1, "\xc3\xa4", 2);
	cut = oa_cut(long_text);
	ck_assert_uint_eq(strlen(cut), OA_TEXT_MAX - 1);
	free(cut);
}
END_TEST

static void show_back_end(struct oa_report *report, const char *place)
{
	struct oa_seen_cert *cert = oa_seen_cert_of(
		&report->seen.ends, OA_SEEN_BACK_END, place);

	ck_assert_ptr_nonnull(cert);
	snprintf(cert->place, sizeof(cert->place), "%s", place);
	snprintf(cert->sha256, sizeof(cert->sha256), "aa");
}

START_TEST(each_back_end_is_judged_by_its_own)
{
	struct oa_report *report = calloc(1, sizeof(*report));
	struct oa_result result;

	ck_assert_ptr_nonnull(report);
	oa_report_init(report);
	show_back_end(report, "EX1:444");
	show_back_end(report, "EX2:444");
	oa_report_find(report, OA_CODE_BACKEND_CERT_NAME_MISMATCH, "EX2:444", NULL);
	oa_result_take(report, all_wanted, 0.2, MIDNIGHT, &result);
	ck_assert_str_eq(result.cert[OA_ROLE_BACK_END - 1]->place, "EX1:444");
	ck_assert_int_eq(result.cert[OA_ROLE_BACK_END - 1]->code, OA_CODE_OK);
	ck_assert_int_eq(result.cert[OA_ROLE_BACK_END - 1]->shown, MIDNIGHT);
	ck_assert_str_eq(result.cert[OA_ROLES]->place, "EX2:444");
	ck_assert_int_eq(
		result.cert[OA_ROLES]->code, OA_CODE_BACKEND_CERT_NAME_MISMATCH);
	ck_assert_int_eq(result.cert[OA_ROLES]->status, OA_STATUS_CRITICAL);
	oa_result_free(&result);
	oa_report_free(report);
	free(report);
}
END_TEST

static int take(const struct oa_report *report, int texts, struct oa_result *ret_result)
{
	int taken;

	texts_before_lack = texts;
	taken = oa_result_take(report, all_wanted, 0.2, MIDNIGHT, ret_result);
	texts_before_lack = -1;
	return taken;
}

/* Those of a probe, the verdict, its hint and three of a certificate. */
#define TEXTS 6

START_TEST(without_a_text_there_is_no_result)
{
	struct oa_report *report = calloc(1, sizeof(*report));
	struct oa_result result;

	ck_assert_ptr_nonnull(report);
	oa_report_init(report);
	show_back_end(report, "EX1:444");
	oa_report_find(report, OA_CODE_BACKEND_CERT_NAME_MISMATCH, "EX1:444", NULL);
	for (int i = 0; i < TEXTS; i++) {
		ck_assert_int_eq(take(report, i, &result), -1);
		ck_assert_ptr_null(result.text);
		ck_assert_ptr_null(result.cert[OA_ROLE_BACK_END - 1]);
	}
	ck_assert_int_eq(take(report, TEXTS, &result), 0);
	oa_result_free(&result);
	oa_report_free(report);
	free(report);
}
END_TEST

START_TEST(milliseconds)
{
	ck_assert_uint_eq(oa_milliseconds(-1), 0);
	ck_assert_uint_eq(oa_milliseconds(0), 1);
	ck_assert_uint_eq(oa_milliseconds(0.0101), 11);
	ck_assert_uint_eq(oa_milliseconds(1e30), UINT32_MAX);
}
END_TEST

OA_TEST_MAIN("result", findings_decide, what_is_well, an_unwanted_finding_shows,
	the_first_line_speaks_for_its_kind, texts_are_cut_between_characters,
	each_back_end_is_judged_by_its_own, without_a_text_there_is_no_result,
	milliseconds)
