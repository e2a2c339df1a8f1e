/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/tries.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define RUNS_MAX 6

/* One run of a case. */
struct run {
	enum oa_code code;   /* OA_CODE_OK for one that passes */
	const char *address; /* where; NULL for wherever */
	const char *node;    /* X-FEServer, or NULL */
	const char *build;   /* X-OWA-Version, or NULL */
};

#define RUN(id)                                                                        \
	{                                                                              \
		OA_CODE_##id, NULL, NULL, NULL                                         \
	}
#define AT(id, address)                                                                \
	{                                                                              \
		OA_CODE_##id, address, NULL, NULL                                      \
	}
#define BY(id, node)                                                                   \
	{                                                                              \
		OA_CODE_##id, NULL, node, NULL                                         \
	}
#define OF(id, node, build)                                                            \
	{                                                                              \
		OA_CODE_##id, NULL, node, build                                        \
	}

static void record(struct oa_report *report, const struct run *run)
{
	oa_report_init(report);
	oa_facts_set(&report->facts, "host", "mail.lab.test");
	if (run->code != OA_CODE_OK)
		oa_report_find(report, run->code, NULL, NULL);
	snprintf(report->seen.name, sizeof(report->seen.name), "%s",
		run->node ? run->node : "");
	snprintf(report->seen.build, sizeof(report->seen.build), "%s",
		run->build ? run->build : "");
}

/* Judges the runs as the front does: the report of the one with most to tell gets the
 * result.  Run i takes i + 1 seconds. */
static void judge(const struct run *runs, size_t count, size_t alert,
	struct oa_report *ret_report)
{
	struct oa_tries tries = {0};
	size_t shown = 0;

	for (size_t i = 0; i < count; i++) {
		record(ret_report, &runs[i]);
		ck_assert_ptr_nonnull(oa_tries_add(
			&tries, ret_report, runs[i].address, (double)i + 1));
		if (oa_try_outweighs(&tries.item[i], &tries.item[shown]))
			shown = i;
		oa_report_free(ret_report);
	}
	record(ret_report, &runs[shown]);
	oa_tries_judge(&tries, alert, ret_report);
	oa_tries_free(&tries);
}

static const struct {
	struct run runs[RUNS_MAX];
	size_t count;
	size_t alert;
	enum oa_code code;
	enum oa_state state;
	const char *text; /* part of the verdict's */
} verdicts[] = {
	{{RUN(OK), RUN(OK)}, 2, 0, OA_CODE_OK, OA_STATE_OK, ""},
	{{RUN(TCP_REFUSED), RUN(TCP_REFUSED)}, 2, 0, OA_CODE_TCP_REFUSED,
		OA_STATE_CRITICAL, ""},
	{{RUN(OK), RUN(HTTP_TIMEOUT), RUN(OK)}, 3, 0, OA_CODE_INTERMITTENT_FAILURE,
		OA_STATE_WARNING, "1 of 3 tries fail: http-timeout"},
	{{RUN(OK), RUN(HTTP_TIMEOUT), RUN(OK)}, 3, 1, OA_CODE_INTERMITTENT_FAILURE,
		OA_STATE_CRITICAL, "1 of 3"},
	{{RUN(OK), RUN(HTTP_TIMEOUT)}, 2, 0, OA_CODE_INTERMITTENT_FAILURE,
		OA_STATE_CRITICAL, "1 of 2"},
	{{RUN(OK), RUN(HTTP_TIMEOUT), RUN(OK), RUN(OK), RUN(TUNNEL_NO_C2)}, 5, 3,
		OA_CODE_INTERMITTENT_FAILURE, OA_STATE_WARNING,
		"2 of 5 tries fail: http-timeout, tunnel-no-c2"},
	{{BY(OK, "EX1"), BY(HTTP_TIMEOUT, "EX2"), BY(OK, "EX1")}, 3, 0,
		OA_CODE_INTERMITTENT_FAILURE, OA_STATE_WARNING, "http-timeout at EX2"},
	{{RUN(OK), RUN(HTTP_APP_POOL_STOPPED), RUN(OK)}, 3, 0, OA_CODE_HTTP_503_BURST,
		OA_STATE_WARNING, "503 in 1 of 3 tries"},
	{{RUN(HTTP_503_BURST), RUN(OK), RUN(OK)}, 3, 0, OA_CODE_HTTP_503_BURST,
		OA_STATE_WARNING, "503 in 1 of 3 tries"},
	{{RUN(OK), RUN(HTTP_APP_POOL_STOPPED), RUN(HTTP_TIMEOUT)}, 3, 0,
		OA_CODE_INTERMITTENT_FAILURE, OA_STATE_CRITICAL, "2 of 3"},
	{{AT(OK, "192.0.2.1"), AT(TCP_REFUSED, "192.0.2.2")}, 2, 0,
		OA_CODE_TCP_ADDRESS_DEAD, OA_STATE_WARNING,
		"1 of 2 addresses of mail.lab.test fail: 192.0.2.2"},
	{{AT(OK, "192.0.2.1"), AT(TCP_FILTERED, "2001:db8::1")}, 2, 0,
		OA_CODE_TCP_ADDRESS_DEAD, OA_STATE_WARNING, "all of IPv6: 2001:db8::1"},
	{{AT(TCP_FILTERED, "192.0.2.1"), AT(TCP_REFUSED, "192.0.2.2")}, 2, 0,
		OA_CODE_TCP_FILTERED, OA_STATE_CRITICAL, ""},
	{{AT(HTTP_TIMEOUT, "192.0.2.1"), AT(TCP_REFUSED, "192.0.2.2")}, 2, 0,
		OA_CODE_HTTP_TIMEOUT, OA_STATE_CRITICAL, ""},
	{{AT(OK, "192.0.2.1"), AT(HTTP_TIMEOUT, "192.0.2.2"), AT(OK, "192.0.2.3")}, 3,
		0, OA_CODE_INTERMITTENT_FAILURE, OA_STATE_WARNING,
		"http-timeout at 192.0.2.2"},
	{{AT(OK, "192.0.2.1"), AT(TCP_REFUSED, "192.0.2.2"), AT(OK, "192.0.2.1"),
		 AT(OK, "192.0.2.2")},
		4, 0, OA_CODE_INTERMITTENT_FAILURE, OA_STATE_WARNING,
		"1 of 4 tries fail: tcp-refused at 192.0.2.2"},
	{{OF(OK, "EX1", "15.2.1"), OF(OK, "EX2", "15.2.2")}, 2, 0, OA_CODE_NODES_DIFFER,
		OA_STATE_WARNING, "differ in build: EX1 15.2.1; EX2 15.2.2"},
	{{OF(OK, "EX1", "15.2.1"), OF(OK, "EX2", "15.2.1"), RUN(OK)}, 3, 0, OA_CODE_OK,
		OA_STATE_OK, ""},
};

