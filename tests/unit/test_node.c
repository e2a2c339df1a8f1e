/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "common/probe/node.h"
#include "tests/unit/loopback.h"
#include "tests/unit/runner.h"

#include <string.h>

static const struct {
	const char *text;
	bool is_node;
	const char *address;
	uint16_t port;
} nodes[] = {
	{"127.0.0.1", true, "127.0.0.1", 0},
	{"127.0.0.1:444", true, "127.0.0.1", 444},
	{"127.0.0.1:65535", true, "127.0.0.1", 65535},
	{"::1", true, "::1", 0},
	{"2001:db8::1:443", true, "2001:db8::1:443", 0},
	{"[::1]", true, "::1", 0},
	{"[::1]:444", true, "::1", 444},
	{"[127.0.0.1]:444", true, "127.0.0.1", 444},
	{"", false, "", 0},
	{":444", false, "", 0},
	{"[", false, "", 0},
	{"[]", false, "", 0},
	{"[::1", false, "", 0},
	{"[::1]444", false, "", 0},
	{"[::1]:", false, "", 0},
	{"127.0.0.1:", false, "", 0},
	{"127.0.0.1:0", false, "", 0},
	{"127.0.0.1:65536", false, "", 0},
	{"127.0.0.1:x", false, "", 0},
	{"127.0.0.256", false, "", 0},
	{"mail.lab.test", false, "", 0},
	{"1111111111111111111111111111111111111111111111111", false, "", 0},
};

START_TEST(reads_addresses)
{
	for (size_t i = 0; i < OA_LENGTH(nodes); i++) {
		char address[46] = "";
		uint16_t port = 0;

		ck_assert_msg(oa_node_parse(nodes[i].text, address, &port) ==
				      nodes[i].is_node,
			"%s", nodes[i].text);
		ck_assert_str_eq(address, nodes[i].address);
		ck_assert_uint_eq(port, nodes[i].port);
	}
}
END_TEST

static void serve_401(int fd, void *handle)
{
	static const char answer[] = "HTTP/1.1 401 No\r\nContent-Length: 0\r\n"
				     "WWW-Authenticate: NTLM\r\n\r\n";
	char request[4096];

	(void)handle;
	while (recv(fd, request, sizeof(request), 0) > 0)
		if (send(fd, answer, strlen(answer), MSG_NOSIGNAL) < 0)
			return;
}

/* What a node answers stays out of the report of the run. */
START_TEST(asks_in_silence)
{
	struct loopback server = {.serve = serve_401};
	struct oa_target target = {.host = "mail.lab.test",
		.address = "127.0.0.9",
		.port = loopback_closed_port(),
		.path = "/rpc/rpcproxy.dll",
		.no_tls = true};
	struct oa_report report;
	struct oa_front front = {.target = &target, .report = &report};
	struct oa_node *node;
	char name[32];

	oa_report_init(&report);
	loopback_start(&server);
	snprintf(name, sizeof(name), "127.0.0.1:%u", server.port);
	node = oa_node_ask(&front, name, "EX1:6001", oa_deadline_in(5));
	ck_assert_ptr_nonnull(node);
	ck_assert(node->is_answered);
	ck_assert_uint_eq(oa_offers_any(&node->offers), OA_SCHEME_NTLM);
	oa_node_free(node);
	node = oa_node_ask(&front, "127.0.0.9", "EX1:6001", oa_deadline_in(5));
	ck_assert(!node->is_answered);
	ck_assert_int_eq(oa_report_verdict(&node->report)->code, OA_CODE_TCP_REFUSED);
	oa_node_free(node);
	oa_node_free(NULL);
	ck_assert_uint_eq(report.step_count, 0);
	oa_report_free(&report);
	loopback_stop(&server);
}
END_TEST

OA_TEST_MAIN("node", reads_addresses, asks_in_silence)
