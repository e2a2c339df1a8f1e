/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/iface.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

static const struct iface_case {
	enum oa_iface_key key;
	const char *name;
	uint16_t port;
	const char *uuid;
	unsigned major, minor;
} interfaces[] = {
	{OA_IFACE_MGMT, "mgmt", 0, "80bda8af8a7dc911bef408002b102989", 1, 0},
	{OA_IFACE_EMSMDB, "emsmdb", 6001, "00dbf1a447ca6710b31f00dd010662da", 0, 81},
	{OA_IFACE_RFR, "rfr", 6002, "e0f544153c61d11193df00c04fd7bd09", 1, 0},
	{OA_IFACE_NSPI, "nspi", 6004, "185accf564421a108c5908002b2f8426", 56, 0},
	{OA_IFACE_ASYNC_EMSMDB, "async-emsmdb", 0, "4a57615272456e20b2686b199213b4e4",
		0, 1},
};

START_TEST(table_is_that_of_the_specifications)
{
	ck_assert_uint_eq(OA_LENGTH(interfaces), OA_IFACE_COUNT);
	for (size_t i = 0; i < OA_LENGTH(interfaces); i++) {
		const struct oa_iface *iface = oa_iface_get(interfaces[i].key);

		ck_assert_int_eq(iface->key, interfaces[i].key);
		ck_assert_hex(iface->syntax.uuid, 16, interfaces[i].uuid);
		ck_assert_uint_eq(iface->syntax.major, interfaces[i].major);
		ck_assert_uint_eq(iface->syntax.minor, interfaces[i].minor);
		ck_assert_ptr_eq(oa_iface_by_name(interfaces[i].name), iface);
		if (interfaces[i].port)
			ck_assert_ptr_eq(oa_iface_by_port(interfaces[i].port), iface);
	}
}
END_TEST

START_TEST(unknown_things_are_not_found)
{
	ck_assert_ptr_null(oa_iface_by_name("epm"));
	ck_assert_ptr_null(oa_iface_by_name(""));
	ck_assert_ptr_null(oa_iface_by_port(0));
	ck_assert_ptr_null(oa_iface_by_port(593));
}
END_TEST

START_TEST(names_ignore_case)
{
	ck_assert_ptr_eq(oa_iface_by_name("EMSMDB"), oa_iface_get(OA_IFACE_EMSMDB));
}
END_TEST

OA_TEST_MAIN("iface", table_is_that_of_the_specifications, unknown_things_are_not_found,
	names_ignore_case)
