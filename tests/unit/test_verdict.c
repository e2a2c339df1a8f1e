/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/report/report.h"
#include "tests/unit/runner.h"

#define C(id) OA_CODE_##id

/* Findings in the order of their arrival, ended by OK, and what they come to. */
static const struct {
	enum oa_code findings[4];
	enum oa_code verdict;
	enum oa_state state;
} cases[] = {
	/* worst state first */
	{{C(RPC_SLOW)}, C(RPC_SLOW), OA_STATE_WARNING},
	{{C(TLS_WEAK), C(BIND_REFUSED)}, C(BIND_REFUSED), OA_STATE_CRITICAL},
	{{C(AUTH_REJECTED), C(TLS_WEAK)}, C(TLS_WEAK), OA_STATE_WARNING},
	{{C(DNS_RESOLVER_FAILED), C(TCP_REFUSED)}, C(TCP_REFUSED), OA_STATE_CRITICAL},
	/* among equals the earliest hop */
	{{C(BIND_REFUSED), C(TLS_ALERT)}, C(TLS_ALERT), OA_STATE_CRITICAL},
	{{C(MAPIHTTP_FAILED), C(STORE_UNAVAILABLE)}, C(STORE_UNAVAILABLE),
		OA_STATE_CRITICAL},
	{{C(DEADLINE_EXCEEDED), C(DNS_RESOLVER_FAILED)}, C(DNS_RESOLVER_FAILED),
		OA_STATE_UNKNOWN},
	/* inside a hop the earliest row */
	{{C(CERT_REVOKED), C(CERT_EXPIRED)}, C(CERT_EXPIRED), OA_STATE_CRITICAL},
	/* but what explains an equal finding wins */
	{{C(TCP_REFUSED), C(IIS_SITE_STOPPED)}, C(IIS_SITE_STOPPED), OA_STATE_CRITICAL},
	{{C(CERT_NAME_MISMATCH), C(NOT_EXCHANGE), C(HTTP_PATH_NOT_FOUND)},
		C(NOT_EXCHANGE), OA_STATE_CRITICAL},
	{{C(RPC_SERVER_UNAVAILABLE), C(ENDPOINT_6001_DOWN), C(RPC_TARGET_UNRESOLVABLE)},
		C(RPC_TARGET_UNRESOLVABLE), OA_STATE_CRITICAL},
	{{C(DNS_NO_RECORD), C(OUTSIDE_ONLY_FAILURE)}, C(OUTSIDE_ONLY_FAILURE),
		OA_STATE_CRITICAL},
	/* and never over a worse state */
	{{C(MONITOR_NO_ROUTE), C(TCP_FILTERED)}, C(TCP_FILTERED), OA_STATE_CRITICAL},
	/* an unexplained earlier hop stays before a cause */
	{{C(TUNNEL_NO_C2), C(IN_BODY_BUFFERED), C(DNS_NO_RECORD)}, C(DNS_NO_RECORD),
		OA_STATE_CRITICAL},
};

START_TEST(first_line_names_the_cause)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_report report;
		const struct oa_step *step;

		oa_report_init(&report);
		oa_report_ok(&report, OA_HOP_DNS, NULL, 0, "fine");
		for (const enum oa_code *code = cases[i].findings; *code; code++)
			oa_report_find(&report, *code, NULL, NULL);
		oa_report_not_tested(&report, OA_HOP_MAILBOX, NULL);
		step = oa_report_verdict(&report);
		ck_assert_ptr_nonnull(step);
		ck_assert_str_eq(oa_diagnosis(step->code)->name,
			oa_diagnosis(cases[i].verdict)->name);
		ck_assert_int_eq(oa_report_state(&report), cases[i].state);
		oa_report_free(&report);
	}
}
END_TEST

START_TEST(without_findings_there_is_no_verdict)
{
	struct oa_report report;

	oa_report_init(&report);
	oa_report_ok(&report, OA_HOP_DNS, NULL, 0, "fine");
	oa_report_not_tested(&report, OA_HOP_BIND, NULL);
	ck_assert_ptr_null(oa_report_verdict(&report));
	ck_assert_int_eq(oa_report_state(&report), OA_STATE_OK);
	oa_report_free(&report);
}
END_TEST

START_TEST(of_equal_steps_the_first_stays)
{
	struct oa_report report;

	oa_report_init(&report);
	oa_report_find(&report, OA_CODE_BIND_REFUSED, "6002", NULL);
	oa_report_find(&report, OA_CODE_BIND_REFUSED, "6001", NULL);
	ck_assert_str_eq(oa_report_verdict(&report)->subject, "6002");
	oa_report_free(&report);
}
END_TEST

START_TEST(a_finding_made_ok_is_still_named)
{
	struct oa_report report;

	oa_report_init(&report);
	report.has_timeout_state = true;
	report.timeout_state = OA_STATE_OK;
	oa_report_ok(&report, OA_HOP_DNS, NULL, 0, "fine");
	oa_report_find(&report, OA_CODE_TLS_TIMEOUT, NULL, NULL);
	ck_assert_int_eq(oa_report_verdict(&report)->code, OA_CODE_TLS_TIMEOUT);
	ck_assert_int_eq(oa_report_state(&report), OA_STATE_OK);
	oa_report_free(&report);
}
END_TEST

OA_TEST_MAIN("verdict", first_line_names_the_cause,
	without_findings_there_is_no_verdict, of_equal_steps_the_first_stays,
	a_finding_made_ok_is_still_named)
