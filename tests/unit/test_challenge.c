/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/challenge.h"
#include "tests/unit/runner.h"
#include "tests/unit/scripted.h"

#define BOTH  (OA_SCHEME_NTLM | OA_SCHEME_NEGOTIATE)
#define CLOSE "Connection: close\r\n"

/* An answer: a challenge with this token (hex), or as it stands. */
struct answer {
	const char *scheme; /* NULL: `text` is the whole answer */
	const char *token;
	const char *text; /* or further fields */
};

static const struct look_case {
	unsigned schemes; /* asked for */
	struct answer answer[3];
	unsigned broken; /* schemes that cannot work */
	enum oa_code code;
	const char *text; /* of that finding, or of the step when all is well */
	size_t used;      /* answers that were asked for */
} cases[] = {
	{OA_SCHEME_NTLM, {{"NTLM", SCRIPTED_EX1, ""}, {"NTLM", SCRIPTED_EX1, ""}}, 0,
		OA_CODE_OK, "NTLM challenge of EX1.lab.test, LAB", 2},
	{BOTH, {{"NTLM", SCRIPTED_EX1, ""}, {"Negotiate", SCRIPTED_EX1, ""}}, 0,
		OA_CODE_OK, "NTLM challenge of EX1.lab.test, LAB", 2},
	/* Basic brings no challenge, and is not asked for one */
	{OA_SCHEME_BASIC, {{0}}, 0, OA_CODE_OK, NULL, 0},
	{OA_SCHEME_NTLM, {{"NTLM", SCRIPTED_EX1, ""}, {"NTLM", SCRIPTED_EX2, ""}},
		OA_SCHEME_NTLM, OA_CODE_AUTH_CONNECTION_NOT_PINNED, NULL, 2},
	{BOTH, {{"NTLM", SCRIPTED_EX1, ""}, {"Negotiate", SCRIPTED_EX2, ""}},
		OA_SCHEME_NEGOTIATE, OA_CODE_AUTH_CONNECTION_NOT_PINNED, NULL, 2},
	/* the logon could not go on where it began */
	{OA_SCHEME_NTLM, {{"NTLM", SCRIPTED_EX1, CLOSE}}, OA_SCHEME_NTLM,
		OA_CODE_AUTH_CONNECTION_NOT_PINNED, NULL, 1},
	{OA_SCHEME_NTLM,
		{{NULL, NULL,
			"HTTP/1.1 401 No\r\nWWW-Authenticate: NTLM\r\n" SCRIPTED_END}},
		OA_SCHEME_NTLM, OA_CODE_HTTP_MALFORMED, "brings no challenge", 1},
	/* Negotiate may mean Kerberos alone */
	{OA_SCHEME_NEGOTIATE,
		{{NULL, NULL,
			"HTTP/1.1 401 No\r\nWWW-Authenticate: "
			"Negotiate\r\n" SCRIPTED_END}},
		0, OA_CODE_OK, NULL, 1},
	{OA_SCHEME_NEGOTIATE,
		{{NULL, NULL, "HTTP/1.1 403 No\r\n" SCRIPTED_IIS SCRIPTED_END}},
		OA_SCHEME_NEGOTIATE, OA_CODE_AUTH_NEGOTIATE_FORBIDDEN, NULL, 1},
	{OA_SCHEME_NTLM, {{"NTLM", "4e544c4d53535000020000", ""}}, OA_SCHEME_NTLM,
		OA_CODE_HTTP_MALFORMED, "NTLM", 1},
	{OA_SCHEME_NTLM, {{0}}, OA_SCHEME_NTLM, OA_CODE_HTTP_NO_ANSWER, NULL, 0},
	/* the second look may fail as well */
	{BOTH, {{"NTLM", SCRIPTED_EX1, ""}}, OA_SCHEME_NEGOTIATE,
		OA_CODE_HTTP_NO_ANSWER, NULL, 1},
};

static bool has_text(const struct oa_report *report, const char *text)
{
	for (size_t i = 0; i < report->step_count; i++)
		if (strstr(report->steps[i].text, text))
			return true;
	return false;
}

START_TEST(looks_are_judged)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		const struct look_case *test = &cases[i];
		struct scripted *script = calloc(1, sizeof(*script));
		struct oa_pace pace = oa_pace_begin(oa_deadline_in(5));
		struct oa_clock clock = {0};
		char buffer[3][2048];
		unsigned broken;

		for (size_t k = 0; k < OA_LENGTH(test->answer); k++) {
			const struct answer *answer = &test->answer[k];

			script->answer[k] = answer->scheme
						    ? scripted_challenge(buffer[k],
							      sizeof(buffer[k]),
							      answer->scheme,
							      answer->token,
							      answer->text)
						    : answer->text;
		}
		scripted_start(script);
		broken = oa_challenge_look(
			&script->front, "EX1:6001", test->schemes, &pace, &clock);
		ck_assert_msg(broken == test->broken, "%zu: 0x%x", i, broken);
		ck_assert_msg(scripted_code(script) == test->code, "%zu: %s", i,
			oa_diagnosis(scripted_code(script))->name);
		ck_assert_msg(script->used == test->used, "%zu: %zu", i, script->used);
		if (test->text)
			ck_assert_msg(has_text(&script->report, test->text), "%zu", i);
		ck_assert_int_eq(
			clock.is_known, test->used && test->answer[0].token &&
						strlen(test->answer[0].token) > 100 &&
						!test->answer[0].text[0]);
		scripted_stop(script);
		free(script);
	}
}
END_TEST

/* What is not asked for want of time is said, and blames nobody. */
START_TEST(no_time_is_no_fault_of_the_way)
{
	struct scripted *script = calloc(1, sizeof(*script));
	struct oa_pace pace = oa_pace_begin(oa_deadline_in(0));
	struct oa_clock clock = {0};

	scripted_start(script);
	ck_assert_uint_eq(
		oa_challenge_look(&script->front, "EX1:6001", BOTH, &pace, &clock),
		BOTH);
	ck_assert_int_eq(scripted_code(script), OA_CODE_DEADLINE_EXCEEDED);
	ck_assert_uint_eq(script->used, 0);
	scripted_stop(script);
	free(script);
}
END_TEST

OA_TEST_MAIN("challenge", looks_are_judged, no_time_is_no_fault_of_the_way)
