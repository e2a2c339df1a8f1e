/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/offers.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <string.h>

#define BASIC     OA_SCHEME_BASIC
#define NTLM      OA_SCHEME_NTLM
#define NEGOTIATE OA_SCHEME_NEGOTIATE
#define DIGEST    OA_SCHEME_DIGEST

static const struct {
	unsigned schemes;
	const char *text;
} lists[] = {
	{0, ""},
	{NTLM, "NTLM"},
	{BASIC | NTLM | NEGOTIATE, "Negotiate, NTLM, Basic"},
	{DIGEST | OA_SCHEME_BEARER | OA_SCHEME_OTHER, "Digest, Bearer, other"},
};

START_TEST(lists_schemes)
{
	for (size_t i = 0; i < OA_LENGTH(lists); i++) {
		char text[OA_SCHEME_LIST_SIZE];

		oa_scheme_list(lists[i].schemes, text);
		ck_assert_str_eq(text, lists[i].text);
	}
}
END_TEST

/* What three methods offer (ANYBODY: 200), what is wished, and what is found. */
#define ANYBODY 0x8000u
static const struct judgement {
	unsigned get, out, in;
	struct oa_offers_wish wish;
	bool no_tls;
	int result;
	enum oa_code code; /* of the verdict; OA_CODE_OK for none */
	unsigned any;
} judgements[] = {
	{NTLM, NTLM, NTLM, {0}, false, 0, OA_CODE_OK, NTLM},
	{NTLM, NTLM, NTLM, {.required = NTLM}, false, 0, OA_CODE_OK, NTLM},
	{NTLM, NTLM, NTLM, {.required = NTLM | BASIC}, false, -1,
		OA_CODE_AUTH_SCHEME_MISSING, NTLM},
	{NTLM | BASIC, BASIC, NTLM | BASIC, {.required = NTLM}, false, -1,
		OA_CODE_AUTH_SCHEME_MISSING, NTLM | BASIC},
	{BASIC, BASIC, BASIC, {.required = NTLM, .elsewhere = NTLM}, false, 0,
		OA_CODE_OK, BASIC},
	{0, NTLM, NTLM, {0}, false, -1, OA_CODE_AUTH_NO_SCHEME, NTLM},
	{0, 0, 0, {0}, false, -1, OA_CODE_AUTH_NO_SCHEME, 0},
	{0, 0, 0, {.elsewhere = NTLM}, false, -1, OA_CODE_OK, 0},
	{NTLM | DIGEST, NTLM, NTLM, {0}, false, 0, OA_CODE_AUTH_SCHEME_UNWANTED,
		NTLM | DIGEST},
	{DIGEST, DIGEST, DIGEST, {.required = DIGEST}, false, 0, OA_CODE_OK, DIGEST},
	{NTLM, NTLM | BASIC, NTLM, {.forbidden = BASIC}, false, 0,
		OA_CODE_AUTH_SCHEME_UNWANTED, NTLM | BASIC},
	{OA_SCHEME_OTHER, NTLM, NTLM, {0}, false, 0, OA_CODE_AUTH_SCHEME_UNWANTED,
		NTLM | OA_SCHEME_OTHER},
	{ANYBODY, NTLM, NTLM, {.required = NTLM}, false, 0, OA_CODE_ANONYMOUS_ACCESS,
		NTLM},
	{ANYBODY, ANYBODY, ANYBODY, {.required = NTLM}, false, 0,
		OA_CODE_ANONYMOUS_ACCESS, 0},
	{BASIC, BASIC, BASIC, {0}, true, 0, OA_CODE_HTTP_PLAIN_BASIC, BASIC},
	{NTLM, NTLM, NTLM, {0}, true, 0, OA_CODE_OK, NTLM},
};

static struct oa_offer offer_of(const char *method, unsigned schemes)
{
	struct oa_offer offer = {.method = method, .is_anonymous = schemes == ANYBODY};

	if (!offer.is_anonymous) {
		offer.schemes = schemes;
		oa_scheme_list(schemes, offer.names);
	}
	return offer;
}

START_TEST(judges_offers)
{
	for (size_t i = 0; i < OA_LENGTH(judgements); i++) {
		const struct judgement *test = &judgements[i];
		struct oa_target target = {
			.host = "mail.lab.test", .no_tls = test->no_tls};
		struct oa_offers offers = {.count = 3,
			.item = {offer_of("GET", test->get),
				offer_of("RPC_OUT_DATA", test->out),
				offer_of("RPC_IN_DATA", test->in)}};
		struct oa_report report;
		struct oa_front front = {.target = &target, .report = &report};
		const struct oa_step *verdict;

		oa_report_init(&report);
		oa_facts_set(&report.facts, "host", "mail.lab.test");
		ck_assert_msg(
			oa_offers_judge(&front, &offers, &test->wish) == test->result,
			"%zu", i);
		verdict = oa_report_verdict(&report);
		ck_assert_msg((verdict ? verdict->code : OA_CODE_OK) == test->code,
			"%zu: %s", i, verdict ? verdict->text : "none");
		ck_assert_uint_eq(oa_offers_any(&offers), test->any);
		for (size_t j = 0; j < report.step_count; j++)
			ck_assert_msg(!strpbrk(report.steps[j].text, "{}?"), "%s",
				report.steps[j].text);
		oa_report_free(&report);
	}
}
END_TEST

OA_TEST_MAIN("offers", lists_schemes, judges_offers)
