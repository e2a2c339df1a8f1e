/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_LOG_H
#define OA_SNMP_LOG_H

/*
 * The log of the agent: lines on standard error, each in one piece, which the service
 * manager collects.  Where the journal reads them they begin with their priority.
 * Callers leave secrets out.
 */

#include <stdarg.h>
#include <stdbool.h>

/* How much a line matters; the choices of log-level are in this order. */
enum oa_log_level {
	OA_LOG_ERROR,
	OA_LOG_WARNING,
	OA_LOG_NOTICE,
	OA_LOG_INFO,
	OA_LOG_DEBUG,
};

/* Where lines go; read-only once threads run, but for the level. */
struct oa_log {
	int fd;                  /* borrowed */
	enum oa_log_level level; /* lines that matter less are left out */
	bool has_priorities;     /* begin a line with "<4>" or the like */
};

/* Makes a log to a file descriptor; journal is the value of JOURNAL_STREAM in the
 * environment, DEVICE:INODE of what leads to the journal, or NULL. */
void oa_log_init(struct oa_log *log, int fd, const char *journal);

/* Writes a line; control characters in it become `?'. */
void oa_log(const struct oa_log *log, enum oa_log_level level, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
