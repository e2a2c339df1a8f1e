/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/cert.h"
#include "common/net/certfacts.h"
#include "common/probe/cert.h"
#include "common/probe/inspection.h"
#include "tests/unit/hex.h"
#include "tests/unit/pki.h"
#include "tests/unit/runner.h"

#include <string.h>

START_TEST(tells_the_life)
{
	struct pki_request request = {.common_name = "x",
		.not_before = PKI_NOW,
		.not_after = PKI_NOW + 90 * PKI_DAY};
	struct pki pki = pki_make(&request, NULL);
	struct oa_cert_life life = oa_cert_life(pki.cert);
	char text[32];

	ck_assert_int_eq(life.start, PKI_NOW);
	ck_assert_int_eq(life.end, PKI_NOW + 90 * PKI_DAY);
	oa_cert_moment(PKI_NOW, text, sizeof(text));
	ck_assert_str_eq(text, "2026-06-01 12:00Z");
	pki_free(&pki);
}
END_TEST

START_TEST(identifies)
{
	struct pki_request request = {.common_name = "x"};
	struct pki pki = pki_make(&request, NULL);
	struct pki other = {.cert = X509_dup(pki.cert)};
	char one[OA_CERT_HEX_SIZE], two[OA_CERT_HEX_SIZE], text[64];

	oa_cert_sha256(pki.cert, one);
	oa_cert_key_sha256(pki.cert, two);
	ck_assert_uint_eq(strlen(one), 64);
	ck_assert_uint_eq(strspn(one, "0123456789abcdef"), 64);
	ck_assert_str_ne(one, two);
	oa_cert_sha256(other.cert, two);
	ck_assert_str_eq(one, two);
	oa_cert_sha1(pki.cert, one);
	ck_assert_uint_eq(strlen(one), 40);
	oa_cert_serial(pki.cert, text, sizeof(text));
	ck_assert_uint_gt(strlen(text), 0);
	oa_cert_key(pki.cert, text, sizeof(text));
	ck_assert_str_eq(text, "EC prime256v1");
	oa_cert_signature(pki.cert, text, sizeof(text));
	ck_assert_str_eq(text, "ecdsa-with-SHA256");
	pki_free(&other);
	pki_free(&pki);
}
END_TEST

START_TEST(finds_weakness)
{
	struct pki_request root_request = {
		.common_name = "Root", .is_ca = true, .digest = EVP_sha1()};
	struct pki_request request = {.common_name = "x", .digest = EVP_sha1()};
	struct pki_request good_request = {.common_name = "y"};
	struct pki root = pki_make(&root_request, NULL);
	struct pki weak = pki_make(&request, &root);
	struct pki good = pki_make(&good_request, &root);
	char text[64];

	/* nobody checks the signature of a root */
	ck_assert(!oa_cert_is_weak(root.cert, text, sizeof(text)));
	ck_assert(oa_cert_is_weak(weak.cert, text, sizeof(text)));
	ck_assert_str_eq(text, "SHA1 signature");
	ck_assert(!oa_cert_is_weak(good.cert, text, sizeof(text)));
	ck_assert(oa_cert_is_self_issued(root.cert));
	ck_assert(!oa_cert_is_self_issued(good.cert));
	pki_free(&good);
	pki_free(&weak);
	pki_free(&root);
}
END_TEST

static const struct url_case {
	const char *access;
	const char *url;
} urls[] = {
	{"caIssuers;URI:http://ca.lab.test/a.crt", "http://ca.lab.test/a.crt"},
	{"caIssuers;URI:HTTP://ca.lab.test/a.crt", "HTTP://ca.lab.test/a.crt"},
	{"caIssuers;URI:ldap://ca.lab.test/a,caIssuers;URI:http://b.lab.test/b",
		"http://b.lab.test/b"},
	{"caIssuers;URI:https://ca.lab.test/a.crt", ""},
	{"caIssuers;URI:file:///etc/passwd", ""},
	{"OCSP;URI:http://ca.lab.test/", ""},
	{"caIssuers;DNS:ca.lab.test", ""},
};

START_TEST(finds_addresses)
{
	for (size_t i = 0; i < OA_LENGTH(urls); i++) {
		struct pki_request request = {.common_name = "x"};
		struct pki pki = pki_make(&request, NULL);
		char url[128] = "old";

		pki_extension(pki.cert, pki.cert, NID_info_access, urls[i].access);
		ck_assert(oa_cert_issuer_url(pki.cert, url, sizeof(url)) ==
			  (urls[i].url[0] != '\0'));
		ck_assert_str_eq(url, urls[i].url);
		pki_free(&pki);
	}
}
END_TEST

