/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_SERVICE_H
#define OA_SNMP_SERVICE_H

/*
 * What a service manager is told, in the way of sd_notify(3): lines in a datagram to
 * the socket that NOTIFY_SOCKET names.  Where there is none, nobody is told.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>

/* The way to the manager. */
struct oa_service {
	int fd;                     /* owned; -1 for nobody */
	struct sockaddr_un address; /* of the manager */
	socklen_t address_len;      /* of it, without what is not used */
	int64_t watchdog_us;        /* it wants a sign of life so often; 0: never */
	int64_t told_us;            /* monotonic moment of the last one */
};

/* Makes the way from the values of NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID (each
 * may be NULL); a socket that starts with @ is an abstract one, and a watchdog for
 * another process than `self' is none. */
void oa_service_init(struct oa_service *service, const char *socket_name,
	const char *watchdog, const char *watchdog_pid, pid_t self);

/* Tells the manager, e.g. "READY=1\nSTATUS=20 targets"; never waits.  Returns true if
 * it was sent. */
bool oa_service_tell(const struct oa_service *service, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Gives a sign of life if one is due: half of the time that the manager allows has
 * passed.  To be called only by what is alive.  Returns true if it was sent. */
bool oa_service_live(struct oa_service *service, int64_t now_us);

/* Closes the socket. */
void oa_service_free(struct oa_service *service);

#endif
