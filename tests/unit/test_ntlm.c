/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/ntlm.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

/* clang-format off */

/* The challenge of [MS-NLMP] 4.2.4.3: no timestamp. */
#define CHALLENGE_SPEC \
	"4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef" \
	"00000000000000002400240044000000060070170000000f5300650072007600" \
	"6500720002000c0044006f006d00610069006e0001000c005300650072007600" \
	"6500720000000000"

/* A challenge with a timestamp, and the answer to it of LAB\alice with the
 * password `Password`; impacket and Samba compute the same proof, session key
 * and MIC. */
#define CHALLENGE_LAB \
	"4e544c4d5353500002000000060006003800000035828ae20123456789abcdef" \
	"0000000000000000540054003e0000000a007c4f0000000f4c00410042000200" \
	"06004c004100420001000600450058003100040010006c00610062002e007400" \
	"650073007400030018004500580031002e006c00610062002e00740065007300" \
	"7400070008000080209bcb82d80100000000"

#define ANSWER_LAB \
	"4e544c4d53535000030000001800180058000000c800c8007000000006000600" \
	"380100000a000a003e0100000600060048010000100010004e01000015828862" \
	"0a0063450000000f86d1320fa9965a6a5cb1c888329477fa0000000000000000" \
	"00000000000000000000000000000000046c04a84734a5dd9ca2659dde5c51ab" \
	"01010000000000000080209bcb82d801aaaaaaaaaaaaaaaa0000000002000600" \
	"4c004100420001000600450058003100040010006c00610062002e0074006500" \
	"73007400030018004500580031002e006c00610062002e007400650073007400" \
	"070008000080209bcb82d80106000400020000000a0010008f1214c9c9cab8dc" \
	"3bf866da9aba57a70900240048005400540050002f006d00610069006c002e00" \
	"6c00610062002e00740065007300740000000000000000004c00410042006100" \
	"6c006900630065004d004f004e00a42fdc9ff71776c6ffac1558acaf350b"

/* clang-format on */

static const struct negotiate_case {
	enum oa_ntlm_use use;
	const char *message;
} negotiates[] = {
	{OA_NTLM_FOR_CONNECT, "4e544c4d53535000 01000000 05820822 0000000000000000"
			      "0000000000000000 0a0063450000000f"},
	{OA_NTLM_FOR_SIGNING, "4e544c4d53535000 01000000 15820862 0000000000000000"
			      "0000000000000000 0a0063450000000f"},
	{OA_NTLM_FOR_SEALING, "4e544c4d53535000 01000000 35820862 0000000000000000"
			      "0000000000000000 0a0063450000000f"},
};

START_TEST(builds_negotiate)
{
	for (size_t i = 0; i < OA_LENGTH(negotiates); i++) {
		uint8_t message[OA_NTLM_NEGOTIATE_LEN];

		oa_ntlm_negotiate(negotiates[i].use, message);
		ck_assert_hex(message, sizeof(message), negotiates[i].message);
	}
}
END_TEST

START_TEST(computes_channel_bindings)
{
	struct hex digest = hex("000102030405060708090a0b0c0d0e0f"
				"101112131415161718191a1b1c1d1e1f");
	uint8_t data[21 + 32] = "tls-server-end-point:";
	uint8_t binding[16];

	memcpy(data + 21, digest.bytes, digest.len);
	oa_ntlm_channel_binding(data, sizeof(data), binding);
	ck_assert_hex(binding, 16, "8f1214c9c9cab8dc3bf866da9aba57a7");
}
END_TEST

START_TEST(reads_a_challenge)
{
	struct hex bytes = hex(CHALLENGE_LAB);
	struct oa_ntlm_challenge challenge;

	ck_assert_int_eq(
		oa_ntlm_challenge_parse(bytes.bytes, bytes.len, &challenge, NULL), 0);
	ck_assert_uint_eq(challenge.flags, 0xe28a8235);
	ck_assert_hex(challenge.challenge, 8, "0123456789abcdef");
	ck_assert_str_eq(challenge.target_name, "LAB");
	ck_assert_str_eq(challenge.nb_computer, "EX1");
	ck_assert_str_eq(challenge.nb_domain, "LAB");
	ck_assert_str_eq(challenge.dns_computer, "EX1.lab.test");
	ck_assert_str_eq(challenge.dns_domain, "lab.test");
	ck_assert_str_eq(challenge.dns_forest, "");
	ck_assert(challenge.has_timestamp);
	ck_assert_uint_eq(challenge.timestamp, 133000000000000000);
	ck_assert_double_eq(oa_filetime_to_unix(challenge.timestamp), 1655526400);
	ck_assert_uint_eq(oa_filetime_from_unix(1655526400, 0), challenge.timestamp);
	ck_assert(challenge.has_version);
	ck_assert_uint_eq(challenge.version_major, 10);
	ck_assert_uint_eq(challenge.version_build, 20348);
}
END_TEST

#define HEAD "4e544c4d53535000 02000000"

