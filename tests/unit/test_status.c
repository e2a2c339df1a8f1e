/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/status.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

static const struct status_case {
	enum oa_status_table table;
	uint32_t number;
	const char *text;
} statuses[] = {
	{OA_STATUS_RPC, 5, "ERROR_ACCESS_DENIED (0x5): access denied"},
	{OA_STATUS_RPC, 0x6ba,
		"RPC_S_SERVER_UNAVAILABLE (0x6ba): "
		"the proxy cannot or may not connect to the RPC server"},
	{OA_STATUS_RPC, 0x1c010002,
		"nca_s_op_rng_error (0x1c010002): "
		"the interface has no such operation"},
	{OA_STATUS_RPC, 0xc0021009,
		"RPC runtime private error (0xc0021009): a number of the server's RPC "
		"runtime that has no public name"},
	{OA_STATUS_BIND_RESULT, 2,
		"provider_rejection (2): rejected by the RPC runtime"},
	{OA_STATUS_BIND_REASON, 1,
		"abstract_syntax_not_supported (1): the server has no such interface"},
	{OA_STATUS_BIND_REASON, 77, "unknown reason (77): not in the specification"},
	{OA_STATUS_NAK_REASON, 8,
		"AUTHENTICATION_TYPE_NOT_RECOGNIZED (8): "
		"authentication type not recognised"},
	{OA_STATUS_STORE, 0x3f2,
		"ecLoginPerm (0x3f2): administrator rights asked for but not held"},
	{OA_STATUS_STORE, 0x80040111,
		"ecLoginFailure (0x80040111): "
		"the mailbox or its database cannot be logged on to"},
};

START_TEST(every_number_has_text)
{
	for (size_t i = 0; i < OA_LENGTH(statuses); i++) {
		char text[256];

		oa_status_describe(
			statuses[i].table, statuses[i].number, text, sizeof(text));
		ck_assert_str_eq(text, statuses[i].text);
	}
}
END_TEST

START_TEST(tables_do_not_mix)
{
	ck_assert_str_eq(
		oa_status_find(OA_STATUS_STORE, 0x970)->name, "ecNotEncrypted");
	ck_assert_str_eq(oa_status_find(OA_STATUS_RPC, 0x970)->name, "unknown status");
	ck_assert_str_ne(
		oa_status_find(OA_STATUS_NAK_REASON, 8)->name, "unknown reason");
	ck_assert_str_eq(
		oa_status_find(OA_STATUS_BIND_REASON, 8)->name, "unknown reason");
}
END_TEST

START_TEST(crashes_are_no_legal_fault)
{
	ck_assert(!oa_status_is_legal_fault(0));
	ck_assert(!oa_status_is_legal_fault(0xc0000005));
	ck_assert(!oa_status_is_legal_fault(0xc0000420));
	ck_assert(oa_status_is_legal_fault(5));
	ck_assert(oa_status_is_legal_fault(0x1c010002));
	ck_assert(oa_status_is_legal_fault(0xc0021009));
}
END_TEST

OA_TEST_MAIN(
	"status", every_number_has_text, tables_do_not_mix, crashes_are_no_legal_fault)
