/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/service.h"

#include "common/base/text.h"

#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int64_t watchdog_of(const char *watchdog, const char *watchdog_pid, pid_t self)
{
	long time_us, pid;

	if (!watchdog || !oa_parse_long(watchdog, 1, LONG_MAX, &time_us))
		return 0;
	if (watchdog_pid &&
		(!oa_parse_long(watchdog_pid, 1, INT_MAX, &pid) || (pid_t)pid != self))
		return 0;
	return time_us;
}

void oa_service_init(struct oa_service *service, const char *socket_name,
	const char *watchdog, const char *watchdog_pid, pid_t self)
{
	size_t len = socket_name ? strlen(socket_name) : 0;
	struct sockaddr_un *address = &service->address;

	*service = (struct oa_service){.fd = -1, .address = {.sun_family = AF_UNIX}};
	if (len < 2 || len >= sizeof(address->sun_path) ||
		!strchr("/@", socket_name[0]))
		return;
	memcpy(address->sun_path, socket_name, len);
	/* an abstract name begins with a NUL and ends with its last byte */
	if (socket_name[0] == '@')
		address->sun_path[0] = '\0';
	service->address_len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
					   len + (socket_name[0] == '/'));
	service->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	service->watchdog_us = watchdog_of(watchdog, watchdog_pid, self);
}

bool oa_service_tell(const struct oa_service *service, const char *format, ...)
{
	char text[512];
	va_list list;
	size_t len;

	if (service->fd < 0)
		return false;
	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	len = strlen(text);
	return sendto(service->fd, text, len, MSG_NOSIGNAL,
		       (const struct sockaddr *)&service->address,
		       service->address_len) == (ssize_t)len;
}

bool oa_service_live(struct oa_service *service, int64_t now_us)
{
	if (!service->watchdog_us ||
		now_us - service->told_us < service->watchdog_us / 2)
		return false;
	service->told_us = now_us;
	return oa_service_tell(service, "WATCHDOG=1");
}

void oa_service_free(struct oa_service *service)
{
	if (service->fd >= 0)
		close(service->fd);
	service->fd = -1;
}
