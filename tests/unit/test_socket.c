/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/socket.h"
#include "tests/unit/runner.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const struct {
	const char *place;
	bool is_good;
} cases[] = {
	{"unix:/run/agentx/master", true},
	{"/var/agentx/master", true},
	{"tcp:localhost:705", true},
	{"tcp6:[::1]:705", true},
	{"tcp:[::1]:705", true},
	{"unix:run/agentx", false},
	{"unix:", false},
	{"tcp:localhost", false},
	{"tcp::705", false},
	{"tcp:localhost:0", false},
	{"tcp:localhost:65536", false},
	{"tcp:localhost:x", false},
	{"udp:localhost:705", false},
	{"localhost:705", false},
	{"", false},
	{"unix:/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/"
	 "0123456789/0123456789/0123456789/0123456789",
		false},
};

START_TEST(check)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		struct oa_error err = {.layer = OA_LAYER_NONE};

		ck_assert_msg((oa_socket_check(cases[i].place, &err) == 0) ==
				      cases[i].is_good,
			"%s", cases[i].place);
		if (!cases[i].is_good)
			ck_assert_int_eq(err.layer, OA_LAYER_USAGE);
	}
}
END_TEST

START_TEST(try_what_is_not_there)
{
	struct oa_error err;

	ck_assert_int_eq(oa_socket_try("unix:/nonexistent/agentx", &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_TCP);
	ck_assert_str_eq(
		err.text, "unix:/nonexistent/agentx: No such file or directory");
	ck_assert_int_eq(oa_socket_try("nowhere", &err), -1);
	ck_assert_int_eq(err.layer, OA_LAYER_USAGE);
}
END_TEST

START_TEST(try_over_tcp)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct oa_error err;
	char place[64];

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, len), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&address, &len), 0);
	snprintf(place, sizeof(place), "tcp:127.0.0.1:%u", ntohs(address.sin_port));
	ck_assert_int_eq(oa_socket_try(place, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, "refused"));
	ck_assert_int_eq(listen(fd, 1), 0);
	ck_assert_int_eq(oa_socket_try(place, &err), 0);
	close(fd);
}
END_TEST

OA_TEST_MAIN("socket", check, try_what_is_not_there, try_over_tcp)
