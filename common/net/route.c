/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/route.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

/* Connecting a UDP socket asks the kernel for a route and sends nothing. */
bool oa_has_route(const char *address)
{
	struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_DGRAM};
	struct addrinfo *info;
	bool is_reachable = false;
	int fd;

	if (getaddrinfo(address, "443", &hints, &info) != 0)
		return true;
	fd = socket(info->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0)
		is_reachable = connect(fd, info->ai_addr, info->ai_addrlen) == 0;
	if (fd >= 0)
		close(fd);
	freeaddrinfo(info);
	return is_reachable;
}
