/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/base64.h"
#include "common/net/httpauth.h"
#include "common/net/wwwauth.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <stdio.h>

#define BASIC     OA_SCHEME_BASIC
#define NTLM      OA_SCHEME_NTLM
#define NEGOTIATE OA_SCHEME_NEGOTIATE

static const struct auth_case {
	const char *fields; /* header lines */
	unsigned schemes;
	const char *names;
	const char *realm;
	const char *ntlm;      /* token, hex */
	const char *negotiate; /* token, hex */
} auths[] = {
	{"", 0, "", "", "", ""},
	{"Server: x\r\n", 0, "", "", "", ""},
	{"WWW-Authenticate: Basic realm=\"mail.lab.test\"\r\n", BASIC, "Basic",
		"mail.lab.test", "", ""},
	{"WWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM\r\n"
	 "WWW-Authenticate: Basic realm=\"a, \\\"b\\\"\"\r\n",
		BASIC | NTLM | NEGOTIATE, "Negotiate, NTLM, Basic", "a, \"b\"", "", ""},
	{"www-authenticate: Negotiate, NTLM , ,Basic realm=x y, charset=\"UTF-8\"\r\n",
		BASIC | NTLM | NEGOTIATE, "Negotiate, NTLM, Basic", "x y", "", ""},
	{"WWW-Authenticate: ntlm TlRMTVNTUAACAAAA\r\n", NTLM, "ntlm", "",
		"4e544c4d5353500002000000", ""},
	{"WWW-Authenticate: Negotiate AQI=, NTLM AQIDBA== \r\n", NTLM | NEGOTIATE,
		"Negotiate, NTLM", "", "01020304", "0102"},
	{"WWW-Authenticate: Digest realm=\"d\", nonce=\"Basic x\", "
	 "qop=\"auth,auth-int\""
	 ", Basic realm = \"b\"\r\n",
		BASIC | OA_SCHEME_DIGEST, "Digest, Basic", "b", "", ""},
	{"WWW-Authenticate: Bearer client_id=\"0\", trusted_issuers=\"a@*\"\r\n"
	 "WWW-Authenticate: Basic Realm=\"\"\r\n",
		BASIC | OA_SCHEME_BEARER, "Bearer, Basic", "", "", ""},
	{"WWW-Authenticate: NTLM\r\nWWW-Authenticate: NTLM\r\n"
	 "WWW-Authenticate: X-Own abc==\r\n",
		NTLM | OA_SCHEME_OTHER, "NTLM, X-Own", "", "", ""},
	{"WWW-Authenticate: Basic realm=\"a|\x01"
	 "b\"\r\n",
		BASIC, "Basic", "a??b", "", ""},
};

static int parse(const char *fields, struct oa_wwwauth *auth, struct oa_error *err)
{
	char text[2048] = "HTTP/1.1 401 Unauthorized\r\n";
	struct oa_http_head head;

	strncat(text, fields, sizeof(text) - strlen(text) - 1);
	strncat(text, "\r\n", sizeof(text) - strlen(text) - 1);
	ck_assert_int_eq(oa_http_head_parse(text, strlen(text), &head, NULL), 0);
	return oa_wwwauth_parse(&head, auth, err);
}

/* Tests of equality do not take NULL, not even for no bytes. */
static void check_token(const struct oa_auth_token *token, const char *text)
{
	ck_assert_hex(
		token->bytes ? token->bytes : (const uint8_t *)"", token->len, text);
}

START_TEST(reads_challenges)
{
	for (size_t i = 0; i < OA_LENGTH(auths); i++) {
		const struct auth_case *test = &auths[i];
		struct oa_wwwauth auth;

		ck_assert_int_eq(parse(test->fields, &auth, NULL), 0);
		ck_assert_uint_eq(auth.schemes, test->schemes);
		ck_assert_str_eq(auth.names, test->names);
		ck_assert_str_eq(auth.realm, test->realm);
		check_token(&auth.ntlm, test->ntlm);
		check_token(&auth.negotiate, test->negotiate);
		oa_wwwauth_free(&auth);
	}
}
END_TEST