static const struct challenge_case {
	const char *bytes;
	const char *rule; /* NULL: accepted */
} challenges[] = {
	{CHALLENGE_SPEC, NULL},
	/* 32 bytes, no target info, an offset that means nothing */
	{HEAD "00000000ffffffff 01820000 0123456789abcdef", NULL},
	/* target info is empty */
	{HEAD "0000000030000000 01828000 0123456789abcdef 0000000000000000"
	      "0000000030000000",
		NULL},
	{"", "does not begin with NTLMSSP"},
	{"4e544c4d535350", "does not begin with NTLMSSP"},
	{"604806062b0601050502a03e", "does not begin with NTLMSSP"},
	{"4e544c4d53535000 01000000", "not a message of type 2"},
	{HEAD "0000000000000000 01820000 0123456789abcd", "shorter than 32 bytes"},
	{HEAD "0100010020000000 01820000 0123456789abcdef", "outside the message"},
	{HEAD "01000100ffffffff 01820000 0123456789abcdef", "outside the message"},
	{HEAD "0000000000000000 01828000 0123456789abcdef 0000000000000000"
	      "0500050030000000 00000000",
		"outside the message"},
	{HEAD "0000000000000000 01828000 0123456789abcdef 0000000000000000"
	      "0400040030000000 02000100",
		"an attribute ends behind"},
	{HEAD "0000000000000000 01828000 0123456789abcdef 0000000000000000"
	      "0200020030000000 0000",
		"an attribute ends behind"},
	{HEAD "0000000000000000 01828000 0123456789abcdef 0000000000000000"
	      "0600060030000000 020002004c00",
		"the target info has no end"},
	{HEAD "0000000000000000 01828000 0123456789abcdef 0000000000000000"
	      "0a000a0030000000 070002000000 00000000",
		"a timestamp that has not 8 bytes"},
};

START_TEST(judges_challenges)
{
	for (size_t i = 0; i < OA_LENGTH(challenges); i++) {
		struct hex bytes = hex(challenges[i].bytes);
		const char *rule = challenges[i].rule;
		struct oa_ntlm_challenge challenge;
		struct oa_error err = {0};

		ck_assert_int_eq(oa_ntlm_challenge_parse(
					 bytes.bytes, bytes.len, &challenge, &err),
			rule ? -1 : 0);
		ck_assert_int_eq(err.layer, rule ? OA_LAYER_AUTH : OA_LAYER_NONE);
		if (rule)
			ck_assert_msg(strstr(err.text, rule) != NULL, "%s: %s", rule,
				err.text);
	}
}
END_TEST

START_TEST(refuses_every_cut_challenge)
{
	struct hex bytes = hex(CHALLENGE_LAB);
	struct oa_ntlm_challenge challenge;

	for (size_t len = 0; len < bytes.len; len++)
		ck_assert_int_eq(
			oa_ntlm_challenge_parse(bytes.bytes, len, &challenge, NULL),
			-1);
}
END_TEST

START_TEST(refuses_a_challenge_over_16_kib)
{
	static uint8_t bytes[OA_NTLM_CHALLENGE_MAX + 1];
	struct oa_ntlm_challenge challenge;

	ck_assert_int_eq(
		oa_ntlm_challenge_parse(bytes, sizeof(bytes), &challenge, NULL), -1);
}
END_TEST

static struct oa_ntlm_fresh fixed_fresh(void)
{
	struct oa_ntlm_fresh fresh = {.now = 132000000000000000};

	memset(fresh.client_challenge, 0xaa, sizeof(fresh.client_challenge));
	memset(fresh.session_key, 0x55, sizeof(fresh.session_key));
	return fresh;
}

static int answer(const struct oa_ntlm_login *login, const struct hex *bytes,
	struct oa_ntlm_answer *ret_answer, struct oa_error *err)
{
	struct oa_ntlm_fresh fresh = fixed_fresh();
	struct oa_ntlm_challenge challenge;

	ck_assert_int_eq(
		oa_ntlm_challenge_parse(bytes->bytes, bytes->len, &challenge, NULL), 0);
	return oa_ntlm_authenticate(login, &challenge, &fresh, ret_answer, err);
}

START_TEST(answers_with_mic_and_bindings)
{
	struct hex bytes = hex(CHALLENGE_LAB);
	struct hex binding = hex("8f1214c9c9cab8dc3bf866da9aba57a7");
	struct oa_secret password = {.bytes = (char[]){"Password"}, .len = 8};
	struct oa_ntlm_login login = {.use = OA_NTLM_FOR_SIGNING,
		.user = "LAB\\alice",
		.password = &password,
		.workstation = "MON",
		.target_name = "HTTP/mail.lab.test",
		.channel_binding = binding.bytes};
	struct oa_ntlm_answer out;

	ck_assert_int_eq(answer(&login, &bytes, &out, NULL), 0);
	ck_assert_hex(out.bytes, out.len, ANSWER_LAB);
	ck_assert_hex(out.exported_session_key, 16, "55555555555555555555555555555555");
	ck_assert(out.can_sign);
	ck_assert(!out.can_seal);
	oa_ntlm_answer_free(&out);
	login.user = "alice";
	login.domain = "LAB";
	ck_assert_int_eq(answer(&login, &bytes, &out, NULL), 0);
	ck_assert_hex(out.bytes, out.len, ANSWER_LAB);
	oa_ntlm_answer_free(&out);
}
END_TEST

