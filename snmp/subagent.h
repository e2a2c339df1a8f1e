/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_SUBAGENT_H
#define OA_SNMP_SUBAGENT_H

/*
 * The thread that speaks AgentX with the master agent: it serves the rows of the store
 * and sends its notices.  It alone calls libnetsnmp, which is one for a process; so
 * there is one subagent for a process, and it is started once.  A master agent that is
 * not there, hangs or comes back is this thread's affair: nobody waits for it.
 */

#include "snmp/oid.h"
#include "snmp/store.h"

/* How to reach the master agent; everything is borrowed as long as the subagent
 * runs. */
struct oa_subagent_plan {
	const char *const *sockets; /* "unix:/PATH", "tcp:HOST:PORT", NULL-terminated;
				     * tried in this order at every attempt */
	struct oa_oid root;         /* of the module */
	unsigned ping_seconds;      /* between two tries to connect, and between two
				     * looks whether the master agent is still there */
	/* Takes one line without \n; priority as syslog(3) has it.  Called in the
	 * thread of the subagent.  May be NULL. */
	void (*log)(void *context, int priority, const char *line);
	void *log_context; /* its first argument */
};

struct oa_subagent;

/* Starts the thread; to be called before there are other threads, because it sets MIBS
 * in the environment.  The store is borrowed until oa_subagent_stop(), and its
 * on_notice is the subagent's from here on.  Signals stay blocked in the thread.
 * Returns 0, or -1 with OA_LAYER_SYSTEM. */
int oa_subagent_start(struct oa_subagent **ret_subagent,
	const struct oa_subagent_plan *plan, struct oa_store *store,
	struct oa_error *err);

/* Returns the monotonic moment at which the thread last began to wait for work, which
 * it does every second; 0 while it is in a call of libnetsnmp, which takes as long as a
 * master agent hangs. */
int64_t oa_subagent_heartbeat_us(const struct oa_subagent *subagent);

/* Ends the session and the thread, and releases both.  Returns false if that took
 * longer than `seconds`: the thread is then left behind with all it uses, and the
 * process should end. */
bool oa_subagent_stop(struct oa_subagent *subagent, double seconds);

#endif
