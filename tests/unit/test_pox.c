/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/pox.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OUTER "http://schemas.microsoft.com/exchange/autodiscover/"
#define HEAD                                                                           \
	"<?xml version=\"1.0\" encoding=\"utf-8\"?>"                                   \
	"<Autodiscover xmlns=\"" OUTER "responseschema/2006\">"                        \
	"<Response xmlns=\"" OUTER "outlook/responseschema/2006a\">"
#define TAIL "</Response></Autodiscover>"

static int parse(const char *text, struct oa_pox *pox, struct oa_error *err)
{
	*err = (struct oa_error){.layer = OA_LAYER_NONE};
	return oa_pox_parse(text, strlen(text), pox, err);
}

/* clang-format off */
static const char settings[] =
	HEAD "<User><DisplayName>Alice</DisplayName>"
	"<LegacyDN>/o=LAB/cn=Recipients/cn=alice</LegacyDN>"
	"<AutoDiscoverSMTPAddress>alice@lab.test</AutoDiscoverSMTPAddress></User>"
	"<Account><AccountType>email</AccountType><Action>settings</Action>"
	"<Protocol><Type>EXCH</Type><Server> 1234@lab.test\r\n</Server>"
	"<ServerDN>/o=LAB/cn=EX1</ServerDN>"
	"<MdbDN>/o=LAB/cn=EX1/cn=MDB</MdbDN></Protocol>"
	"<Protocol><Type>EXPR</Type><Server>mail.lab.test</Server><SSL>On</SSL>"
	"<CertPrincipalName>msstd:mail.lab.test</CertPrincipalName>"
	"<AuthPackage>Ntlm</AuthPackage></Protocol>"
	"<Protocol><Type>EXHTTP</Type><Server/><SSL>off</SSL></Protocol>"
	"<Protocol><Type>WEB</Type><External><Protocol><Type>EXPR</Type>"
	"<Server>deep.lab.test</Server></Protocol></External></Protocol>"
	"<Protocol Type=\"mapiHttp\" Version=\"1\"><MailStore>"
	"<InternalUrl>https://in/</InternalUrl><ExternalUrl>https://out/</ExternalUrl>"
	"</MailStore><AddressBook><ExternalUrl>https://book/?a=1&amp;b=2</ExternalUrl>"
	"</AddressBook></Protocol></Account>" TAIL;
/* clang-format on */

START_TEST(settings_are_read)
{
	struct oa_pox pox;
	struct oa_error err;
	const struct oa_pox_protocol *found;

	ck_assert_int_eq(parse(settings, &pox, &err), 0);
	ck_assert_int_eq(pox.kind, OA_POX_SETTINGS);
	ck_assert_str_eq(pox.user_dn, "/o=LAB/cn=Recipients/cn=alice");
	ck_assert_str_eq(pox.address, "alice@lab.test");
	ck_assert_uint_eq(pox.protocol_count, 5);
	found = oa_pox_find(&pox, OA_POX_EXCH);
	ck_assert_str_eq(found->server, "1234@lab.test");
	ck_assert_str_eq(found->server_dn, "/o=LAB/cn=EX1");
	ck_assert_str_eq(found->mdb_dn, "/o=LAB/cn=EX1/cn=MDB");
	ck_assert(!found->is_ssl_known);
	found = oa_pox_find(&pox, OA_POX_EXPR);
	ck_assert_str_eq(found->server, "mail.lab.test");
	ck_assert(found->is_ssl_known && found->is_ssl);
	ck_assert_str_eq(found->auth_package, "Ntlm");
	ck_assert_str_eq(found->principal, "msstd:mail.lab.test");
	found = oa_pox_find(&pox, OA_POX_EXHTTP);
	ck_assert_str_eq(found->server, "");
	ck_assert(found->is_ssl_known && !found->is_ssl);
	ck_assert_ptr_nonnull(oa_pox_find(&pox, OA_POX_MAPI_HTTP));
	ck_assert_str_eq(pox.mapi.store_internal, "https://in/");
	ck_assert_str_eq(pox.mapi.store_external, "https://out/");
	ck_assert_str_eq(pox.mapi.book_internal, "");
	ck_assert_str_eq(pox.mapi.book_external, "https://book/?a=1&b=2");
	ck_assert_ptr_null(oa_pox_find(&pox, OA_POX_OTHER));
}
END_TEST

