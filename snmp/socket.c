/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/socket.h"

#include "common/base/text.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define WAIT_MS 1000

/* A place behind its scheme. */
struct place {
	char host[256]; /* name or address; the path of a UNIX socket */
	char port[8];   /* empty for a UNIX socket */
};

static const char *without(const char *text, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(text, prefix, len) == 0 ? text + len : NULL;
}

static bool host_is_read(const char *text, struct place *place)
{
	const char *colon = strrchr(text, ':');
	size_t len = colon ? (size_t)(colon - text) : 0;
	long port;

	if (len > 1 && text[0] == '[' && text[len - 1] == ']') {
		text++;
		len -= 2;
	}
	if (len == 0 || len >= sizeof(place->host) ||
		!oa_parse_long(colon + 1, 1, 65535, &port))
		return false;
	memcpy(place->host, text, len);
	oa_append(place->port, sizeof(place->port), "%ld", port);
	return true;
}

static int read_place(const char *text, struct place *ret_place, struct oa_error *err)
{
	const char *path = *text == '/' ? text : without(text, "unix:");
	const char *host = without(text, "tcp:");

	memset(ret_place, 0, sizeof(*ret_place));
	if (!host)
		host = without(text, "tcp6:");
	if (path && *path == '/' &&
		strlen(path) < sizeof(((struct sockaddr_un *)NULL)->sun_path)) {
		oa_append(ret_place->host, sizeof(ret_place->host), "%s", path);
		return 0;
	}
	if (host && host_is_read(host, ret_place))
		return 0;
	return oa_fail(err, OA_LAYER_USAGE, 0,
		"\"%s\" is neither unix:/PATH nor tcp:HOST:PORT", text);
}

int oa_socket_check(const char *place, struct oa_error *err)
{
	struct place read;

	return read_place(place, &read, err);
}

/* Returns 0, or the errno of a connection that was not made. */
static int connect_once(const struct sockaddr *address, socklen_t len)
{
	int fd = socket(
		address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct pollfd wait = {.fd = fd, .events = POLLOUT};
	int failure = 0;
	socklen_t size = sizeof(failure);

	if (fd < 0)
		return errno;
	if (connect(fd, address, len) != 0)
		failure = errno;
	if (failure == EINPROGRESS) {
		if (poll(&wait, 1, WAIT_MS) != 1)
			failure = ETIMEDOUT;
		else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &size) != 0)
			failure = errno;
	}
	close(fd);
	return failure;
}

static int try_path(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	oa_append(address.sun_path, sizeof(address.sun_path), "%s", path);
	return connect_once((const struct sockaddr *)&address, sizeof(address));
}

static int try_host(const struct place *place, const char *text, struct oa_error *err)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
	int failure = getaddrinfo(place->host, place->port, &hints, &list);

	if (failure != 0)
		return oa_fail(
			err, OA_LAYER_DNS, 0, "%s: %s", text, gai_strerror(failure));
	failure = connect_once(list->ai_addr, list->ai_addrlen);
	for (struct addrinfo *next = list->ai_next; failure != 0 && next;
		next = next->ai_next)
		failure = connect_once(next->ai_addr, next->ai_addrlen);
	freeaddrinfo(list);
	if (failure == 0)
		return 0;
	return oa_fail(err, OA_LAYER_TCP, failure, "%s: %s", text, strerror(failure));
}

int oa_socket_try(const char *place, struct oa_error *err)
{
	struct place read;
	int failure;

	if (read_place(place, &read, err) != 0)
		return -1;
	if (read.port[0] != '\0')
		return try_host(&read, place, err);
	failure = try_path(read.host);
	if (failure == 0)
		return 0;
	return oa_fail(err, OA_LAYER_TCP, failure, "%s: %s", place,
		failure == EAGAIN ? "somebody listens and takes no connection"
				  : strerror(failure));
}
