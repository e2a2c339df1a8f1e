/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/rpckerberos.h"
#include "common/rpc/rpclogon.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <string.h>

/* Signatures that fit are seen in tests/real, where there are keys. */

/* A response with a stub of 16 bytes and a signature of so many. */
static size_t write_response(uint8_t *buffer, size_t size, size_t signature_len)
{
	static const uint8_t zeros[512];
	struct oa_writer out = oa_writer(buffer, size);
	const struct oa_verifier verifier = {.type = OA_RPCAUTH_KERBEROS,
		.level = OA_RPCAUTH_LEVEL_PRIVACY,
		.value = zeros,
		.value_len = signature_len};

	oa_pdu_begin(&out, OA_PDU_RESPONSE, OA_PFC_FIRST | OA_PFC_LAST, 1);
	oa_write_zeros(&out, 8 + 16);
	oa_pdu_end_verified(&out, 24, 16, &verifier);
	ck_assert(!out.bad);
	return out.len;
}

START_TEST(signatures_of_no_length_are_refused)
{
	static const size_t lengths[] = {1, 15, OA_RPCAUTH_SIGNATURE_MAX + 1, 512};

	for (size_t i = 0; i < OA_LENGTH(lengths); i++) {
		struct oa_rpcauth auth;
		struct oa_error err = {0};
		uint8_t pdu[1024];
		size_t len = write_response(pdu, sizeof(pdu), lengths[i]);

		oa_rpcauth_init_kerberos(
			&auth, OA_RPCAUTH_LEVEL_PRIVACY, 0, NULL, true);
		ck_assert(oa_rpcauth_protects(&auth));
		ck_assert_int_eq(oa_rpcauth_unprotect(&auth, pdu, len, &err), -1);
		ck_assert_int_eq(err.layer, OA_LAYER_RPC);
		ck_assert_msg(
			strstr(err.text, "Kerberos signature of"), "%s", err.text);
		oa_rpcauth_free(&auth);
	}
}
END_TEST

START_TEST(level_connect_signs_nothing)
{
	struct oa_rpcauth auth;

	oa_rpcauth_init_kerberos(&auth, OA_RPCAUTH_LEVEL_CONNECT, 0, NULL, true);
	ck_assert(!oa_rpcauth_protects(&auth));
	oa_rpcauth_free(&auth);
}
END_TEST

static const struct {
	enum oa_rpcauth_type type;
	const char *text;
} silent[] = {
	{OA_RPCAUTH_NTLM, "bind_ack without NTLM challenge"},
	{OA_RPCAUTH_KERBEROS, "bind_ack without Kerberos answer"},
};

START_TEST(a_server_without_token_is_refused)
{
	for (size_t i = 0; i < OA_LENGTH(silent); i++) {
		const struct oa_rpc_logon logon = {.type = silent[i].type};
		struct oa_rpc_logon_run run = {.logon = &logon};
		const struct oa_verifier none = {0};
		struct oa_kerberos_token token = {0};
		struct oa_error err = {0};

		ck_assert_int_eq(oa_rpc_logon_answer(&run, &none, &token, &err), -1);
		ck_assert_int_eq(err.layer, OA_LAYER_RPC);
		ck_assert_str_eq(err.text, silent[i].text);
		ck_assert_ptr_null(token.bytes);
		oa_rpc_logon_free(&run);
	}
}
END_TEST

START_TEST(no_authentication_has_no_token)
{
	const struct oa_rpc_logon logon = {.type = OA_RPCAUTH_NONE};
	struct oa_kerberos_token token;
	struct oa_rpc_logon_run run;

	ck_assert_int_eq(oa_rpc_logon_begin(&run, &logon, &token, NULL), 0);
	ck_assert_ptr_null(token.bytes);
	oa_rpc_logon_free(&run);
}
END_TEST

OA_TEST_MAIN("rpckerberos", signatures_of_no_length_are_refused,
	level_connect_signs_nothing, a_server_without_token_is_refused,
	no_authentication_has_no_token)
