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

/* Why libcurl gives a socket up that never was connected, or 0 if it has no reason but
 * that another one was faster. */
static int why(CURL *curl, int fd)
{
	struct tcp_info info = {0};
	socklen_t len = sizeof(info);
	long number = 0;

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0)
		return 0;
	if (info.tcpi_state == TCP_SYN_SENT)
		return info.tcpi_retransmits ? ETIMEDOUT : 0;
	if (info.tcpi_state != TCP_CLOSE)
		return 0;
	curl_easy_getinfo(curl, CURLINFO_OS_ERRNO, &number);
	return (int)number;
}

static void judge(struct oa_dials *dials, struct oa_dial *dial)
{
	dial->number = why(dials->curl, dial->fd);
	if (dial->number)
		dial->seconds = oa_seconds_since(dial->started_us);
}

static int on_close(void *data, curl_socket_t fd)
{
	struct oa_dials *dials = data;

	for (size_t i = 0; i < dials->count && dials->curl; i++) {
		struct oa_dial *dial = &dials->item[i];

		if (dial->fd != fd)
			continue;
		judge(dials, dial);
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
			judge(dials, &dials->item[i]);
	dials->curl = NULL;
}
