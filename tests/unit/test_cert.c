/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/cert.h"
#include "tests/unit/hex.h"
#include "tests/unit/pki.h"
#include "tests/unit/runner.h"

static const struct cover_case {
	const char *common_name;
	const char *alt_names;
	const char *host;
	bool is_covered;
} covers[] = {
	{"mail.lab.test", "DNS:mail.lab.test", "mail.lab.test", true},
	{"mail.lab.test", "DNS:mail.lab.test", "MAIL.Lab.Test", true},
	{"x", "DNS:a.lab.test, DNS:mail.lab.test", "mail.lab.test", true},
	{"mail.lab.test", "DNS:a.lab.test", "mail.lab.test", false},
	{"mail.lab.test", NULL, "mail.lab.test", true},
	{NULL, NULL, "mail.lab.test", false},
	{NULL, "DNS:*.lab.test", "mail.lab.test", true},
	{NULL, "DNS:*.lab.test", "a.mail.lab.test", false},
	{NULL, "DNS:*.lab.test", "lab.test", false},
	{NULL, "DNS:m*.lab.test", "mail.lab.test", false},
	{NULL, "DNS:*.mail.lab.test", "mail.lab.test", false},
	{NULL, "IP:192.0.2.1", "192.0.2.1", true},
	{NULL, "IP:192.0.2.1", "192.0.2.2", false},
	{NULL, "DNS:192.0.2.1", "192.0.2.1", false},
	{"192.0.2.1", NULL, "192.0.2.1", false},
	{NULL, "IP:2001:db8::1", "2001:DB8:0::1", true},
};

START_TEST(covers_hosts)
{
	for (size_t i = 0; i < OA_LENGTH(covers); i++) {
		struct pki_request request = {.common_name = covers[i].common_name,
			.alt_names = covers[i].alt_names};
		struct pki pki = pki_make(&request, NULL);

		ck_assert_msg(oa_cert_covers(pki.cert, covers[i].host) ==
				      covers[i].is_covered,
			"%s, %s for %s", covers[i].common_name, covers[i].alt_names,
			covers[i].host);
		pki_free(&pki);
	}
}
END_TEST

static const struct name_case {
	const char *common_name;
	const char *alt_names;
	size_t size;
	const char *text;
} names[] = {
	{"mail.lab.test", "DNS:a.lab.test, DNS:b.lab.test", 128,
		"a.lab.test, b.lab.test"},
	{"mail.lab.test", "IP:192.0.2.1, IP:2001:db8::1", 128,
		"192.0.2.1, 2001:db8::1"},
	{"mail.lab.test", "email:x@lab.test, DNS:a.lab.test", 128, "a.lab.test"},
	{"mail.lab.test", NULL, 128, "mail.lab.test"},
	{"a|b\nc", NULL, 128, "a?b?c"},
	{NULL, NULL, 128, "no name"},
	{NULL, "DNS:a.lab.test, DNS:b.lab.test, DNS:c.lab.test", 40,
		"a.lab.test, b.lab.test and 1 more"},
	{NULL, "DNS:a.lab.test, DNS:b.lab.test, DNS:c.lab.test", 26,
		"a.lab.test and 2 more"},
};

START_TEST(lists_names)
{
	for (size_t i = 0; i < OA_LENGTH(names); i++) {
		struct pki_request request = {.common_name = names[i].common_name,
			.alt_names = names[i].alt_names};
		struct pki pki = pki_make(&request, NULL);
		char text[128];

		oa_cert_names(pki.cert, text, names[i].size);
		ck_assert_str_eq(text, names[i].text);
		pki_free(&pki);
	}
}
END_TEST

START_TEST(names_subject_and_issuer)
{
	struct pki_request root_request = {.common_name = "Lab Root", .is_ca = true};
	struct pki_request request = {.common_name = "m\xc3\xa4il|x\x01"};
	struct pki root = pki_make(&root_request, NULL);
	struct pki leaf = pki_make(&request, &root);
	char text[64];

	oa_cert_issuer(leaf.cert, text, sizeof(text));
	ck_assert_str_eq(text, "CN = Lab Root");
	oa_cert_subject(leaf.cert, text, sizeof(text));
	ck_assert_msg(strstr(text, "CN = m\xc3\xa4il?x") == text, "%s", text);
	ck_assert_ptr_null(strpbrk(text, "|\x01"));
	oa_cert_subject(leaf.cert, text, 8);
	ck_assert_uint_le(strlen(text), 7);
	pki_free(&leaf);
	pki_free(&root);
}
END_TEST

static const struct days_case {
	int64_t end; /* seconds from PKI_NOW */
	long days;
} days[] = {
	{0, 0}, {1, 0}, {PKI_DAY - 1, 0}, {PKI_DAY, 1}, {30 * PKI_DAY + 5, 30},
	{-1, -1}, {-PKI_DAY, -1}, {-PKI_DAY - 1, -2},
	{40 * PKI_YEAR, 14600}, /* behind 2049, in another ASN.1 type */
};

START_TEST(counts_days)
{
	for (size_t i = 0; i < OA_LENGTH(days); i++) {
		struct pki_request request = {.common_name = "x",
			.not_before = PKI_NOW - PKI_YEAR,
			.not_after = PKI_NOW + days[i].end};
		struct pki pki = pki_make(&request, NULL);

		ck_assert_int_eq(oa_cert_days_left(pki.cert, PKI_NOW), days[i].days);
		pki_free(&pki);
	}
}
END_TEST

START_TEST(writes_the_beginning)
{
	struct pki_request request = {.common_name = "x", .not_before = PKI_NOW};
	struct pki pki = pki_make(&request, NULL);
	char text[32];

	oa_cert_not_before(pki.cert, text, sizeof(text));
	ck_assert_str_eq(text, "2026-06-01 12:00:00Z");
	pki_free(&pki);
}
END_TEST

OA_TEST_MAIN("cert", covers_hosts, lists_names, names_subject_and_issuer, counts_days,
	writes_the_beginning)
