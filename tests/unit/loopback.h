/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_TESTS_UNIT_LOOPBACK_H
#define OA_TESTS_UNIT_LOOPBACK_H

/*
 * A TCP server on 127.0.0.1 in a thread of its own, which hands one connection
 * after the other to a function of the test.
 */

#include <arpa/inet.h>
#include <check.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* A server. */
struct loopback {
	int fd;                              /* listens */
	uint16_t port;                       /* on this port */
	void (*serve)(int fd, void *handle); /* speaks on fd, which is closed after */
	void *handle;                        /* handed to serve */
	pthread_t thread;                    /* runs the server */
};

/* Returns a socket of the kind (SOCK_STREAM, SOCK_DGRAM) bound to a free port of
 * 127.0.0.1, and the port. */
static inline int loopback_socket(int kind, uint16_t *ret_port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, kind | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, len), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&address, &len), 0);
	*ret_port = ntohs(address.sin_port);
	return fd;
}

/* Returns a port of 127.0.0.1 on which nothing listens. */
static inline uint16_t loopback_closed_port(void)
{
	uint16_t port;

	close(loopback_socket(SOCK_STREAM, &port));
	return port;
}

static inline void *loopback_run(void *data)
{
	struct loopback *server = data;
	struct timeval limit = {.tv_sec = 5};
	int fd;

	while ((fd = accept(server->fd, NULL, NULL)) >= 0) {
		/* a client that hangs must not hang the test */
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
		server->serve(fd, server->handle);
		close(fd);
	}
	return NULL;
}

/* Starts the server; serve and handle must have been set. */
static inline void loopback_start(struct loopback *server)
{
	server->fd = loopback_socket(SOCK_STREAM, &server->port);
	ck_assert_int_eq(listen(server->fd, 8), 0);
	ck_assert_int_eq(
		pthread_create(&server->thread, NULL, loopback_run, server), 0);
}

/* Ends the server after the connection that it is busy with. */
static inline void loopback_stop(struct loopback *server)
{
	shutdown(server->fd, SHUT_RDWR);
	pthread_join(server->thread, NULL);
	close(server->fd);
}

#endif