/* Fails the test unless payload number `index` of the message is the hex. */
static void check_payload(
	const struct oa_ntlm_answer *out, size_t index, const char *text)
{
	const uint8_t *head = out->bytes + 12 + 8 * index;
	size_t len = head[0] | (size_t)head[1] << 8;
	size_t offset = head[4] | (size_t)head[5] << 8;

	ck_assert_uint_le(offset + len, out->len);
	ck_assert_hex(out->bytes + offset, len, text);
}

static const struct user_case {
	const char *user;
	const char *domain_sent;
	const char *user_sent;
} users[] = {
	{"LAB\\bob", "4c0041004200", "62006f006200"},
	{"bob@lab.test", "", "62006f00620040006c00610062002e007400650073007400"},
	{"bob", "", "62006f006200"},
	{"\\bob", "", "62006f006200"},
};

START_TEST(splits_user_names)
{
	struct hex bytes = hex(CHALLENGE_SPEC);
	struct oa_secret password = {.bytes = (char[]){"Password"}, .len = 8};

	for (size_t i = 0; i < OA_LENGTH(users); i++) {
		struct oa_ntlm_login login = {.use = OA_NTLM_FOR_SEALING,
			.user = users[i].user,
			.password = &password};
		struct oa_ntlm_answer out;

		ck_assert_int_eq(answer(&login, &bytes, &out, NULL), 0);
		check_payload(&out, 2, users[i].domain_sent);
		check_payload(&out, 3, users[i].user_sent);
		check_payload(&out, 4, "");
		ck_assert(out.can_seal);
		/* without the server's time: no MIC */
		ck_assert_hex(out.bytes + 72, 16, "00000000000000000000000000000000");
		oa_ntlm_answer_free(&out);
	}
}
END_TEST

START_TEST(answers_the_published_example)
{
	struct hex bytes = hex(CHALLENGE_SPEC);
	struct oa_secret password = {.bytes = (char[]){"Password"}, .len = 8};
	struct oa_ntlm_login login = {.use = OA_NTLM_FOR_CONNECT,
		.user = "Domain\\User",
		.password = &password};
	struct oa_ntlm_answer out;

	ck_assert_int_eq(answer(&login, &bytes, &out, NULL), 0);
	check_payload(&out, 0, "86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa");
	check_payload(&out, 5, "");
	ck_assert(!out.can_sign);
	oa_ntlm_answer_free(&out);
}
END_TEST

static const struct login_case {
	const char *user;
	const char *password;
	const char *target_name;
} bad_logins[] = {
	{"\xff", "x", NULL},
	{"\xff\\alice", "x", NULL},
	{"alice", "\xc3", NULL},
	{"alice", "x", "HTTP/\xff"},
};

START_TEST(refuses_names_that_are_not_utf8)
{
	struct hex bytes = hex(CHALLENGE_LAB);

	for (size_t i = 0; i < OA_LENGTH(bad_logins); i++) {
		struct oa_secret password = {0};
		struct oa_ntlm_login login = {.user = bad_logins[i].user,
			.password = &password,
			.target_name = bad_logins[i].target_name};
		struct oa_ntlm_answer out;
		struct oa_error err = {0};

		oa_secret_set(&password, bad_logins[i].password,
			strlen(bad_logins[i].password));
		ck_assert_int_eq(answer(&login, &bytes, &out, &err), -1);
		ck_assert_int_eq(err.layer, OA_LAYER_USAGE);
		oa_secret_free(&password);
	}
}
END_TEST

START_TEST(refuses_a_server_without_unicode)
{
	struct hex bytes = hex(HEAD "0000000000000000 02820000 0123456789abcdef");
	struct oa_secret password = {0};
	struct oa_ntlm_login login = {.user = "alice", .password = &password};
	struct oa_ntlm_answer out;
	struct oa_error err = {0};

	ck_assert_int_eq(answer(&login, &bytes, &out, &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_AUTH);
}
END_TEST

START_TEST(fresh_values_differ)
{
	struct oa_ntlm_fresh one, two;

	ck_assert_int_eq(oa_ntlm_fresh_make(&one, NULL), 0);
	ck_assert_int_eq(oa_ntlm_fresh_make(&two, NULL), 0);
	ck_assert_mem_ne(one.session_key, two.session_key, 16);
	ck_assert_mem_ne(one.client_challenge, two.client_challenge, 8);
	ck_assert_uint_le(one.now, two.now);
	/* after 2020 */
	ck_assert_double_gt(oa_filetime_to_unix(one.now), 1577836800);
}
END_TEST

OA_TEST_MAIN("ntlm", builds_negotiate, computes_channel_bindings, reads_a_challenge,
	judges_challenges, refuses_every_cut_challenge, refuses_a_challenge_over_16_kib,
	answers_with_mic_and_bindings, splits_user_names, answers_the_published_example,
	refuses_names_that_are_not_utf8, refuses_a_server_without_unicode,
	fresh_values_differ)
