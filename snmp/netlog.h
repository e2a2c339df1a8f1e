/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_NETLOG_H
#define OA_SNMP_NETLOG_H

/*
 * Lines for the log of the agent, from the thread of AgentX and from libnetsnmp, which
 * repeats itself without end where a master agent is gone: a line that is the same as
 */

#include <stddef.h>
#include <stdint.h>

#define OA_NETLOG_LINES      8
#define OA_NETLOG_PER_MINUTE 20

/* See above; zero-initialised, with sink and context set. */
struct oa_netlog {
	void (*sink)(void *context, int priority, const char *line); /* or NULL */
	void *context;                                               /* of sink */
	uint64_t seen[OA_NETLOG_LINES]; /* hashes of the last lines */
	size_t next;                    /* place in seen */
	int64_t minute_us;              /* begin of the minute that is counted */
	unsigned count;                 /* lines in it */
};

/* Hands a line of libnetsnmp on, without its \n; now_us is monotonic. */
void oa_netlog_line(
	struct oa_netlog *log, int priority, const char *line, int64_t now_us);

/* Hands a line of ours on, always, and forgets what was seen: the state has changed. */
void oa_netlog_say(struct oa_netlog *log, int priority, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
