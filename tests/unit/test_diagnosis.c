/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/report/diagnosis.h"
#include "tests/unit/runner.h"

#include <string.h>

#define MESSAGE_MAX 100
#define HINT_MAX    400

/* The placeholders that probes give values for. */
static const char *const placeholders[] = {"be", "bytes", "code", "date", "days",
	"device", "fe", "field", "guid", "hop", "host", "ip", "issuer", "list", "m",
	"ms", "n", "name", "need", "phase", "port", "reason", "scheme", "schemes",
	"server", "status", "sub", "t", "target", "url", "user", NULL};

/* The options that a text may send its reader to. */
static const char *const options[] = {"account-good", "all-addresses", "alt-server",
	"auth", "backend", "ca-dir", "ca-file", "ca-only", "changed", "check-name",
	"credentials-file", "depth", "device-timeout", "email", "endpoint",
	"expect-address", "expect-closed", "expect-ep", "expect-traffic", "extra-opts",
	"forbid", "help", "hold", "hostname", "html", "inside", "inside-address",
	"insecure", "interface", "intermediates", "interval", "issuer", "legacy-tls",
	"lockout-interval", "mailbox-dn", "match", "no-channel-binding", "no-tls",
	"node", "not-issuer", "outside", "password-file", "path", "pin", "port",
	"principal", "proxy", "reject-tls", "require", "require-srv", "resolver",
	"rpc-auth", "rpc-level", "same-cert-as", "server", "settle", "spn", "state-dir",
	"timeout", "timeout-result", "tls-max", "tls-min", "tries", "username", NULL};

/* Who may say a code, in the order of the column. */
static const char *const programs[] = {"cert", "auth", "rpcproxy", "tunnel", "backend",
	"autodiscover", "mapihttp", "proxylog", "oa", "agentx", NULL};

static bool is_listed(const char *const *list, const char *name, size_t len)
{
	for (; *list; list++)
		if (strlen(*list) == len && strncmp(*list, name, len) == 0)
			return true;
	return false;
}

static void check_placeholders(const char *name, const char *text)
{
	for (text = strpbrk(text, "{}"); text; text = strpbrk(text, "{}")) {
		size_t len = strcspn(text + 1, "}");

		ck_assert_msg(text[0] == '{' && text[1 + len] == '}' &&
				      is_listed(placeholders, text + 1, len),
			"%s: at %s", name, text);
		text += len + 2;
	}
}

static void check_options(const char *name, const char *text)
{
	for (text = strstr(text, "--"); text; text = strstr(text, "--")) {
		size_t len = strspn(text + 2, "abcdefghijklmnopqrstuvwxyz-");

		ck_assert_msg(
			is_listed(options, text + 2, len), "%s: at %s", name, text);
		text += len + 2;
	}
}

static void check_text(const char *name, const char *text, size_t max)
{
	size_t len = strlen(text);

	ck_assert_msg(len > 0 && len <= max, "%s: %zu characters", name, len);
	ck_assert_msg(!strpbrk(text, "|\t\r\n"), "%s", name);
	check_placeholders(name, text);
	check_options(name, text);
}

static void check_programs(const char *name, const char *text)
{
	ck_assert_msg(*text, "%s", name);
	while (*text) {
		size_t len = strcspn(text, " ");

		ck_assert_msg(is_listed(programs, text, len), "%s: at %s", name, text);
		text += len + (text[len] == ' ');
	}
}

START_TEST(texts_are_fit_to_print)
{
	for (int i = 0; i < OA_CODES; i++) {
		const struct oa_diagnosis *row = oa_diagnosis((enum oa_code)i);

		check_text(row->name, row->message, MESSAGE_MAX);
		check_text(row->name, row->hint, HINT_MAX);
		check_options(row->name, row->evidence);
		ck_assert_str_ne(row->evidence, "");
		check_programs(row->name, row->programs);
		ck_assert_int_lt(row->hop, OA_HOPS);
		ck_assert_int_lt(row->state, OA_STATES);
	}
}
END_TEST

START_TEST(names_are_unique_words_with_hyphens)
{
	for (int i = 0; i < OA_CODES; i++) {
		const char *name = oa_diagnosis((enum oa_code)i)->name;
		size_t len = strlen(name);
		enum oa_code code = OA_CODES;

		ck_assert_msg(
			len && len < 40 &&
				strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
					len,
			"%s", name);
		ck_assert_msg(
			name[0] != '-' && name[len - 1] != '-' && !strstr(name, "--"),
			"%s", name);
		/* The first of two rows of one name would be found for both. */
		ck_assert(oa_diagnosis_find(name, &code));
		ck_assert_int_eq(code, i);
	}
}
END_TEST

START_TEST(numbers_are_one_to_the_last)
{
	bool is_used[OA_CODES + 1] = {false};

	for (int code = 0; code < OA_CODES; code++) {
		const struct oa_diagnosis *row = oa_diagnosis((enum oa_code)code);

		ck_assert_msg(row->number >= 1 && row->number <= OA_CODES, "%s: %u",
			row->name, row->number);
		ck_assert_msg(!is_used[row->number], "%s: %u is taken", row->name,
			row->number);
		is_used[row->number] = true;
	}
}
END_TEST

START_TEST(unknown_names_are_not_found)
{
	enum oa_code code = OA_CODE_TLS_ALERT;

	ck_assert(!oa_diagnosis_find("no-such-code", &code));
	ck_assert(!oa_diagnosis_find("", &code));
	ck_assert(!oa_diagnosis_find("TCP-REFUSED", &code));
	ck_assert_int_eq(code, OA_CODE_TLS_ALERT);
}
END_TEST

START_TEST(ok_comes_first_and_weighs_nothing)
{
	ck_assert_int_eq(OA_CODE_OK, 0);
	ck_assert_str_eq(oa_diagnosis(OA_CODE_OK)->name, "ok");
	ck_assert_int_eq(oa_diagnosis(OA_CODE_OK)->state, OA_STATE_OK);
	ck_assert_int_eq(oa_diagnosis(OA_CODE_NOT_TESTED)->state, OA_STATE_OK);
	for (int i = 1; i < OA_CODES; i++)
		ck_assert(i == OA_CODE_NOT_TESTED ||
			  oa_diagnosis((enum oa_code)i)->state != OA_STATE_OK);
}
END_TEST

START_TEST(states_have_names_and_exit_codes)
{
	static const struct {
		enum oa_state state;
		const char *name;
		int exit_code;
	} cases[] = {
		{OA_STATE_OK, "OK", 0},
		{OA_STATE_WARNING, "WARNING", 1},
		{OA_STATE_CRITICAL, "CRITICAL", 2},
		{OA_STATE_UNKNOWN, "UNKNOWN", 3},
	};

	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		ck_assert_str_eq(oa_state_name(cases[i].state), cases[i].name);
		ck_assert_int_eq(
			oa_state_exit_code(cases[i].state), cases[i].exit_code);
	}
}
END_TEST

START_TEST(hops_have_names)
{
	for (int i = 0; i < OA_HOPS; i++)
		ck_assert_str_ne(oa_hop_name((enum oa_hop)i), "");
	ck_assert_str_eq(oa_hop_name(OA_HOP_DNS), "dns");
	ck_assert_str_eq(oa_hop_name(OA_HOP_MONITOR), "monitor");
}
END_TEST

OA_TEST_MAIN("diagnosis", texts_are_fit_to_print, names_are_unique_words_with_hyphens,
	numbers_are_one_to_the_last, unknown_names_are_not_found,
	ok_comes_first_and_weighs_nothing, states_have_names_and_exit_codes,
	hops_have_names)
