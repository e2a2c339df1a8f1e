/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_TESTS_UNIT_MEMSESSION_H
#define OA_TESTS_UNIT_MEMSESSION_H

/*
 * A session of HTTP over memory: the connection under it is open, has no libcurl
 * handle, and carries a memstream.
 */

#include "common/net/session.h"
#include "tests/unit/memstream.h"

#include <check.h>
#include <fcntl.h>

/* Everything that a session stands on; must not be moved. */
struct memsession {
	struct memstream memory;         /* what comes and what was sent */
	struct oa_connection connection; /* open; its stream is the memory */
	struct oa_session session;       /* the session over it */
};

/* Returns a descriptor that poll(2) always finds readable and writable, so that a
 * stream that hesitates goes on at once. */
static inline int memsession_ready_fd(void)
{
	int fd = open("/dev/zero", O_RDWR | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	return fd;
}

/* Begins a session that receives len bytes, which it borrows, and then `end`; fd
 * is polled after AGAIN. */
static inline void memsession_open(struct memsession *memory, struct oa_report *report,
	const char *name, const void *bytes, size_t len, enum memstream_end end, int fd)
{
	*memory = (struct memsession){
		.memory = {.bytes = bytes, .len = len, .end = end},
		.connection = {
			.phase = OA_PHASE_OPEN, .tls.alert = -1, .tls.sent_alert = -1}};
	memory->connection.stream = memstream_open(&memory->memory, fd);
	oa_session_init(&memory->session, &memory->connection, report, name);
}

#endif
