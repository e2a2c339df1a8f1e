/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/status.h"
#include "tests/unit/runner.h"

#include <ctype.h>
#include <string.h>

static const struct {
	struct oa_step step;
	enum oa_kind kind;
} cases[] = {
	{{.hop = OA_HOP_DNS}, OA_KIND_DNS},
	{{.hop = OA_HOP_TLS, .subject = "TLS 1.0"}, OA_KIND_TLS},
	{{.hop = OA_HOP_PROXY, .subject = "6002"}, OA_KIND_PROXY},
	{{.hop = OA_HOP_TUNNEL, .subject = "6001"}, OA_KIND_STORE},
	{{.hop = OA_HOP_ENDPOINT, .subject = "6002"}, OA_KIND_REFERRAL},
	{{.hop = OA_HOP_BIND, .subject = "6004"}, OA_KIND_ADDRESSBOOK},
	{{.hop = OA_HOP_BIND}, OA_KIND_STORE},
	{{.hop = OA_HOP_MAILBOX, .subject = "6002"}, OA_KIND_MAILBOX},
	{{.hop = OA_HOP_TIME}, OA_KIND_HISTORY},
	{{.hop = OA_HOP_MONITOR}, OA_KIND_MONITOR},
	/* what a branch of the chain met on its way is about the branch */
	{{.hop = OA_HOP_TLS, .branch = 1, .subject = "backend"}, OA_KIND_BACKEND},
	{{.hop = OA_HOP_DNS, .branch = 2}, OA_KIND_AUTODISCOVER},
	{{.hop = OA_HOP_HTTP, .branch = 3}, OA_KIND_MAPIHTTP},
	{{.hop = OA_HOP_MONITOR, .branch = 3}, OA_KIND_MONITOR},
};

START_TEST(steps_belong_to_kinds)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++)
		ck_assert_msg(oa_kind_of(&cases[i].step) == cases[i].kind,
			"case %zu: %s", i, oa_kind_label(oa_kind_of(&cases[i].step)));
}
END_TEST

static void check_label(const char *label)
{
	ck_assert_uint_ge(strlen(label), 2);
	ck_assert_uint_le(strlen(label), 64);
	ck_assert(islower((unsigned char)label[0]));
	for (const char *at = label; *at; at++)
		ck_assert_msg(isalpha((unsigned char)*at), "%s", label);
}

START_TEST(labels_are_words_without_digits)
{
	for (int i = OA_KIND_NONE; i < OA_KINDS; i++)
		check_label(oa_kind_label((enum oa_kind)i));
	for (int i = OA_STATUS_OK; i <= OA_STATUS_DISABLED; i++)
		check_label(oa_status_label((enum oa_status)i));
	for (int i = 1; i <= OA_ROLES; i++)
		check_label(oa_role_label((enum oa_role)i));
}
END_TEST

START_TEST(labels_of_codes_are_unique)
{
	static char labels[OA_CODES][80];

	for (int i = 0; i < OA_CODES; i++) {
		oa_code_label((enum oa_code)i, labels[i], sizeof(labels[i]));
		check_label(labels[i]);
		for (int other = 0; other < i; other++)
			ck_assert_str_ne(labels[other], labels[i]);
	}
}
END_TEST

static const struct {
	enum oa_code code;
	const char *label;
} codes[] = {
	{OA_CODE_OK, "ok"},
	{OA_CODE_TCP_REFUSED, "tcpRefused"},
	{OA_CODE_ENDPOINT_6001_DOWN, "endpointStoreDown"},
	{OA_CODE_ENDPOINT_6002_DOWN, "endpointReferralDown"},
	{OA_CODE_ENDPOINT_6004_DOWN, "endpointAddressBookDown"},
	{OA_CODE_HTTP_503_BURST, "httpFiveZeroThreeBurst"},
	{OA_CODE_TUNNEL_NO_A3, "tunnelNoAThree"},
	{OA_CODE_TLS_H2_ONLY, "tlsHTwoOnly"},
};

START_TEST(labels_of_codes_are_their_names)
{
	char label[65], tiny[4];

	for (size_t i = 0; i < OA_LENGTH(codes); i++) {
		oa_code_label(codes[i].code, label, sizeof(label));
		ck_assert_str_eq(label, codes[i].label);
	}
	oa_code_label(OA_CODE_TCP_REFUSED, tiny, sizeof(tiny));
	ck_assert_str_eq(tiny, "tcp");
}
END_TEST

START_TEST(exit_codes_are_one_less)
{
	for (int i = 0; i < OA_STATES; i++)
		ck_assert_int_eq(oa_status_of((enum oa_state)i),
			oa_state_exit_code((enum oa_state)i) + 1);
	ck_assert_int_eq(oa_status_worst(OA_STATUS_UNKNOWN, OA_STATUS_WARNING),
		OA_STATUS_WARNING);
	ck_assert_int_eq(
		oa_status_worst(OA_STATUS_OK, OA_STATUS_NOT_TESTED), OA_STATUS_OK);
	ck_assert(!oa_status_is_bad(OA_STATUS_NOT_TESTED));
	ck_assert(!oa_status_is_tested(OA_STATUS_DISABLED));
}
END_TEST

OA_TEST_MAIN("kind", steps_belong_to_kinds, labels_are_words_without_digits,
	labels_of_codes_are_unique, labels_of_codes_are_their_names,
	exit_codes_are_one_less)
