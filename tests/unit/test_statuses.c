/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/statuses.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

static const struct token_case {
	const char *reason;
	bool is_found;
	uint32_t number;
} tokens[] = {
	{"RPC Error: 6ba", true, 0x6ba},
	{"RPC Error: 6BA", true, 0x6ba},
	{"RPC Error:6ba", true, 0x6ba},
	{"RPC Error:   0x6ba", true, 0x6ba},
	{"RPC Error: 0X5", true, 0x5},
	{"RPC Error: c0020017, EEInfo: QWJj", true, 0xc0020017},
	{"Fine, RPC Error: 52e", true, 0x52e},
	{"RPC Error: 123456789", true, 0x12345678},
	{"RPC Error: 0x", true, 0},
	{"", false, 0},
	{"RPC Error", false, 0},
	{"RPC Error:", false, 0},
	{"RPC Error: ", false, 0},
	{"RPC Error: none", false, 0},
	{"Service Unavailable", false, 0},
};

START_TEST(finds_rpc_errors)
{
	for (size_t i = 0; i < OA_LENGTH(tokens); i++) {
		uint32_t number = 7;
		bool is_found = oa_rpc_error_in(
			tokens[i].reason, strlen(tokens[i].reason), &number);

		ck_assert_msg(is_found == tokens[i].is_found, "%s", tokens[i].reason);
		ck_assert_uint_eq(number, is_found ? tokens[i].number : 7);
	}
}
END_TEST

/* A reason that is cut anywhere is not read beyond its end. */
START_TEST(stays_inside_the_reason)
{
	static const char text[] = "RPC Error: 0x6ba";

	for (size_t len = 0; len < sizeof(text); len++) {
		char *copy = malloc(len + 1);
		uint32_t number = 0;

		memcpy(copy, text, len);
		ck_assert(oa_rpc_error_in(copy, len, &number) == (len > 11));
		free(copy);
	}
}
END_TEST

START_TEST(knows_what_is_unavailable)
{
	ck_assert(oa_status_is_unavailable(0x6ba));
	ck_assert(oa_status_is_unavailable(0xc0020017));
	ck_assert(!oa_status_is_unavailable(0x6bb));
	ck_assert(!oa_status_is_unavailable(0));
}
END_TEST

