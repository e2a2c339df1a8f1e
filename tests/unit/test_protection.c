/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/protection.h"
#include "tests/unit/runner.h"
#include "tests/unit/scripted.h"

#define GOOD "HTTP/1.1 200 OK\r\n" SCRIPTED_IIS SCRIPTED_END
#define REFUSED                                                                        \
	"HTTP/1.1 401 No\r\n" SCRIPTED_IIS "WWW-Authenticate: NTLM\r\n" SCRIPTED_END
#define BROKEN "HTTP/1.1 500 No\r\n" SCRIPTED_IIS SCRIPTED_END

static const struct protection_case {
	const char *wrong;  /* answer to the logon with a false binding */
	const char *absent; /* to the one without, NULL: it must not be made */
	enum oa_protection wish;
	enum oa_code code;
	const char *text;
} cases[] = {
	{GOOD, NULL, OA_PROTECTION_ANY, OA_CODE_OK, "Extended Protection: none"},
	{REFUSED, GOOD, OA_PROTECTION_ANY, OA_CODE_OK, "Extended Protection: allow"},
	{REFUSED, REFUSED, OA_PROTECTION_ANY, OA_CODE_OK,
		"Extended Protection: require"},
	{BROKEN, NULL, OA_PROTECTION_ANY, OA_CODE_OK, "Extended Protection: unknown"},
	{REFUSED, BROKEN, OA_PROTECTION_ANY, OA_CODE_OK,
		"Extended Protection: unknown"},
	{GOOD, NULL, OA_PROTECTION_NONE, OA_CODE_OK, "Extended Protection: none"},
	{REFUSED, GOOD, OA_PROTECTION_ALLOW, OA_CODE_OK, "Extended Protection: allow"},
	{REFUSED, REFUSED, OA_PROTECTION_REQUIRE, OA_CODE_OK,
		"Extended Protection: require"},
	{GOOD, NULL, OA_PROTECTION_REQUIRE, OA_CODE_AUTH_EXTENDED_PROTECTION,
		"found none, required require"},
	{REFUSED, GOOD, OA_PROTECTION_REQUIRE, OA_CODE_AUTH_EXTENDED_PROTECTION,
		"found allow, required require"},
	{REFUSED, REFUSED, OA_PROTECTION_NONE, OA_CODE_AUTH_EXTENDED_PROTECTION,
		"found require, required none"},
	{BROKEN, NULL, OA_PROTECTION_ALLOW, OA_CODE_AUTH_EXTENDED_PROTECTION,
		"found unknown, required allow"},
};

static const struct oa_step *last_step(const struct oa_report *report)
{
	ck_assert_uint_gt(report->step_count, 0);
	return &report->steps[report->step_count - 1];
}

START_TEST(two_logons_tell)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		const struct protection_case *test = &cases[i];
		const struct oa_protection_plan plan = {.wish = test->wish};
		struct scripted *script = calloc(1, sizeof(*script));
		char first[2048], second[2048];
		const struct oa_step *step;

		script->answer[0] = scripted_challenge(
			first, sizeof(first), "NTLM", SCRIPTED_EX1, "");
		script->answer[1] = test->wrong;
		if (test->absent) {
			script->answer[2] = scripted_challenge(
				second, sizeof(second), "NTLM", SCRIPTED_EX1, "");
			script->answer[3] = test->absent;
		}
		scripted_start(script);
		oa_protection_test(&script->front, &plan, OA_SCHEME_NTLM, "EX1:6001",
			oa_deadline_in(5));
		step = last_step(&script->report);
		ck_assert_msg(step->code == test->code, "%zu: %s", i,
			oa_diagnosis(step->code)->name);
		ck_assert_int_eq(step->state,
			test->code == OA_CODE_OK ? OA_STATE_OK : OA_STATE_WARNING);
		ck_assert_msg(strstr(step->text, test->text) != NULL, "%zu: %s", i,
			step->text);
		/* no logon more than is needed, for each refused one counts */
		ck_assert_uint_eq(script->used, test->absent ? 4 : 2);
		scripted_stop(script);
		free(script);
	}
}
END_TEST

OA_TEST_MAIN("protection", two_logons_tell)
