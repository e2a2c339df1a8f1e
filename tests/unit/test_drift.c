/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/drift.h"
#include "tests/unit/results.h"
#include "tests/unit/runner.h"

#include <string.h>

#define HOUR 3600

/* Adds an hour of runs with that time of the TLS handshake; returns the last result. */
static struct oa_result add_hour(
	struct oa_drift *drift, int hour, int runs, double seconds, double warn_seconds)
{
	struct oa_result result = {0};

	for (int i = 0; i < runs; i++) {
		oa_result_free(&result);
		result = result_of(OA_CODE_OK, MIDNIGHT + HOUR * hour + 10 * i);
		result.leg_seconds[OA_LEG_TOTAL] = -1;
		result.leg_seconds[OA_LEG_TLS] = (float)seconds;
		oa_drift_add(drift, &result, warn_seconds);
	}
	return result;
}

/* What an hour at a time of its own says after four hours at 50 ms. */
static const struct {
	int learning_runs;
	int runs;
	double seconds;
	double warn_seconds;
	bool is_drift;
} cases[] = {
	{60, 60, 0.05, 0, false},
	{60, 60, 0.1, 0, false},
	{60, 60, 0.25, 0, true},
	/* too few to judge by, or to learn from */
	{60, 11, 0.25, 0, false},
	{11, 60, 0.25, 0, false},
	{12, 12, 0.25, 0, true},
	/* far from what is slow */
	{60, 60, 0.25, 2, false},
	{60, 60, 1.5, 2, true},
};

START_TEST(three_times_the_baseline)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_drift drift = {0};
		struct oa_result result;

		for (int hour = 0; hour < 4; hour++) {
			result = add_hour(&drift, hour, cases[i].learning_runs, 0.05,
				cases[i].warn_seconds);
			ck_assert_int_eq(result.status, OA_STATUS_OK);
			oa_result_free(&result);
		}
		result = add_hour(&drift, 4, cases[i].runs, cases[i].seconds,
			cases[i].warn_seconds);
		ck_assert_msg(
			(result.code == OA_CODE_LATENCY_DRIFT) == cases[i].is_drift,
			"case %zu", i);
		ck_assert_int_eq(result.probe[OA_KIND_HISTORY].status,
			cases[i].is_drift ? OA_STATUS_WARNING : OA_STATUS_OK);
		oa_result_free(&result);
	}
}
END_TEST

START_TEST(it_ends_when_it_is_over)
{
	struct oa_drift drift = {0};
	struct oa_result result;
	float baseline;

	for (int hour = 0; hour < 4; hour++) {
		result = add_hour(&drift, hour, 60, 0.05, 0);
		oa_result_free(&result);
	}
	result = add_hour(&drift, 4, 60, 0.3, 0);
	ck_assert_int_eq(result.culprit, OA_KIND_HISTORY);
	ck_assert_ptr_nonnull(strstr(result.text, "tls_time p95 "));
	ck_assert_ptr_nonnull(result.hint);
	oa_result_free(&result);
	baseline = drift.leg[OA_LEG_TLS].baseline_ms;
	ck_assert(baseline >= 50 && baseline < 65);
	/* days of it are no reason to take it for the rule */
	for (int hour = 5; hour < 50; hour++) {
		result = add_hour(&drift, hour, 60, 0.3, 0);
		ck_assert_int_eq(result.code, OA_CODE_LATENCY_DRIFT);
		oa_result_free(&result);
	}
	ck_assert(drift.leg[OA_LEG_TLS].baseline_ms == baseline);
	result = add_hour(&drift, 50, 60, 0.05, 0);
	ck_assert_int_eq(result.status, OA_STATUS_OK);
	oa_result_free(&result);
}
END_TEST

START_TEST(nobody_notices_some_milliseconds)
{
	struct oa_drift drift = {0};

	for (int hour = 0; hour < 5; hour++) {
		struct oa_result result = add_hour(
			&drift, hour, 60, hour < 4 ? 0.002 : 0.06, 0);

		ck_assert_int_eq(result.status, OA_STATUS_OK);
		oa_result_free(&result);
	}
}
END_TEST

START_TEST(failures_do_not_count)
{
	struct oa_drift drift = {0};
	struct oa_result result = add_hour(&drift, 0, 20, 0.05, 0);

	oa_result_free(&result);
	result = result_of(OA_CODE_TCP_REFUSED, MIDNIGHT + 300);
	result.leg_seconds[OA_LEG_TLS] = 9;
	oa_drift_add(&drift, &result, 0);
	ck_assert_uint_eq(drift.leg[OA_LEG_TLS].runs, 20);
	oa_result_free(&result);
	/* another warning of the run stays in the first line */
	drift.leg[OA_LEG_TLS].has_drifted = true;
	result = result_of(OA_CODE_TLS_WEAK, MIDNIGHT + 360);
	oa_drift_add(&drift, &result, 0);
	ck_assert_int_eq(result.code, OA_CODE_TLS_WEAK);
	ck_assert_int_eq(result.probe[OA_KIND_HISTORY].code, OA_CODE_LATENCY_DRIFT);
	oa_result_free(&result);
}
END_TEST

START_TEST(any_time_has_a_bucket)
{
	static const float seconds[] = {0, 1e-9f, 0.001f, 0.0011f, 59, 1e6f, 3e38f};
	struct oa_drift drift = {0};

	for (size_t i = 0; i < OA_LENGTH(seconds); i++) {
		struct oa_result result = add_hour(&drift, 0, 1, (double)seconds[i], 0);

		oa_result_free(&result);
	}
	ck_assert_uint_eq(drift.leg[OA_LEG_TLS].runs, 7);
	ck_assert_uint_eq(drift.leg[OA_LEG_TLS].bucket[0], 3);
	ck_assert_uint_eq(drift.leg[OA_LEG_TLS].bucket[OA_DRIFT_BUCKETS - 1], 3);
}
END_TEST

OA_TEST_MAIN("drift", three_times_the_baseline, it_ends_when_it_is_over,
	failures_do_not_count, nobody_notices_some_milliseconds, any_time_has_a_bucket)
