/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/poxrequest.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *address;
	bool is_good;
} addresses[] = {
	{"alice@lab.test", true},
	{"alice.o'hara+tag@mail-1.lab.test", true},
	{"alice@lab", true},
	{"", false},
	{"alice", false},
	{"@lab.test", false},
	{"alice@", false},
	{"alice@lab.test@other.test", false},
	{"al ice@lab.test", false},
	{"<alice>@lab.test", false},
	{"a&b@lab.test", false},
	{"LAB\\alice@lab.test", false},
	{"alice@-lab.test", false},
	{"alice@.test", false},
	{"alice@lab.test/", false},
	{"alice@lab.test:443", false},
	{"alice@lab.test\r\nX: y", false},
};

START_TEST(addresses_are_told_from_others)
{
	for (size_t i = 0; i < OA_LENGTH(addresses); i++)
		ck_assert_msg(
			oa_pox_is_address(addresses[i].address) == addresses[i].is_good,
			"%s", addresses[i].address);
	ck_assert_str_eq(oa_pox_domain("alice@lab.test"), "lab.test");
}
END_TEST

START_TEST(other_letters_are_wanted_in_ascii)
{
	struct oa_error err = {0};

	ck_assert_int_eq(oa_pox_check_address("alice@xn--bcher-kva.test", &err), 0);
	ck_assert_int_eq(oa_pox_check_address("b\xc3\xbc@lab.test", &err), 0);
	ck_assert_int_eq(oa_pox_check_address("alice@b\xc3\xbc"
					      "cher.test",
				 &err),
		-1);
	ck_assert_int_eq(err.layer, OA_LAYER_USAGE);
	ck_assert_ptr_nonnull(strstr(err.text, "xn--"));
	ck_assert_int_eq(oa_pox_check_address("alice", &err), -1);
	ck_assert_str_eq(err.text, "alice is no USER@DOMAIN");
}
END_TEST

START_TEST(long_addresses_are_refused)
{
	char address[400];

	memset(address, 'a', sizeof(address));
	memcpy(address + 200, "@lab.test", 10);
	ck_assert(oa_pox_is_address(address));
	memset(address, 'a', sizeof(address));
	memcpy(address + 300, "@lab.test", 10);
	ck_assert(!oa_pox_is_address(address));
}
END_TEST

START_TEST(request_is_xml)
{
	char buffer[OA_POX_REQUEST_SIZE], address[256];
	XML_Parser parser = XML_ParserCreate(NULL);
	size_t len;

	memset(address, 'a', sizeof(address));
	memcpy(address + 240, "@lab.test", 10);
	ck_assert(oa_pox_is_address(address));
	len = oa_pox_request(address, buffer);
	ck_assert_uint_lt(len, sizeof(buffer));
	ck_assert_uint_eq(len, strlen(buffer));
	ck_assert_ptr_nonnull(strstr(buffer, address));
	ck_assert_ptr_nonnull(parser);
	ck_assert_int_eq(XML_Parse(parser, buffer, (int)len, 1), XML_STATUS_OK);
	XML_ParserFree(parser);
}
END_TEST

OA_TEST_MAIN("poxrequest", addresses_are_told_from_others, long_addresses_are_refused,
	other_letters_are_wanted_in_ascii, request_is_xml)