static const struct {
	const char *text;
	enum oa_pox_kind kind;
	const char *redirect;
	const char *code;
	const char *message;
} answers[] = {
	{HEAD "<Error Time=\"1\" Id=\"2\"><ErrorCode>600</ErrorCode>"
	      "<Message>Invalid Request</Message><DebugData/></Error>" TAIL,
		OA_POX_ERROR, "", "600", "Invalid Request"},
	{HEAD "<Account><Error><ErrorCode>500</ErrorCode></Error></Account>" TAIL,
		OA_POX_ERROR, "", "500", ""},
	{HEAD "<Error/>" TAIL, OA_POX_ERROR, "", "", ""},
	{HEAD "<Account><Action>redirectAddr</Action>"
	      "<RedirectAddr>b@lab.test</RedirectAddr></Account>" TAIL,
		OA_POX_REDIRECT, "b@lab.test", "", ""},
	{HEAD "<Account><Action>redirectUrl</Action>"
	      "<RedirectUrl>https://b.lab.test/</RedirectUrl></Account>" TAIL,
		OA_POX_REDIRECT_URL, "https://b.lab.test/", "", ""},
	{HEAD "<Error><ErrorCode>603</ErrorCode>"
	      "<Message><![CDATA[a|b]]>&#10;c</Message></Error>" TAIL,
		OA_POX_ERROR, "", "603", "a?b?c"},
};

START_TEST(other_answers_are_read)
{
	for (size_t i = 0; i < OA_LENGTH(answers); i++) {
		struct oa_pox pox;
		struct oa_error err;

		ck_assert_int_eq(parse(answers[i].text, &pox, &err), 0);
		ck_assert_int_eq(pox.kind, answers[i].kind);
		ck_assert_str_eq(pox.redirect, answers[i].redirect);
		ck_assert_str_eq(pox.error_code, answers[i].code);
		ck_assert_str_eq(pox.error_message, answers[i].message);
	}
}
END_TEST

static const struct {
	const char *text;
	const char *error;
} refused[] = {
	{"", "an empty answer"},
	{"<html><body>portal</body></html>", "XML that is no autodiscover answer"},
	{"<html><br></html>", "an answer that is no XML"},
	{"nonsense", "an answer that is no XML"},
	{"<Autodiscover/>", "XML that is no autodiscover answer"},
	{"<Autodiscover><Response>", "an answer that is no XML"},
	{HEAD TAIL, "XML without an Account"},
	{HEAD "<Account/>" TAIL, "unknown Action \"\""},
	{HEAD "<Account><Action>dance</Action></Account>" TAIL,
		"unknown Action \"dance\""},
	{"<!DOCTYPE a><Autodiscover><Response><Error/></Response></Autodiscover>",
		"an answer that is no XML"},
	{"<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><Autodiscover>"
	 "<Response><Error><Message>&x;</Message></Error></Response></Autodiscover>",
		"an answer that is no XML"},
	{"<Autodiscover><Response><Error><Message>&undefined;</Message></Error>"
	 "</Response></Autodiscover>",
		"an answer that is no XML"},
};

START_TEST(what_is_none_is_refused)
{
	for (size_t i = 0; i < OA_LENGTH(refused); i++) {
		struct oa_pox pox = {.kind = OA_POX_ERROR, .redirect = "kept"};
		struct oa_error err;

		ck_assert_int_eq(parse(refused[i].text, &pox, &err), -1);
		ck_assert_int_eq(err.layer, OA_LAYER_HTTP);
		ck_assert_str_eq(err.text, refused[i].error);
		ck_assert_str_eq(pox.redirect, "kept");
	}
}
END_TEST

/* Elements inside of each other, or one after the other, without end. */
START_TEST(size_is_bounded)
{
	char *text = malloc(OA_POX_MAX + 1);
	struct oa_pox pox;
	struct oa_error err = {.layer = OA_LAYER_NONE};
	size_t len = 0;

	ck_assert_ptr_nonnull(text);
	memset(text, ' ', OA_POX_MAX + 1);
	ck_assert_int_eq(oa_pox_parse(text, OA_POX_MAX + 1, &pox, &err), -1);
	ck_assert_str_eq(err.text, "an answer that is too long");
	for (len = 0; len + 3 <= OA_POX_MAX; len += 3)
		memcpy(text + len, "<a>", 3);
	ck_assert_int_eq(oa_pox_parse(text, len, &pox, NULL), -1);
	free(text);
}
END_TEST

START_TEST(too_many_protocols_are_left_out)
{
	char text[4096] = HEAD "<Account><Action>settings</Action>";
	size_t len = strlen(text);
	struct oa_pox pox;
	struct oa_error err;

	for (int i = 0; i < OA_POX_PROTOCOLS_MAX + 3; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
			"<Protocol><Type>WEB</Type></Protocol>");
	snprintf(text + len, sizeof(text) - len, "</Account>" TAIL);
	ck_assert_int_eq(parse(text, &pox, &err), 0);
	ck_assert_uint_eq(pox.protocol_count, OA_POX_PROTOCOLS_MAX);
}
END_TEST

OA_TEST_MAIN("pox", settings_are_read, other_answers_are_read, what_is_none_is_refused,
	size_is_bounded, too_many_protocols_are_left_out)
