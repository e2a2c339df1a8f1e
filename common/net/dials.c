/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/net/dials.h"

#include "common/base/deadline.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

static bool write_address(const struct sockaddr *address, char text[46])
{
	const void *bytes;

	if (address->sa_family == AF_INET)
		bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
	else if (address->sa_family == AF_INET6)
		bytes = &((const struct sockaddr_in6 *)(const void *)address)
				 ->sin6_addr;
	else
		return false;
	return inet_ntop(address->sa_family, bytes, text, 46) != NULL;
}

static curl_socket_t on_open(
	void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct oa_dials *dials = data;
	struct oa_dial *dial = &dials->item[dials->count];
	int fd = socket(
		address->family, address->socktype | SOCK_CLOEXEC, address->protocol);

	if (fd < 0)
		return CURL_SOCKET_BAD;
	if (purpose != CURLSOCKTYPE_IPCXN || dials->count == OA_DIALS_MAX)
		return fd;
	*dial = (struct oa_dial){.fd = fd, .started_us = oa_now_us(), .seconds = -1};
	if (write_address(&address->addr, dial->address))
		dials->count++;
	return fd;
}

/* Returns the state of a socket, and in ret_is_repeated whether it asked in vain. */
static int state_of(int fd, bool *ret_is_repeated)
{
	struct tcp_info info = {0};
	socklen_t len = sizeof(info);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0)
		return TCP_ESTABLISHED;
	*ret_is_repeated = info.tcpi_retransmits > 0;
	return info.tcpi_state;
}

static void fail(struct oa_dial *dial, int number)
{
	dial->number = number;
	dial->seconds = oa_seconds_since(dial->started_us);
}

/* One that was given up for a faster one has not failed. */
static void judge_waiting(struct oa_dial *dial)
{
	bool is_repeated = false;

	if (state_of(dial->fd, &is_repeated) == TCP_SYN_SENT && is_repeated)
		fail(dial, ETIMEDOUT);
}

/* libcurl has taken the error from the socket, and knows it as its newest one. */
static void judge_closed(const struct oa_dials *dials, struct oa_dial *dial)
{
	bool is_repeated = false;
	long number = 0;

	if (state_of(dial->fd, &is_repeated) == TCP_CLOSE)
		curl_easy_getinfo(dials->curl, CURLINFO_OS_ERRNO, &number);
	if (number)
		fail(dial, (int)number);
	else
		judge_waiting(dial);
}

static int on_close(void *data, curl_socket_t fd)
{
	struct oa_dials *dials = data;

	for (size_t i = 0; i < dials->count && dials->curl; i++) {
		struct oa_dial *dial = &dials->item[i];

		if (dial->fd != fd)
			continue;
		judge_closed(dials, dial);
		dial->fd = CURL_SOCKET_BAD;
	}
	return close(fd);
}

void oa_dials_watch(struct oa_dials *dials, CURL *curl)
{
	dials->curl = curl;
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, dials);
	curl_easy_setopt(curl, CURLOPT_CLOSESOCKETFUNCTION, on_close);
	curl_easy_setopt(curl, CURLOPT_CLOSESOCKETDATA, dials);
}

void oa_dials_end(struct oa_dials *dials)
{
	for (size_t i = 0; i < dials->count && dials->curl; i++)
		if (dials->item[i].fd != CURL_SOCKET_BAD)
			judge_waiting(&dials->item[i]);
	dials->curl = NULL;
}