static const struct code_case {
	enum oa_code (*code_of)(uint32_t number);
	uint32_t number;
	enum oa_code code;
} codes[] = {
	{oa_code_of_rpc_error, 0x5, OA_CODE_RPC_PROXY_ACCESS_DENIED},
	{oa_code_of_rpc_error, 0x6c1, OA_CODE_RPC_PROXY_ACCESS_DENIED},
	{oa_code_of_rpc_error, 0x52e, OA_CODE_AUTH_REJECTED},
	{oa_code_of_rpc_error, 0x533, OA_CODE_AUTH_ACCOUNT_UNUSABLE},
	{oa_code_of_rpc_error, 0x775, OA_CODE_AUTH_ACCOUNT_UNUSABLE},
	{oa_code_of_rpc_error, 0x6ba, OA_CODE_RPC_SERVER_UNAVAILABLE},
	{oa_code_of_rpc_error, 0xc0020017, OA_CODE_RPC_SERVER_UNAVAILABLE},
	{oa_code_of_rpc_error, 0x6b9, OA_CODE_RPC_SERVER_BUSY},
	{oa_code_of_rpc_error, 0x6bb, OA_CODE_RPC_SERVER_BUSY},
	{oa_code_of_rpc_error, 0x6f7, OA_CODE_RPC_PROXY_ERROR},

	{oa_code_of_fault, 0x5, OA_CODE_RPC_LOGON_REFUSED},
	{oa_code_of_fault, 0x52e, OA_CODE_RPC_LOGON_REFUSED},
	{oa_code_of_fault, 0x6d5, OA_CODE_RPC_LOGON_REFUSED},
	{oa_code_of_fault, 0x71e, OA_CODE_RPC_LOGON_REFUSED},
	{oa_code_of_fault, 0x721, OA_CODE_RPC_LOGON_REFUSED},
	{oa_code_of_fault, 0x6b5, OA_CODE_INTERFACE_NOT_REGISTERED},
	{oa_code_of_fault, 0x1c010003, OA_CODE_INTERFACE_NOT_REGISTERED},
	{oa_code_of_fault, 0x6bb, OA_CODE_RPC_SERVER_BUSY},
	{oa_code_of_fault, 0x1c010014, OA_CODE_RPC_SERVER_BUSY},
	{oa_code_of_fault, 0x71d, OA_CODE_RPC_ENCRYPTION_REQUIRED},
	{oa_code_of_fault, 0x1c00001d, OA_CODE_RPC_ENCRYPTION_REQUIRED},
	{oa_code_of_fault, 0x6d3, OA_CODE_BIND_REFUSED},
	{oa_code_of_fault, 0x6a6, OA_CODE_RPC_CALL_UNSUPPORTED},
	{oa_code_of_fault, 0x6d1, OA_CODE_RPC_CALL_UNSUPPORTED},
	{oa_code_of_fault, 0x6d4, OA_CODE_RPC_CALL_UNSUPPORTED},
	{oa_code_of_fault, 0x6f7, OA_CODE_RPC_CALL_UNSUPPORTED},
	{oa_code_of_fault, 0x1c010002, OA_CODE_RPC_CALL_UNSUPPORTED},
	{oa_code_of_fault, 0x1c00001c, OA_CODE_RPC_CALL_UNSUPPORTED},
	{oa_code_of_fault, 0xdeadbeef, OA_CODE_RPC_FAULT},

	{oa_code_of_nak, 1, OA_CODE_RPC_SERVER_BUSY},
	{oa_code_of_nak, 2, OA_CODE_RPC_SERVER_BUSY},
	{oa_code_of_nak, 0, OA_CODE_BIND_REFUSED},
	{oa_code_of_nak, 4, OA_CODE_BIND_REFUSED},
	{oa_code_of_nak, 8, OA_CODE_BIND_REFUSED},

	{oa_code_of_store, 0x0, OA_CODE_OK},
	{oa_code_of_store, 0x480, OA_CODE_RPC_SERVER_BUSY},
	{oa_code_of_store, 0x973, OA_CODE_RPC_SERVER_BUSY},
	{oa_code_of_store, 0x974, OA_CODE_RPC_SERVER_BUSY},
	{oa_code_of_store, 0x975, OA_CODE_RPC_SERVER_BUSY},
	{oa_code_of_store, 0x976, OA_CODE_RPC_SERVER_BUSY},
	{oa_code_of_store, 0x80040112, OA_CODE_RPC_SERVER_BUSY},
	{oa_code_of_store, 0x970, OA_CODE_RPC_ENCRYPTION_REQUIRED},
	{oa_code_of_store, 0x47f, OA_CODE_STORE_UNAVAILABLE},
	{oa_code_of_store, 0x977, OA_CODE_STORE_UNAVAILABLE},
	{oa_code_of_store, 0x96e, OA_CODE_STORE_UNAVAILABLE},
	{oa_code_of_store, 0x96f, OA_CODE_STORE_UNAVAILABLE},
	{oa_code_of_store, 0x80040115, OA_CODE_STORE_UNAVAILABLE},
	{oa_code_of_store, 0x476, OA_CODE_STORE_UNAVAILABLE},
	{oa_code_of_store, 0xa34, OA_CODE_STORE_UNAVAILABLE},
	{oa_code_of_store, 0xa35, OA_CODE_STORE_UNAVAILABLE},
	{oa_code_of_store, 0x80070005, OA_CODE_MAILBOX_LOGON_FAILED},
	{oa_code_of_store, 0x80040111, OA_CODE_MAILBOX_LOGON_FAILED},
	{oa_code_of_store, 0x3f2, OA_CODE_MAILBOX_LOGON_FAILED},
	{oa_code_of_store, 0x12345678, OA_CODE_MAILBOX_LOGON_FAILED},
	{oa_code_of_store, 0x3eb, OA_CODE_MAILBOX_UNKNOWN},
	{oa_code_of_store, 0x96c, OA_CODE_MAILBOX_UNKNOWN},
	{oa_code_of_store, 0x478, OA_CODE_MAILBOX_MOVED},
	{oa_code_of_store, 0x50c, OA_CODE_MAILBOX_MOVED},
	{oa_code_of_store, 0x4df, OA_CODE_CLIENT_VERSION_BLOCKED},
	{oa_code_of_store, 0x80040110, OA_CODE_CLIENT_VERSION_BLOCKED},
	{oa_code_of_store, 0x4e0, OA_CODE_OUTLOOK_ANYWHERE_BLOCKED},
	{oa_code_of_store, 0x4e1, OA_CODE_CACHED_MODE_REQUIRED},
	{oa_code_of_store, 0x7d8, OA_CODE_MAPI_DISABLED},
	{oa_code_of_store, 0x64d, OA_CODE_AUTH_ACCOUNT_UNUSABLE},
	{oa_code_of_store, 0x650, OA_CODE_AUTH_ACCOUNT_UNUSABLE},
};

START_TEST(numbers_lead_to_codes)
{
	for (size_t i = 0; i < OA_LENGTH(codes); i++)
		ck_assert_msg(codes[i].code_of(codes[i].number) == codes[i].code,
			"0x%x is not %s", codes[i].number,
			oa_diagnosis(codes[i].code)->name);
}
END_TEST

static const struct rejection_case {
	uint32_t result;
	uint32_t reason;
	enum oa_code code;
} rejections[] = {
	{2, 1, OA_CODE_INTERFACE_NOT_REGISTERED},
	{2, 2, OA_CODE_BIND_REFUSED},
	{2, 3, OA_CODE_RPC_SERVER_BUSY},
	{1, 0, OA_CODE_BIND_REFUSED},
	{1, 1, OA_CODE_BIND_REFUSED},
};

START_TEST(rejections_lead_to_codes)
{
	for (size_t i = 0; i < OA_LENGTH(rejections); i++)
		ck_assert_int_eq(oa_code_of_rejection(
					 rejections[i].result, rejections[i].reason),
			rejections[i].code);
}
END_TEST

START_TEST(some_values_want_a_logon)
{
	ck_assert(oa_store_wants_logon(0x970));
	ck_assert(oa_store_wants_logon(0x4bd));
	ck_assert(oa_store_wants_logon(0x80070005));
	ck_assert(oa_store_wants_logon(0x8004011d));
	ck_assert(!oa_store_wants_logon(0x80040111));
	ck_assert(!oa_store_wants_logon(0));
}
END_TEST

OA_TEST_MAIN("statuses", finds_rpc_errors, stays_inside_the_reason,
	knows_what_is_unavailable, numbers_lead_to_codes, rejections_lead_to_codes,
	some_values_want_a_logon)
