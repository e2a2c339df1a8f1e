/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/subagent.h"

#include "common/base/deadline.h"
#include "snmp/master.h"

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include <net-snmp/agent/net-snmp-agent-includes.h>

#include <errno.h>
#include <net-snmp/library/large_fd_set.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <syslog.h>
#include <unistd.h>

/* The loop comes round at least so often. */
#define TURN_US 1000000

/* The thread; see subagent.h. */
struct oa_subagent {
	struct oa_subagent_plan plan;
	struct oa_store *store;
	struct oa_master master;
	pthread_t thread;
	int wake_fd;                  /* a notice waits, or the end is near */
	int done_fd;                  /* the thread has come to its end */
	atomic_bool is_ending;        /* set by oa_subagent_stop() */
	_Atomic int64_t heartbeat_us; /* see oa_subagent_heartbeat_us() */
};

static void wake(void *context)
{
	struct oa_subagent *subagent = context;
	uint64_t one = 1;

	/* a full counter wakes just as well */
	if (write(subagent->wake_fd, &one, sizeof(one)) < 0)
		return;
}

static void drain(int fd)
{
	uint64_t count;

	/* an empty counter is what is wanted */
	if (read(fd, &count, sizeof(count)) < 0)
		return;
}

static struct timeval shorter(struct timeval wait, bool is_endless, int64_t limit_us)
{
	int64_t wait_us = (int64_t)wait.tv_sec * 1000000 + wait.tv_usec;

	if (is_endless || wait_us > limit_us)
		wait_us = limit_us;
	return (struct timeval){
		.tv_sec = wait_us / 1000000, .tv_usec = wait_us % 1000000};
}

/* Waits for the descriptors of libnetsnmp, whose set is made anew every time because a
 * new session may have the number of an old one. */
static void wait_and_read(struct oa_subagent *subagent, int64_t limit_us)
{
	netsnmp_large_fd_set set;
	struct timeval wait = {.tv_sec = 0};
	int count = 0, is_endless = 1, ready;

	netsnmp_large_fd_set_init(&set, FD_SETSIZE);
	NETSNMP_LARGE_FD_ZERO(&set);
	snmp_select_info2(&count, &set, &wait, &is_endless);
	NETSNMP_LARGE_FD_SET(subagent->wake_fd, &set);
	if (count <= subagent->wake_fd)
		count = subagent->wake_fd + 1;
	wait = shorter(wait, is_endless != 0, limit_us);
	atomic_store(&subagent->heartbeat_us, oa_now_us());
	ready = netsnmp_large_fd_set_select(count, &set, NULL, NULL, &wait);
	/* what follows may wait for the master agent */
	atomic_store(&subagent->heartbeat_us, 0);
	if (ready > 0 && NETSNMP_LARGE_FD_ISSET(subagent->wake_fd, &set)) {
		drain(subagent->wake_fd);
		NETSNMP_LARGE_FD_CLR(subagent->wake_fd, &set);
		ready--;
	}
	if (ready > 0)
		snmp_read2(&set);
	else
		snmp_timeout();
	netsnmp_large_fd_set_cleanup(&set);
}

static void turn(struct oa_subagent *subagent)
{
	int64_t limit_us = oa_traps_send(&subagent->master.traps, oa_now_us());

	if (limit_us < 0 || limit_us > TURN_US)
		limit_us = TURN_US;
	wait_and_read(subagent, limit_us);
	oa_master_look_after(&subagent->master, oa_now_us());
	run_alarms();
	netsnmp_check_outstanding_agent_requests();
}

static void *run(void *context)
{
	struct oa_subagent *subagent = context;
	struct oa_error err;

	if (oa_master_init(&subagent->master, &subagent->plan, subagent->store, &err) ==
		0) {
		while (!atomic_load(&subagent->is_ending))
			turn(subagent);
	} else if (subagent->plan.log) {
		subagent->plan.log(subagent->plan.log_context, LOG_ERR, err.text);
	}
	oa_master_free(&subagent->master);
	wake(&(struct oa_subagent){.wake_fd = subagent->done_fd});
	return NULL;
}

/* A handler of a signal would run on a thread that libnetsnmp does not expect it on. */
static int start_thread(struct oa_subagent *subagent)
{
	sigset_t all, before;
	int failure;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failure = pthread_create(&subagent->thread, NULL, run, subagent);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return failure;
}

static void set_on_notice(struct oa_subagent *subagent, void (*on_notice)(void *))
{
	pthread_mutex_lock(&subagent->store->lock);
	subagent->store->on_notice = on_notice;
	subagent->store->watcher = subagent;
	pthread_mutex_unlock(&subagent->store->lock);
}

static void release(struct oa_subagent *subagent)
{
	if (subagent->wake_fd >= 0)
		close(subagent->wake_fd);
	if (subagent->done_fd >= 0)
		close(subagent->done_fd);
	free(subagent);
}

int oa_subagent_start(struct oa_subagent **ret_subagent,
	const struct oa_subagent_plan *plan, struct oa_store *store,
	struct oa_error *err)
{
	struct oa_subagent *subagent = calloc(1, sizeof(*subagent));
	int failure;

	if (!subagent)
		return oa_fail(err, OA_LAYER_SYSTEM, ENOMEM, "%s", strerror(ENOMEM));
	/* without it libnetsnmp looks for the texts of all modules of the system */
	setenv("MIBS", "", 1);
	subagent->plan = *plan;
	subagent->store = store;
	subagent->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	subagent->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (subagent->wake_fd < 0 || subagent->done_fd < 0) {
		failure = errno;
		release(subagent);
		return oa_fail(err, OA_LAYER_SYSTEM, failure, "%s", strerror(failure));
	}
	set_on_notice(subagent, wake);
	failure = start_thread(subagent);
	if (failure == 0) {
		*ret_subagent = subagent;
		return 0;
	}
	set_on_notice(subagent, NULL);
	release(subagent);
	return oa_fail(err, OA_LAYER_SYSTEM, failure, "%s", strerror(failure));
}

int64_t oa_subagent_heartbeat_us(const struct oa_subagent *subagent)
{
	return atomic_load(&subagent->heartbeat_us);
}

bool oa_subagent_stop(struct oa_subagent *subagent, double seconds)
{
	struct pollfd done = {.fd = subagent->done_fd, .events = POLLIN};

	set_on_notice(subagent, NULL);
	atomic_store(&subagent->is_ending, true);
	wake(subagent);
	if (poll(&done, 1, (int)(seconds * 1000)) != 1)
		return false;
	pthread_join(subagent->thread, NULL);
	release(subagent);
	return true;
}
