/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/depth.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

static const struct depth_case {
	enum oa_depth depth;
	uint16_t port;
	enum oa_depth want;
} depths[] = {
	{OA_DEPTH_ECHO, 6001, OA_DEPTH_ECHO},
	{OA_DEPTH_TUNNEL, 6002, OA_DEPTH_TUNNEL},
	{OA_DEPTH_BIND, 6004, OA_DEPTH_BIND},
	{OA_DEPTH_CALL, 6001, OA_DEPTH_CALL},
	{OA_DEPTH_REFERRAL, 6001, OA_DEPTH_CALL},
	{OA_DEPTH_REFERRAL, 6002, OA_DEPTH_REFERRAL},
	{OA_DEPTH_REFERRAL, 6004, OA_DEPTH_CALL},
	{OA_DEPTH_ADDRESS_BOOK, 6001, OA_DEPTH_CALL},
	{OA_DEPTH_ADDRESS_BOOK, 6002, OA_DEPTH_REFERRAL},
	{OA_DEPTH_ADDRESS_BOOK, 6004, OA_DEPTH_ADDRESS_BOOK},
	{OA_DEPTH_LOGON, 6001, OA_DEPTH_LOGON},
	{OA_DEPTH_LOGON, 6002, OA_DEPTH_REFERRAL},
	{OA_DEPTH_LOGON, 6004, OA_DEPTH_ADDRESS_BOOK},
	{OA_DEPTH_LOGON, 593, OA_DEPTH_CALL},
};

START_TEST(each_endpoint_has_its_own_depth)
{
	for (size_t i = 0; i < OA_LENGTH(depths); i++)
		ck_assert_int_eq(
			oa_depth_at(depths[i].depth, depths[i].port), depths[i].want);
}
END_TEST

START_TEST(deep_depths_have_a_port)
{
	ck_assert_uint_eq(oa_depth_port(OA_DEPTH_CALL), 0);
	ck_assert_uint_eq(oa_depth_port(OA_DEPTH_REFERRAL), 6002);
	ck_assert_uint_eq(oa_depth_port(OA_DEPTH_ADDRESS_BOOK), 6004);
	ck_assert_uint_eq(oa_depth_port(OA_DEPTH_LOGON), 6001);
}
END_TEST

START_TEST(some_version_is_posed_as)
{
	struct oa_deep_plan plan = {0};
	char text[OA_MAPI_VERSION_TEXT_LEN];
	struct oa_mapi_version version = oa_deep_version(&plan);

	oa_mapi_version_format(&version, text, sizeof(text));
	ck_assert_str_eq(text, "16.0.17928.20156");
	ck_assert(oa_mapi_version_parse("12.0.6665.5000", &plan.poses));
	version = oa_deep_version(&plan);
	ck_assert_mem_eq(&version, &plan.poses, sizeof(version));
}
END_TEST

OA_TEST_MAIN("depth", each_endpoint_has_its_own_depth, deep_depths_have_a_port,
	some_version_is_posed_as)
