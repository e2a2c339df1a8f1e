/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/net/network.h"
#include "tests/unit/hex.h"
#include "tests/unit/runner.h"

static const struct {
	const char *network;
	const char *address;
	bool has;
} members[] = {
	{"192.0.2.1", "192.0.2.1", true},
	{"192.0.2.1", "192.0.2.2", false},
	{"192.0.2.0/24", "192.0.2.255", true},
	{"192.0.2.0/24", "192.0.3.0", false},
	{"192.0.2.77/24", "192.0.2.1", true},
	{"192.0.2.128/25", "192.0.2.127", false},
	{"192.0.2.128/25", "192.0.2.128", true},
	{"192.0.2.4/31", "192.0.2.5", true},
	{"192.0.2.4/31", "192.0.2.6", false},
	{"0.0.0.0/0", "203.0.113.9", true},
	{"0.0.0.0/0", "2001:db8::1", false},
	{"::/0", "2001:db8::1", true},
	{"2001:db8::/32", "2001:db8:ffff::1", true},
	{"2001:db8::/33", "2001:db8:8000::1", false},
	{"2001:DB8::1", "2001:db8:0::1", true},
	{"fe80::/10", "fe80::1%eth0", true},
	{"::1", "127.0.0.1", false},
	{"192.0.2.0/24", "mail.lab.test", false},
	{"192.0.2.0/24", "", false},
};

START_TEST(networks_know_their_members)
{
	for (size_t i = 0; i < OA_LENGTH(members); i++) {
		struct oa_network network;

		ck_assert(oa_network_parse(members[i].network, &network));
		ck_assert_msg(
			oa_network_has(&network, members[i].address) == members[i].has,
			"%s %s", members[i].network, members[i].address);
	}
}
END_TEST

static const char *const nonsense[] = {"", "/", "/24", "192.0.2.1/", "192.0.2.1/33",
	"192.0.2.1/-1", "192.0.2.1/a", "192.0.2", "192.0.2.1 ", "2001:db8::/129",
	"2001:db8::/", "mail.lab.test", "1.2.3.4/24/24",
	"0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000"};

START_TEST(nonsense_is_no_network)
{
	for (size_t i = 0; i < OA_LENGTH(nonsense); i++) {
		struct oa_network network = {.bits = 7};

		ck_assert_msg(
			!oa_network_parse(nonsense[i], &network), "%s", nonsense[i]);
		ck_assert_uint_eq(network.bits, 7);
	}
}
END_TEST

static const struct {
	const char *address;
	bool is_private;
} views[] = {
	{"10.1.2.3", true},
	{"172.15.0.1", false},
	{"172.31.255.255", true},
	{"192.168.0.1", true},
	{"192.169.0.1", false},
	{"100.64.0.1", true},
	{"100.128.0.1", false},
	{"169.254.1.1", true},
	{"127.0.0.2", true},
	{"203.0.113.1", false},
	{"::1", true},
	{"fd00::1", true},
	{"fe80::1%eth0", true},
	{"2001:db8::1", false},
	{"::ffff:10.0.0.1", true},
};

START_TEST(private_addresses_are_known)
{
	for (size_t i = 0; i < OA_LENGTH(views); i++)
		ck_assert_msg(
			oa_address_is_private(views[i].address) == views[i].is_private,
			"%s", views[i].address);
}
END_TEST

OA_TEST_MAIN("network", networks_know_their_members, nonsense_is_no_network,
	private_addresses_are_known)
