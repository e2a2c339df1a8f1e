/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/logons.h"
#include "tests/unit/runner.h"
#include "tests/unit/scripted.h"

#define GOOD "HTTP/1.1 200 OK\r\n" SCRIPTED_IIS SCRIPTED_END
#define BAD                                                                            \
	"HTTP/1.1 401 No\r\n" SCRIPTED_IIS                                             \
	"WWW-Authenticate: NTLM\r\nWWW-Authenticate: Basic "                           \
	"realm=\"x\"\r\n" SCRIPTED_END
#define FORBIDDEN "HTTP/1.1 403 No\r\n" SCRIPTED_IIS SCRIPTED_END
#define PAGE      "HTTP/1.1 404 No\r\n" SCRIPTED_IIS SCRIPTED_END
#define LEG       NULL

#define BASIC OA_SCHEME_BASIC
#define NTLM  OA_SCHEME_NTLM

/* Answers in the order in which they are wanted: of each scheme an echo by OUT, and
 * if that passed by IN; last of all the head of a channel.  LEG is a challenge. */
static const struct logons_case {
	unsigned schemes;
	bool is_account_good;
	size_t count;
	const char *answer[SCRIPTED_MAX];
	size_t used; /* answers that were asked for */
	enum oa_code code;
} cases[] = {
	{BASIC, false, 3, {GOOD, GOOD, GOOD}, 3, OA_CODE_OK},
	{BASIC, false, 3, {GOOD, BAD, GOOD}, 2, OA_CODE_AUTH_CHANNELS_DIFFER},
	/* one refused password ends it: NTLM is not tried with the same one */
	{BASIC | NTLM, false, 4, {BAD, LEG, GOOD, GOOD}, 1, OA_CODE_AUTH_REJECTED},
	/* what is forbidden proves nothing about the password */
	{BASIC | NTLM, false, 9,
		{FORBIDDEN, LEG, GOOD, LEG, GOOD, PAGE, PAGE, LEG, GOOD}, 9,
		OA_CODE_HTTP_FORBIDDEN},
	/* a password that was taken once may be refused elsewhere */
	{BASIC | NTLM, false, 5, {GOOD, GOOD, LEG, BAD, GOOD}, 5,
		OA_CODE_AUTH_NTLM_REFUSED},
	{BASIC | NTLM, false, 8, {GOOD, GOOD, LEG, GOOD, LEG, GOOD, LEG, GOOD}, 8,
		OA_CODE_OK},
	{NTLM, false, 2, {LEG, BAD}, 2, OA_CODE_AUTH_REJECTED},
};

START_TEST(one_bad_password_in_all)
{
	static const struct oa_offers offers = {
		.count = 1, .item[0] = {.method = "GET", .schemes = BASIC | NTLM}};

	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		const struct logons_case *test = &cases[i];
		const struct oa_logons_plan plan = {.query = "EX1:6001",
			.offers = &offers,
			.schemes = test->schemes,
			.protection = {.wish = OA_PROTECTION_SKIP}};
		struct oa_pace pace = oa_pace_begin(oa_deadline_in(8));
		struct scripted *script = calloc(1, sizeof(*script));
		char leg[2048];

		scripted_challenge(leg, sizeof(leg), "NTLM", SCRIPTED_EX1, "");
		for (size_t k = 0; k < test->count; k++)
			script->answer[k] = test->answer[k] ? test->answer[k] : leg;
		scripted_start(script);
		script->target.is_account_good = test->is_account_good;
		oa_logons_try(&script->front, &plan, &pace);
		ck_assert_msg(scripted_code(script) == test->code, "%zu: %s", i,
			oa_diagnosis(scripted_code(script))->name);
		ck_assert_msg(script->used == test->used, "%zu: %zu", i, script->used);
		scripted_stop(script);
		free(script);
	}
}
END_TEST

OA_TEST_MAIN("logons", one_bad_password_in_all)