static const struct match_case {
	const char *common_name;
	const char *alt_names;
	const char *name;
	unsigned match;
} matches[] = {
	{"mail.lab.test", "DNS:mail.lab.test", "mail.lab.test",
		OA_CERT_MATCH_CN | OA_CERT_MATCH_SAN},
	{"EX1", "DNS:mail.lab.test", "MAIL.lab.test", OA_CERT_MATCH_SAN},
	{"EX1", "DNS:mail.lab.test", "ex1", OA_CERT_MATCH_CN},
	{"*.lab.test", "DNS:*.lab.test", "mail.lab.test", OA_CERT_MATCH_WILDCARD},
	{"EX1", "DNS:*.lab.test", "*.lab.test", OA_CERT_MATCH_SAN},
	{"EX1", "DNS:mail.lab.test", "other.lab.test", 0},
	{NULL, "DNS:mail.lab.test", "lab.test", 0},
};

START_TEST(matches_principals)
{
	for (size_t i = 0; i < OA_LENGTH(matches); i++) {
		struct pki_request request = {.common_name = matches[i].common_name,
			.alt_names = matches[i].alt_names};
		struct pki pki = pki_make(&request, NULL);

		ck_assert_uint_eq(
			oa_cert_match(pki.cert, matches[i].name), matches[i].match);
		pki_free(&pki);
	}
	ck_assert_str_eq(oa_cert_principal_name("msstd:a.lab.test"), "a.lab.test");
	ck_assert_str_eq(oa_cert_principal_name("MSSTD:*.lab.test"), "*.lab.test");
	ck_assert_str_eq(oa_cert_principal_name("a.lab.test"), "a.lab.test");
}
END_TEST

#define HEX32 "00112233445566778899aabbccddeeff"

static const struct pin_case {
	const char *text;
	const char *hex; /* NULL: refused */
} pins[] = {
	{HEX32 HEX32, HEX32 HEX32},
	{"00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF",
		HEX32 HEX32},
	{"00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:"
	 "99:aa:bb:cc:dd:ee:ff",
		HEX32 HEX32},
	{"sha256//ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8=", HEX32 HEX32},
	{"sha256//ABEiM0RVZneImaq7zN3u/w==", NULL},
	{"sha256//", NULL},
	{HEX32, NULL},
	{HEX32 HEX32 "00", NULL},
	{"", NULL},
	{"0:01122", NULL},
};

START_TEST(reads_pins)
{
	for (size_t i = 0; i < OA_LENGTH(pins); i++) {
		char hex[65] = "";

		ck_assert_msg(
			oa_cert_pin_parse(pins[i].text, hex) == (pins[i].hex != NULL),
			"%s", pins[i].text);
		if (pins[i].hex)
			ck_assert_str_eq(hex, pins[i].hex);
	}
}
END_TEST

START_TEST(knows_inspection)
{
	struct pki_request ca = {
		.common_name = "Perimeter SSL Inspection CA", .is_ca = true};
	struct pki_request plain = {.common_name = "Lab Issuing CA", .is_ca = true};
	struct pki_request request = {.common_name = "mail.lab.test"};
	struct pki inspector = pki_make(&ca, NULL), issuer = pki_make(&plain, NULL);
	struct pki made = pki_make(&request, &inspector);
	struct pki good = pki_make(&request, &issuer);
	char name[64];

	ck_assert(oa_inspection_made(made.cert, NULL, name, sizeof(name)));
	ck_assert_str_eq(name, "Perimeter SSL Inspection CA");
	ck_assert(!oa_inspection_made(good.cert, NULL, name, sizeof(name)));
	ck_assert(oa_issuer_matches("issuing", good.cert, NULL, name, sizeof(name)));
	ck_assert(oa_issuer_matches("lab*ca", good.cert, NULL, name, sizeof(name)));
	ck_assert(!oa_issuer_matches("issuing*", good.cert, NULL, name, sizeof(name)));
	pki_free(&good);
	pki_free(&made);
	pki_free(&issuer);
	pki_free(&inspector);
}
END_TEST

OA_TEST_MAIN("certfacts", tells_the_life, identifies, finds_weakness, finds_addresses,
	matches_principals, reads_pins, knows_inspection)
