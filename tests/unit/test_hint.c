/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/hint.h"
#include "tests/unit/results.h"
#include "tests/unit/runner.h"

#include <string.h>

/* Findings beside a verdict of tcp-refused with "start it", and what is said of them.
 */
static const struct {
	struct oa_change change;
	const char *hint; /* NULL for none; "catalogue" for the one that stands there */
} cases[] = {
	{{.type = OA_CHANGE_TARGET,
		 .kind = OA_KIND_TCP,
		 .to = OA_STATUS_CRITICAL,
		 .code = OA_CODE_TCP_REFUSED},
		"start it"},
	{{.type = OA_CHANGE_TARGET, .to = OA_STATUS_OK, .code = OA_CODE_OK}, NULL},
	{{.type = OA_CHANGE_FLAP_START,
		 .to = OA_STATUS_WARNING,
		 .code = OA_CODE_TCP_REFUSED},
		"start it"},
	{{.type = OA_CHANGE_PROBE,
		 .kind = OA_KIND_TCP,
		 .to = OA_STATUS_CRITICAL,
		 .code = OA_CODE_TCP_REFUSED},
		"start it"},
	{{.type = OA_CHANGE_PROBE,
		 .kind = OA_KIND_HTTP,
		 .to = OA_STATUS_WARNING,
		 .code = OA_CODE_CERT_EXPIRES_SOON},
		"catalogue"},
	{{.type = OA_CHANGE_PROBE,
		 .kind = OA_KIND_TCP,
		 .to = OA_STATUS_OK,
		 .code = OA_CODE_OK},
		NULL},
	{{.type = OA_CHANGE_EXPIRY,
		 .cert = OA_ROLE_FRONT_END,
		 .kind = OA_KIND_TLS,
		 .to = OA_STATUS_WARNING,
		 .code = OA_CODE_CERT_EXPIRES_SOON},
		"catalogue"},
	{{.type = OA_CHANGE_CERT,
		 .cert = OA_ROLE_FRONT_END,
		 .kind = OA_KIND_TLS,
		 .to = OA_STATUS_OK,
		 .code = OA_CODE_OK},
		NULL},
};

START_TEST(hints_of_changes)
{
	struct oa_result result = result_of(OA_CODE_TCP_REFUSED, MIDNIGHT);

	free(result.hint);
	result.hint = strdup("start it");
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		const struct oa_change *change = &cases[i].change;
		const char *hint = oa_hint_of_change(&result, change);
		const char *wanted = cases[i].hint;

		if (wanted && strcmp(wanted, "catalogue") == 0)
			wanted = oa_diagnosis(change->code)->hint;
		ck_assert_pstr_eq(hint, wanted);
	}
	oa_result_free(&result);
}
END_TEST

/* Another finding's facts would be wrong, and none at all would leave braces. */
START_TEST(no_hint_has_a_placeholder)
{
	struct oa_result result = {.code = OA_CODE_OK};

	for (int code = 0; code < OA_CODES; code++) {
		const char *hint = oa_hint(&result, OA_KIND_TCP, (enum oa_code)code);

		ck_assert(!hint || (hint[0] && !strchr(hint, '{')));
	}
}
END_TEST

OA_TEST_MAIN("hint", hints_of_changes, no_hint_has_a_placeholder)
