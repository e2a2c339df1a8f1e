/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/announced.h"
#include "tests/unit/runner.h"

#define NOW    INT64_C(1780315200)
#define MINUTE 60
#define SETTLE (15.0 * MINUTE)

/* clang-format off */
static const struct {
	enum oa_code code;   /* what the run has found */
	int64_t age;         /* of the change, seconds; -1 for none */
	bool is_published;
	enum oa_code verdict;
	enum oa_state state;
} cases[] = {
	{OA_CODE_HTTP_PATH_NOT_FOUND, 5 * MINUTE, true,
	 OA_CODE_RECENTLY_ENABLED, OA_STATE_WARNING},
	{OA_CODE_HTTP_503_BURST, 5 * MINUTE, true,
	 OA_CODE_RECENTLY_ENABLED, OA_STATE_WARNING},
	{OA_CODE_HTTP_APP_POOL_STOPPED, 0, true,
	 OA_CODE_RECENTLY_ENABLED, OA_STATE_WARNING},
	{OA_CODE_HTTP_APP_POOL_CRASHING, 14 * MINUTE, true,
	 OA_CODE_RECENTLY_ENABLED, OA_STATE_WARNING},
	{OA_CODE_HTTP_PATH_NOT_FOUND, 5 * MINUTE, false,
	 OA_CODE_HTTP_PATH_NOT_FOUND, OA_STATE_CRITICAL},
	{OA_CODE_HTTP_PATH_NOT_FOUND, 30 * MINUTE, true,
	 OA_CODE_HTTP_PATH_NOT_FOUND, OA_STATE_CRITICAL},
	{OA_CODE_HTTP_PATH_NOT_FOUND, 61 * MINUTE, true,
	 OA_CODE_SETTINGS_NOT_APPLIED, OA_STATE_CRITICAL},
	{OA_CODE_HTTP_APP_POOL_STOPPED, 61 * MINUTE, false,
	 OA_CODE_SETTINGS_NOT_APPLIED, OA_STATE_CRITICAL},
	{OA_CODE_HTTP_PATH_NOT_FOUND, 25 * 60 * MINUTE, true,
	 OA_CODE_HTTP_PATH_NOT_FOUND, OA_STATE_CRITICAL},
	{OA_CODE_HTTP_PATH_NOT_FOUND, -1, true,
	 OA_CODE_HTTP_PATH_NOT_FOUND, OA_STATE_CRITICAL},
	{OA_CODE_TCP_REFUSED, 5 * MINUTE, true,
	 OA_CODE_TCP_REFUSED, OA_STATE_CRITICAL},
};
/* clang-format on */

START_TEST(judges_by_the_age_of_the_change)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		int64_t changed = cases[i].age < 0 ? 0 : NOW - cases[i].age;
		const struct oa_step *verdict;
		struct oa_report report;

		oa_report_init(&report);
		oa_report_find(&report, cases[i].code, NULL, NULL);
		oa_announced_judge(
			&report, changed, SETTLE, cases[i].is_published, NOW);
		verdict = oa_report_verdict(&report);
		ck_assert_msg(verdict->code == cases[i].verdict &&
				      verdict->state == cases[i].state,
			"case %zu: %s", i, oa_diagnosis(verdict->code)->name);
		oa_report_free(&report);
	}
}
END_TEST

START_TEST(says_what_and_since_when)
{
	struct oa_report report;

	oa_report_init(&report);
	oa_report_find(&report, OA_CODE_HTTP_PATH_NOT_FOUND, NULL, NULL);
	oa_announced_judge(&report, NOW - 3 * MINUTE, SETTLE, true, NOW);
	ck_assert_str_eq(oa_report_verdict(&report)->text,
		"enabled 3 min ago, not active yet (http-path-not-found)");
	oa_report_free(&report);
}
END_TEST

OA_TEST_MAIN("announced", judges_by_the_age_of_the_change, says_what_and_since_when)
