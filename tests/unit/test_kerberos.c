/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/kerberos.h"
#include "tests/unit/runner.h"

#include <string.h>

/* A front end without a network. */
struct fixture {
	struct oa_target target;
	struct oa_report report;
	struct oa_front front;
};

static void set_up(struct fixture *f)
{
	*f = (struct fixture){.target = {.host = "mail.lab.test"}};
	oa_report_init(&f->report);
	oa_facts_set(&f->report.facts, "host", "mail.lab.test");
	oa_facts_set(&f->report.facts, "user", "alice");
	f->front = (struct oa_front){.target = &f->target, .report = &f->report};
}

static const struct {
	enum oa_layer layer;
	long number;
	bool is_account_good;
	enum oa_code code;
	enum oa_state state;
	const char *text; /* part of the finding's */
	bool may_go_on;
} cases[] = {
	{OA_LAYER_KERBEROS, OA_TICKETS_OTHER, false, OA_CODE_MISSING_CREDENTIALS,
		OA_STATE_UNKNOWN, "its own words", true},
	{OA_LAYER_KERBEROS, OA_TICKETS_NO_SOURCE, false, OA_CODE_MISSING_CREDENTIALS,
		OA_STATE_UNKNOWN, "no ticket in the cache", true},
	{OA_LAYER_KERBEROS, OA_TICKETS_NO_KDC, false, OA_CODE_MISSING_CREDENTIALS,
		OA_STATE_UNKNOWN, "no KDC answers", true},
	{OA_LAYER_KERBEROS, OA_TICKETS_CLIENT_UNKNOWN, false, OA_CODE_AUTH_REJECTED,
		OA_STATE_UNKNOWN, "does not know the user", false},
	{OA_LAYER_KERBEROS, OA_TICKETS_SERVICE_UNKNOWN, false,
		OA_CODE_AUTH_KERBEROS_REFUSED, OA_STATE_CRITICAL,
		"does not know the service), nothing else was tried", true},
	{OA_LAYER_KERBEROS, OA_TICKETS_PASSWORD_WRONG, false, OA_CODE_AUTH_REJECTED,
		OA_STATE_UNKNOWN, "pre-authentication failed", false},
	{OA_LAYER_KERBEROS, OA_TICKETS_PASSWORD_WRONG, true, OA_CODE_AUTH_REJECTED,
		OA_STATE_CRITICAL, "pre-authentication failed", false},
	{OA_LAYER_KERBEROS, OA_TICKETS_ACCOUNT_UNUSABLE, false,
		OA_CODE_AUTH_ACCOUNT_UNUSABLE, OA_STATE_UNKNOWN, "its own words",
		false},
	{OA_LAYER_KERBEROS, OA_TICKETS_CLOCK_SKEW, false, OA_CODE_AUTH_KERBEROS_REFUSED,
		OA_STATE_UNKNOWN, "clocks", true},
	{OA_LAYER_FEATURE, 0, false, OA_CODE_FEATURE_MISSING, OA_STATE_UNKNOWN,
		"its own words", true},
	{OA_LAYER_SYSTEM, 0, false, OA_CODE_INTERNAL_ERROR, OA_STATE_UNKNOWN,
		"its own words", false},
};

START_TEST(troubles_have_codes)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_error error = {.layer = cases[i].layer,
			.number = cases[i].number,
			.text = "its own words"};
		const struct oa_step *step;
		struct fixture f;

		set_up(&f);
		f.target.is_account_good = cases[i].is_account_good;
		oa_kerberos_find(&f.front, &error);
		step = &f.report.steps[0];
		ck_assert_uint_eq(f.report.step_count, 1);
		ck_assert_int_eq(step->code, cases[i].code);
		ck_assert_int_eq(step->state, cases[i].state);
		ck_assert_msg(
			strstr(step->text, cases[i].text) && !strpbrk(step->text, "{}"),
			"case %zu: %s", i, step->text);
		ck_assert(oa_kerberos_may_go_on(&error) == cases[i].may_go_on);
		oa_report_free(&f.report);
	}
}
END_TEST

START_TEST(what_another_scheme_makes_up_for)
{
	for (int is_nameless = 0; is_nameless < 2; is_nameless++) {
		struct oa_error error = {.layer = OA_LAYER_KERBEROS,
			.number = is_nameless ? OA_TICKETS_SERVICE_UNKNOWN
					      : OA_TICKETS_NO_KDC,
			.text = "its own words"};
		struct fixture f;

		set_up(&f);
		oa_kerberos_warn(&f.front, &error);
		ck_assert_uint_eq(f.report.step_count, 1);
		ck_assert_int_eq(f.report.steps[0].code,
			is_nameless ? OA_CODE_AUTH_KERBEROS_REFUSED : OA_CODE_OK);
		ck_assert_int_eq(f.report.steps[0].state,
			is_nameless ? OA_STATE_WARNING : OA_STATE_OK);
		oa_report_free(&f.report);
	}
}
END_TEST

static const struct {
	enum oa_auth_choice auth;
	const char *keytab, *ccache;
	bool is_wanted;
} choices[] = {
	{OA_AUTH_AUTO, NULL, NULL, false},
	{OA_AUTH_AUTO, "k", NULL, true},
	{OA_AUTH_AUTO, NULL, "c", true},
	{OA_AUTH_NEGOTIATE, NULL, NULL, true},
	{OA_AUTH_NTLM, "k", "c", false},
	{OA_AUTH_BASIC, "k", "c", false},
};

START_TEST(who_wants_kerberos)
{
	for (size_t i = 0; i < OA_LENGTH(choices); i++) {
		struct fixture f;

		set_up(&f);
		f.target.auth = choices[i].auth;
		f.target.who.keytab = choices[i].keytab;
		f.target.who.ccache = choices[i].ccache;
		ck_assert(oa_kerberos_is_wanted(&f.front) == choices[i].is_wanted);
		oa_report_free(&f.report);
	}
}
END_TEST

/* A second look must not cost a second bad password. */
START_TEST(a_refusal_is_remembered)
{
	char service[OA_PRINCIPAL_MAX] = "";
	struct oa_error err = {0};
	struct fixture f;

	set_up(&f);
	oa_fail(&f.front.kerberos, OA_LAYER_KERBEROS, OA_TICKETS_PASSWORD_WRONG, "no");
	ck_assert_int_eq(oa_kerberos_ticket(&f.front, "HTTP/mail.lab.test",
				 oa_deadline_in(5), service, &err),
		-1);
	ck_assert_int_eq(err.number, OA_TICKETS_PASSWORD_WRONG);
	ck_assert_str_eq(err.text, "no");
	oa_report_free(&f.report);
}
END_TEST

OA_TEST_MAIN("kerberos", troubles_have_codes, what_another_scheme_makes_up_for,
	who_wants_kerberos, a_refusal_is_remembered)