START_TEST(many_runs_make_one_verdict)
{
	for (size_t i = 0; i < OA_LENGTH(verdicts); i++) {
		struct oa_report *report = malloc(sizeof(*report));
		const struct oa_step *verdict;
		enum oa_code code;

		judge(verdicts[i].runs, verdicts[i].count, verdicts[i].alert, report);
		verdict = oa_report_verdict(report);
		code = verdict ? verdict->code : OA_CODE_OK;
		ck_assert_msg(code == verdicts[i].code, "case %zu: %s", i,
			oa_diagnosis(code)->name);
		ck_assert_msg(oa_report_state(report) == verdicts[i].state,
			"case %zu: %s", i, oa_state_name(oa_report_state(report)));
		if (verdict)
			ck_assert_msg(strstr(verdict->text, verdicts[i].text),
				"case %zu: %s", i, verdict->text);
		oa_report_free(report);
		free(report);
	}
}
END_TEST

static double value_of(const struct oa_report *report, const char *label)
{
	double value;

	return oa_report_value_get(report, label, &value) ? value : (double)NAN;
}

static const struct {
	struct run runs[RUNS_MAX];
	size_t count;
	double loss, min, median, max; /* negative if not to be measured */
} measures[] = {
	{{RUN(OK), RUN(OK), RUN(OK)}, 3, 0, 1, 2, 3},
	{{RUN(OK), RUN(OK)}, 2, 0, 1, 1.5, 2},
	{{RUN(TCP_REFUSED), RUN(OK), RUN(OK), RUN(OK)}, 4, 25, 2, 3, 4},
	{{RUN(TCP_REFUSED), RUN(TCP_REFUSED)}, 2, 100, -1, -1, -1},
};

START_TEST(times_are_those_of_good_runs)
{
	for (size_t i = 0; i < OA_LENGTH(measures); i++) {
		struct oa_report *report = malloc(sizeof(*report));
		const double wanted[] = {measures[i].loss, measures[i].min,
			measures[i].median, measures[i].max};
		static const char *const labels[] = {
			"loss", "time_min", "time_median", "time_max"};

		judge(measures[i].runs, measures[i].count, 0, report);
		for (size_t k = 0; k < OA_LENGTH(labels); k++) {
			double value = value_of(report, labels[k]);

			ck_assert_msg(wanted[k] < 0 ? isnan(value)
						    : fabs(value - wanted[k]) < 1e-9,
				"case %zu: %s is %f", i, labels[k], value);
		}
		oa_report_free(report);
		free(report);
	}
}
END_TEST

START_TEST(some_findings_end_the_tries)
{
	static const struct {
		enum oa_code code;
		bool was_refused;
		bool is_last;
	} cases[] = {
		{OA_CODE_OK, false, false},
		{OA_CODE_TCP_REFUSED, false, false},
		{OA_CODE_AUTH_REJECTED, true, true},
		{OA_CODE_BACKEND_LOGON_REFUSED, true, true},
		{OA_CODE_AUTH_SCHEME_MISSING, false, false},
		{OA_CODE_AUTH_BUDGET_USED, false, true},
		{OA_CODE_MISSING_CREDENTIALS, false, true},
		{OA_CODE_DEADLINE_EXCEEDED, false, false},
	};

	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_try try = {.code = cases[i].code,
			.seen = {.was_refused = cases[i].was_refused}};

		ck_assert_msg(oa_try_is_last(&try) == cases[i].is_last, "case %zu", i);
	}
}
END_TEST

OA_TEST_MAIN("tries", many_runs_make_one_verdict, times_are_those_of_good_runs,
	some_findings_end_the_tries)
