/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/rpc/rfr.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

/*
 * Stubs are those of impacket's structures, with zeros where it pads with 0xbf.
 */

/* clang-format off */

#define NEW_DSA \
	"000000005300000000000000530000002f6f3d4f72672f6f753d45786368616e" \
	"67652041646d696e6973747261746976652047726f7570202846594449424f48" \
	"4632335350444c54292f636e3d526563697069656e74732f636e3d6d6f6e6974" \
	"6f7200000000000000000000"

#define FQDN \
	"000000005d0000005d000000000000005d0000002f6f3d4f72672f6f753d4578" \
	"6368616e67652041646d696e6973747261746976652047726f75702028465944" \
	"49424f484632335350444c54292f636e3d436f6e66696775726174696f6e2f63" \
	"6e3d536572766572732f636e3d45583100"

#define NEW_DSA_REPLY \
	"000000001228000054c700000d000000000000000d0000004558312e6c61622e" \
	"746573740000000000000000"

#define FQDN_REPLY \
	"466500000d000000000000000d0000004558312e6c61622e7465737400bfbfbf" \
	"00000000"

/* clang-format on */

#define GROUP   "/o=Org/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)"
#define MONITOR GROUP "/cn=Recipients/cn=monitor"
#define EX1     GROUP "/cn=Configuration/cn=Servers/cn=EX1"

static const struct request_case {
	void (*write)(struct oa_writer *out, const char *dn);
	const char *dn;
	const char *stub;
} requests[] = {
	{oa_rfr_write_new_dsa, MONITOR, NEW_DSA},
	{oa_rfr_write_new_dsa, "",
		"00000000 01000000 00000000 01000000 00000000 00000000 00000000"},
	{oa_rfr_write_fqdn, EX1, FQDN},
};

START_TEST(requests_are_written_byte_for_byte)
{
	for (size_t i = 0; i < OA_LENGTH(requests); i++) {
		uint8_t buffer[512];
		struct oa_writer out = oa_writer(buffer, sizeof(buffer));

		requests[i].write(&out, requests[i].dn);
		ck_assert(!out.bad);
		ck_assert_hex(buffer, out.len, requests[i].stub);
	}
}
END_TEST

static const struct reply_case {
	int (*parse)(const void *stub, size_t len, struct oa_rfr_name *ret_name,
		struct oa_error *err);
	const char *stub;
	int result;
	uint32_t value;
	const char *name;
} replies[] = {
	{oa_rfr_parse_new_dsa, NEW_DSA_REPLY, 0, 0, "EX1.lab.test"},
	{oa_rfr_parse_new_dsa, "00000000 00000000 00000000", 0, 0, ""},
	{oa_rfr_parse_new_dsa, "00000000 00000200 00000000 00000000", 0, 0, ""},
	{oa_rfr_parse_new_dsa, "05400080", 0, 0x80004005, ""},
	{oa_rfr_parse_new_dsa, "00000000 00000200 04000200 00000000", -1, 0, ""},
	{oa_rfr_parse_new_dsa, "00000000 00000000 00000000 00000000", -1, 0, ""},
	{oa_rfr_parse_new_dsa, "000000", -1, 0, ""},
	{oa_rfr_parse_new_dsa, "", -1, 0, ""},
	{oa_rfr_parse_fqdn, FQDN_REPLY, 0, 0, "EX1.lab.test"},
	{oa_rfr_parse_fqdn, "00000000 00000000", 0, 0, ""},
	{oa_rfr_parse_fqdn, "00000000 0f010480", 0, 0x8004010f, ""},
	{oa_rfr_parse_fqdn, "00000200 ff000000 00000000 ff000000 00000000", -1, 0, ""},
	{oa_rfr_parse_fqdn, "00000000 00000000 00000000", -1, 0, ""},
	{oa_rfr_parse_fqdn, "0000000000", -1, 0, ""},
};

START_TEST(replies_give_names)
{
	for (size_t i = 0; i < OA_LENGTH(replies); i++) {
		const struct reply_case *want = &replies[i];
		struct hex stub = hex(want->stub);
		struct oa_rfr_name name = {0};
		struct oa_error err = {0};

		ck_assert_int_eq(
			want->parse(stub.bytes, stub.len, &name, &err), want->result);
		ck_assert_uint_eq(name.value, want->value);
		ck_assert_str_eq(name.name, want->name);
		ck_assert_int_eq(
			err.layer, want->result ? OA_LAYER_RPC : OA_LAYER_NONE);
	}
}
END_TEST

OA_TEST_MAIN("rfr", requests_are_written_byte_for_byte, replies_give_names)
