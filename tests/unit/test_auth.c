/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/auth.h"
#include "tests/unit/runner.h"
#include "tests/unit/scripted.h"

#define LIST(schemes) "HTTP/1.1 401 No\r\n" SCRIPTED_IIS schemes SCRIPTED_END
#define AN_NTLM       "WWW-Authenticate: NTLM\r\n"
#define A_DIGEST      "WWW-Authenticate: Digest realm=\"x\", nonce=\"y\"\r\n"
/* The time in the challenge, seconds since 1970. */
#define CHALLENGE_TIME 1655526400

#define MISSING "HTTP/1.1 404 No\r\n" SCRIPTED_IIS SCRIPTED_END

/* What GET, RPC_OUT_DATA and RPC_IN_DATA are answered, who may be wished for, and
 * what that comes to.  No credentials: nothing but looks. */
static const struct auth_case {
	const char *answer[3];
	unsigned required;
	unsigned forbidden;
	enum oa_code code;
} cases[] = {
	{{LIST(AN_NTLM), LIST(AN_NTLM), LIST(AN_NTLM)}, 0, 0, OA_CODE_OK},
	{{LIST(AN_NTLM), LIST(AN_NTLM), LIST(AN_NTLM)}, OA_SCHEME_NTLM, 0, OA_CODE_OK},
	{{LIST(AN_NTLM), LIST(AN_NTLM), LIST(AN_NTLM)}, OA_SCHEME_NEGOTIATE, 0,
		OA_CODE_AUTH_SCHEME_MISSING},
	{{LIST(AN_NTLM), LIST(AN_NTLM), LIST(AN_NTLM)}, 0, OA_SCHEME_NTLM,
		OA_CODE_AUTH_SCHEME_UNWANTED},
	{{LIST(AN_NTLM), LIST(AN_NTLM A_DIGEST), LIST(AN_NTLM)}, 0, 0,
		OA_CODE_AUTH_SCHEME_UNWANTED},
	{{LIST(""), LIST(""), LIST("")}, 0, 0, OA_CODE_AUTH_NO_SCHEME},
	{{MISSING, MISSING, MISSING}, 0, 0, OA_CODE_NOT_EXCHANGE},
	{{"HTTP/1.1 banana\r\n\r\n", NULL, NULL}, 0, 0, OA_CODE_HTTP_MALFORMED},
	{{NULL, NULL, NULL}, 0, 0, OA_CODE_HTTP_NO_ANSWER},
};

START_TEST(offers_are_judged)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		const struct auth_case *test = &cases[i];
		const struct oa_auth_plan plan = {.server = "EX1",
			.required = test->required,
			.forbidden = test->forbidden};
		struct scripted *script = calloc(1, sizeof(*script));
		struct oa_report report;
		char leg[2048];
		const struct oa_step *verdict;

		memcpy(script->answer, test->answer, sizeof(test->answer));
		/* the challenge of a server is looked at twice */
		scripted_challenge(leg, sizeof(leg), "NTLM", SCRIPTED_EX1, "");
		script->answer[3] = script->answer[4] = test->answer[2] ? leg : NULL;
		scripted_start(script);
		script->target.who.user = NULL;
		script->target.now = CHALLENGE_TIME;
		oa_secret_free(&script->target.who.password);
		oa_report_init(&report);
		oa_probe_auth(&script->target, &plan, oa_deadline_in(5), &report);
		verdict = oa_report_verdict(&report);
		ck_assert_msg((verdict ? verdict->code : OA_CODE_OK) == test->code,
			"%zu: %s, %s", i,
			oa_diagnosis(verdict ? verdict->code : OA_CODE_OK)->name,
			verdict ? verdict->text : "");
		oa_report_free(&report);
		scripted_stop(script);
		free(script);
	}
}
END_TEST

OA_TEST_MAIN("auth", offers_are_judged)