static const struct refusal {
	const char *fields;
	enum oa_layer layer;
	const char *text;
} refusals[] = {
	{"WWW-Authenticate: NTLM AQI=, NTLM A\r\n", OA_LAYER_AUTH,
		"NTLM: token is not base64"},
	{"WWW-Authenticate: Negotiate AQI\r\n", OA_LAYER_AUTH, "not base64"},
	{"WWW-Authenticate: NTLM A~I=\r\n", OA_LAYER_AUTH, "not base64"},
	{"WWW-Authenticate: Basic realm=\"x\r\n", OA_LAYER_HTTP, "unfinished"},
	{"WWW-Authenticate: Basic realm=\"x\\\r\n", OA_LAYER_HTTP, "unfinished"},
	{"WWW-Authenticate: \"x\"\r\n", OA_LAYER_HTTP, "not a scheme"},
	{"WWW-Authenticate: Basic realm=\"x\" y\r\n", OA_LAYER_HTTP, "comma missing"},
	{"WWW-Authenticate: Basic a b\r\n", OA_LAYER_HTTP, "neither a token"},
};

START_TEST(refuses_broken_challenges)
{
	for (size_t i = 0; i < OA_LENGTH(refusals); i++) {
		const struct refusal *test = &refusals[i];
		struct oa_wwwauth auth;
		struct oa_error err = {0};

		ck_assert_int_eq(parse(test->fields, &auth, &err), -1);
		ck_assert_int_eq(err.layer, test->layer);
		ck_assert_msg(strstr(err.text, test->text) != NULL, "%s", err.text);
	}
}
END_TEST

START_TEST(bounds_tokens_and_names)
{
	static char value[40000] = "NTLM ";
	struct oa_wwwauth auth = {0};
	struct oa_error err = {0};

	memset(value + 5, 'A', 4 * 5462);
	ck_assert_int_eq(oa_wwwauth_add(&auth, value, 5 + 4 * 5462, &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_AUTH);
	ck_assert_int_eq(oa_wwwauth_add(&auth, value, 5 + 4 * 5461, NULL), 0);
	ck_assert_uint_eq(auth.ntlm.len, 16383);
	for (unsigned char i = 0; i < 200; i++) {
		char name[16];

		snprintf(name, sizeof(name), "Scheme%hhu", i);
		ck_assert_int_eq(oa_wwwauth_add(&auth, name, strlen(name), NULL), 0);
	}
	ck_assert_uint_lt(strlen(auth.names), sizeof(auth.names));
	oa_wwwauth_free(&auth);
}
END_TEST

static const struct basic_case {
	const char *user;
	const char *password;
	const char *value; /* NULL: refused */
} basics[] = {
	{"Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
	{"LAB\\alice", "p:w", "Basic TEFCXGFsaWNlOnA6dw=="},
	{"test", "123\xc2\xa3", "Basic dGVzdDoxMjPCow=="},
	{"", "", "Basic Og=="},
	{"a:b", "x", NULL},
	{"a\n", "x", NULL},
	{"a", "x\x7f", NULL},
};

START_TEST(builds_basic_values)
{
	for (size_t i = 0; i < OA_LENGTH(basics); i++) {
		const struct basic_case *test = &basics[i];
		struct oa_secret password = {0}, value = {0};
		struct oa_error err = {0};

		oa_secret_set(&password, test->password, strlen(test->password));
		if (test->value) {
			ck_assert_int_eq(
				oa_auth_basic(test->user, &password, &value, NULL), 0);
			ck_assert_str_eq(value.bytes, test->value);
			ck_assert_uint_eq(value.len, strlen(test->value));
		} else {
			ck_assert_int_eq(
				oa_auth_basic(test->user, &password, &value, &err), -1);
			ck_assert_int_eq(err.layer, OA_LAYER_USAGE);
		}
		oa_secret_free(&value);
		oa_secret_free(&password);
	}
}
END_TEST

START_TEST(builds_token_values)
{
	struct oa_secret value = {0};

	ck_assert_int_eq(oa_auth_with_token("NTLM", "NTLMSSP", 8, &value, NULL), 0);
	ck_assert_str_eq(value.bytes, "NTLM TlRMTVNTUAA=");
	oa_secret_free(&value);
}
END_TEST

START_TEST(base64_goes_both_ways)
{
	for (size_t len = 0; len < 60; len++) {
		uint8_t bytes[60], back[60];
		char text[80];
		size_t back_len = 0;

		for (size_t i = 0; i < len; i++)
			bytes[i] = (uint8_t)(i * 41 + len);
		oa_base64_encode(bytes, len, text);
		ck_assert_int_eq(oa_base64_decode(text, oa_base64_encoded_len(len),
					 back, sizeof(back), &back_len),
			0);
		ck_assert_uint_eq(back_len, len);
		ck_assert_mem_eq(back, bytes, len);
	}
}
END_TEST

OA_TEST_MAIN("wwwauth", reads_challenges, refuses_broken_challenges,
	bounds_tokens_and_names, builds_basic_values, builds_token_values,
	base64_goes_both_ways)
