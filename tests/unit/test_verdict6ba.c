/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/refusal.h"
#include "common/probe/verdict6ba.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <stdio.h>

/* One record that names a cause. */
static const struct oa_eeinfo_record refused = {
	.component = 8, .location = 311, .status = 10061};
static const struct oa_eeinfo_record unresolved = {
	.component = 8, .location = 322, .status = 11001};

static const struct verdict_case {
	double delay;
	uint32_t number;
	const char *open_ports;
	const char *alternative;
	const char *computer;
	const struct oa_eeinfo_record *record;
	bool is_exchange;
	enum oa_code code;
	const char *text; /* in the first line */
} cases[] = {
	/* extended error information */
	{0.01, 0x6ba, "", NULL, "", &unresolved, false, OA_CODE_RPC_TARGET_UNRESOLVABLE,
		"(0x6ba, EEInfo 11001 at location 322); certain: EEInfo says host not "
		"found (11001)"},
	{0.01, 0x6ba, "6004", NULL, "", &unresolved, false,
		OA_CODE_RPC_TARGET_UNRESOLVABLE, "certain"},
	{0.01, 0x6ba, "", NULL, "", &refused, false, OA_CODE_RPC_TARGET_UNREACHABLE,
		"certain: EEInfo says connection refused (10061)"},
	{0.01, 0x6ba, "6004", NULL, "", &refused, false, OA_CODE_ENDPOINT_6001_DOWN,
		"6004 ok; certain"},

	/* another name */
	{1, 0x6ba, "", "WIN-OLD", "", NULL, false, OA_CODE_RPC_TARGET_NOT_ALLOWED,
		"certain: WIN-OLD is accepted"},
	{1, 0x6ba, "", "ex1.lab.test", "EX1", NULL, false, OA_CODE_RPC_TARGET_INVALID,
		"certain: ex1.lab.test is accepted"},
	{1, 0x6ba, "", "EX1", "EX1", NULL, false, OA_CODE_RPC_TARGET_INVALID, ""},
	{1, 0x6ba, "", "EX10", "EX1", NULL, false, OA_CODE_RPC_TARGET_NOT_ALLOWED, ""},

	/* the time, with a neighbour and without */
	{0.1, 0x6ba, "6004", NULL, "", NULL, false, OA_CODE_RPC_TARGET_NOT_ALLOWED,
		"likely: 100 ms above an echo is too fast"},
	{0.5, 0x6ba, "6004", NULL, "", NULL, false, OA_CODE_ENDPOINT_6001_DOWN,
		"undecided: 500 ms above an echo: service down, or port not in"},
	{2, 0x6ba, "6004", NULL, "", NULL, false, OA_CODE_ENDPOINT_6001_DOWN,
		"likely: 2000 ms above an echo, so a connect was tried"},
	{0.1, 0x6ba, "6004", NULL, "", NULL, true, OA_CODE_ENDPOINT_6001_DOWN,
		"likely: nothing answers there, since Exchange 2013"},
	{0.1, 0x6ba, "6004", "WIN-OLD", "", NULL, true, OA_CODE_ENDPOINT_6001_DOWN,
		"likely: WIN-OLD is accepted"},
	{0.1, 0x6ba, "", "WIN-OLD", "", NULL, true, OA_CODE_RPC_TARGET_UNREACHABLE,
		"likely: WIN-OLD is accepted"},
	{0.1, 0x6ba, "", "EX1", "EX1", NULL, true, OA_CODE_RPC_TARGET_INVALID,
		"certain"},
	{0.1, 0x6ba, "", NULL, "", NULL, true, OA_CODE_RPC_SERVER_UNAVAILABLE,
		"undecided: 100 ms above an echo: services down, or no server"},
	{0.1, 0x6ba, "", NULL, "", NULL, false, OA_CODE_RPC_SERVER_UNAVAILABLE,
		"undecided: 100 ms above an echo: not reachable, or not in"},
	{2, 0x6ba, "", NULL, "", NULL, false, OA_CODE_RPC_TARGET_UNREACHABLE,
		"likely: 2000 ms"},

	/* access denied is what it says */
	{2, 0x5, "6004", NULL, "", NULL, false, OA_CODE_RPC_PROXY_ACCESS_DENIED, ""},
	{2, 0x5, "", NULL, "", NULL, false, OA_CODE_RPC_PROXY_ACCESS_DENIED, ""},
	{0.1, 0x5, "6004", NULL, "", NULL, false, OA_CODE_RPC_TARGET_NOT_ALLOWED,
		"(0x5)"},
};

START_TEST(verdicts_and_how_sure_they_are)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		const struct verdict_case *test = &cases[i];
		struct oa_refusal refusal = {.port = 6001,
			.number = test->number,
			.seconds = test->delay + 0.02,
			.is_exchange = test->is_exchange};
		struct oa_6ba evidence = {.refusal = &refusal,
			.server = "EX1.lab.test",
			.host = "mail.lab.test",
			.open_ports = test->open_ports,
			.alternative = test->alternative,
			.record = test->record,
			.delay = test->delay,
			.fast = OA_REFUSE_FAST,
			.slow = OA_REFUSE_SLOW};
		struct oa_report report;

		snprintf(refusal.computer, sizeof(refusal.computer), "%s",
			test->computer);
		if (test->record)
			refusal.eeinfo = (struct oa_eeinfo){
				.record = {*test->record}, .count = 1};
		oa_report_init(&report);
		oa_facts_set(&report.facts, "server", "EX1.lab.test");
		oa_6ba_record(&report, &evidence);
		ck_assert_uint_eq(report.step_count, 1);
		ck_assert_msg(report.steps[0].code == test->code, "%zu: %s", i,
			oa_diagnosis(report.steps[0].code)->name);
		ck_assert_msg(strstr(report.steps[0].text, test->text) != NULL,
			"%zu: %s", i, report.steps[0].text);
		ck_assert_ptr_null(strchr(report.steps[0].text, '?') &&
						   !strstr(report.steps[0].text, "?;")
					   ? report.steps[0].text
					   : NULL);
		oa_report_free(&report);
	}
}
END_TEST

/* The records of the chain are shown, or why there are none. */
START_TEST(extended_information_is_shown)
{
	struct oa_refusal refusal = {.port = 6001,
		.number = 0x6ba,
		.eeinfo = {.record = {refused}, .count = 1},
		.eeinfo_trouble = "EEInfo is not base64"};
	struct oa_6ba evidence = {.refusal = &refusal,
		.server = "EX1",
		.host = "mail.lab.test",
		.open_ports = "",
		.record = &refusal.eeinfo.record[0]};
	struct oa_report report;

	oa_report_init(&report);
	oa_6ba_record(&report, &evidence);
	ck_assert_ptr_nonnull(strstr(report.steps[0].details,
		"EEInfo 1 of 1: process 0: connect (Winsock, location 311): 10061 "
		"connection refused\n"));
	ck_assert_ptr_nonnull(
		strstr(report.steps[0].details, "EEInfo is not base64\n"));
	oa_report_free(&report);
}
END_TEST

OA_TEST_MAIN(
	"verdict6ba", verdicts_and_how_sure_they_are, extended_information_is_shown)
