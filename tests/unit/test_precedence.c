/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/report/diagnosis.h"
#include "tests/unit/runner.h"

#define C(id) OA_CODE_##id

static const struct {
	enum oa_code cause, effect;
} explained[] =
	{
		{C(MONITOR_CLOCK_WRONG), C(CERT_EXPIRED)},
		{C(MONITOR_NO_ROUTE), C(TCP_FILTERED)},
		{C(IIS_SITE_STOPPED), C(TCP_REFUSED)},
		{C(NOT_EXCHANGE), C(CERT_NAME_MISMATCH)},
		{C(NOT_EXCHANGE), C(HTTP_REDIRECT)},
		{C(NOT_EXCHANGE), C(HTTP_UNEXPECTED_STATUS)},
		{C(TLS_CLIENT_CERT_REQUIRED), C(HTTP_FORBIDDEN)},
		{C(HTTP_503_BURST), C(HTTP_APP_POOL_CRASHING)},
		{C(RPC_METHOD_FILTERED), C(HTTP_PATH_NOT_FOUND)},
		{C(RPC_TARGET_INVALID), C(HTTP_HANDLER_MISSING)},
		{C(AUTH_EXTENDED_PROTECTION), C(AUTH_NTLM_REFUSED)},
		{C(AUTH_FRONT_DIFFERS), C(AUTH_REJECTED)},
		{C(BACKEND_LOGON_REFUSED), C(AUTH_REJECTED)},
		{C(BACKEND_SITE_DOWN), C(BACKEND_HOP_FAILED)},
		{C(RPC_TARGET_UNRESOLVABLE), C(RPC_SERVER_UNAVAILABLE)},
		{C(RPC_TARGET_NOT_ALLOWED), C(ENDPOINT_6001_DOWN)},
		{C(ENDPOINT_6004_DOWN), C(RPC_TARGET_UNREACHABLE)},
		{C(IN_BODY_BUFFERED), C(TUNNEL_NO_C2)},
		{C(OUTSIDE_ONLY_FAILURE), C(DNS_NO_RECORD)},
		{C(PING_FAILS_LOGON_WORKS), C(RPC_NO_ANSWER)},
},
  unrelated[] = {
	  {C(TCP_REFUSED), C(IIS_SITE_STOPPED)},
	  {C(DNS_NO_RECORD), C(TCP_REFUSED)},
	  {C(NOT_EXCHANGE), C(TCP_REFUSED)},
	  {C(NOT_EXCHANGE), C(AUTH_REJECTED)},
	  {C(OUTSIDE_ONLY_FAILURE), C(MONITOR_NO_ROUTE)},
	  {C(NOT_EXCHANGE), C(OK)},
	  {C(MONITOR_NO_ROUTE), C(OK)},
	  {C(OK), C(TCP_FILTERED)},
	  {C(OK), C(OK)},
};

START_TEST(causes_explain_their_effects)
{
	for (size_t i = 0; i < OA_LENGTH(explained); i++)
		ck_assert_msg(
			oa_diagnosis_explains(explained[i].cause, explained[i].effect),
			"%s, %s", oa_diagnosis(explained[i].cause)->name,
			oa_diagnosis(explained[i].effect)->name);
	for (size_t i = 0; i < OA_LENGTH(unrelated); i++)
		ck_assert_msg(
			!oa_diagnosis_explains(unrelated[i].cause, unrelated[i].effect),
			"%s, %s", oa_diagnosis(unrelated[i].cause)->name,
			oa_diagnosis(unrelated[i].effect)->name);
}
END_TEST

/* Without a circle, among any findings there is one that no other explains. */
START_TEST(nothing_explains_in_a_circle)
{
	static bool reached[OA_CODES][OA_CODES];

	for (int a = 0; a < OA_CODES; a++)
		for (int b = 0; b < OA_CODES; b++)
			reached[a][b] = oa_diagnosis_explains(
				(enum oa_code)a, (enum oa_code)b);
	for (int via = 0; via < OA_CODES; via++)
		for (int a = 0; a < OA_CODES; a++)
			for (int b = 0; b < OA_CODES; b++)
				reached[a][b] |= reached[a][via] && reached[via][b];
	for (int a = 0; a < OA_CODES; a++)
		ck_assert_msg(
			!reached[a][a], "%s", oa_diagnosis((enum oa_code)a)->name);
}
END_TEST

START_TEST(each_phase_has_its_timeout)
{
	size_t count = 0;

	for (int i = 0; i < OA_CODES; i++)
		count += oa_diagnosis_is_timeout((enum oa_code)i);
	ck_assert_uint_eq(count, 12);
	ck_assert(oa_diagnosis_is_timeout(OA_CODE_TCP_FILTERED));
	ck_assert(oa_diagnosis_is_timeout(OA_CODE_RPC_NO_ANSWER));
	ck_assert(oa_diagnosis_is_timeout(OA_CODE_DEADLINE_EXCEEDED));
	ck_assert(!oa_diagnosis_is_timeout(OA_CODE_TCP_REFUSED));
	ck_assert(!oa_diagnosis_is_timeout(OA_CODE_OK));
}
END_TEST

OA_TEST_MAIN("precedence", causes_explain_their_effects, nothing_explains_in_a_circle,
	each_phase_has_its_timeout)
