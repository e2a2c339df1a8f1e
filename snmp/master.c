/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/master.h"

#include "common/base/array.h"
#include "common/base/deadline.h"
#include "common/base/text.h"
#include "snmp/socket.h"
#include "snmp/tables.h"

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include <net-snmp/agent/net-snmp-agent-includes.h>

#include <fcntl.h>
#include <net-snmp/agent/agent_callbacks.h>
#include <net-snmp/agent/agent_sysORTable.h>
#include <string.h>
#include <sys/socket.h>
#include <syslog.h>

#define NAME "oa-agentx"

/* What libnetsnmp waits for an answer of the master agent; a resent request over a
 * stream would only be a second one. */
#define ANSWER_US 333000

/* sysUpTime is known to a part of a second; what differs by more is another start. */
#define BOOT_SLACK_US 1000000

/* Between two looks for a listener, however often the loop comes round. */
#define LOOK_US 900000

/* Looks that three attempts of libnetsnmp take. */
#define IN_VAIN(ping_seconds) (3 * ((ping_seconds) + 1))

/* Where nobody ever listens, so that libnetsnmp fails at once. */
#define NOWHERE "unix:/nonexistent"

/* What libnetsnmp says, and nothing else tells, when somebody else has a table. */
#define REFUSED "registering pdu failed"

/* A refused registration is tried again after so many looks for a master agent. */
#define REFUSED_PINGS 5

static int on_log(int major, int minor, void *message, void *context)
{
	const struct snmp_log_message *line = message;
	struct oa_master *master = context;

	(void)major;
	(void)minor;
	if (strstr(line->msg, REFUSED) && master->refused_us == 0)
		master->refused_us = oa_now_us();
	if (line->priority <= LOG_WARNING)
		oa_netlog_line(&master->log, line->priority, line->msg, oa_now_us());
	return SNMP_ERR_NOERROR;
}

static int on_session_init(int major, int minor, void *session, void *context)
{
	(void)major;
	(void)minor;
	(void)context;
	((netsnmp_session *)session)->timeout = ANSWER_US;
	((netsnmp_session *)session)->retries = 0;
	return SNMP_ERR_NOERROR;
}

static int on_connected(int major, int minor, void *session, void *context)
{
	struct oa_master *master = context;
	netsnmp_transport *transport = snmp_sess_transport(
		snmp_sess_pointer((netsnmp_session *)session));

	(void)major;
	(void)minor;
	master->fd = transport ? transport->sock : -1;
	fcntl(master->fd, F_SETFD, FD_CLOEXEC);
	master->refused_us = 0;
	master->is_connected = true;
	master->in_vain = 0;
	master->trouble[0] = '\0';
	oa_traps_begin(&master->traps, session);
	pthread_mutex_lock(&master->store->lock);
	master->store->counters.sessions++;
	oa_notices_greet(&master->store->notices);
	pthread_mutex_unlock(&master->store->lock);
	oa_netlog_say(&master->log, LOG_NOTICE, "connected to the master agent at %s",
		master->socket);
	return SNMP_ERR_NOERROR;
}

/* It can come twice for one loss. */
static int on_disconnected(int major, int minor, void *session, void *context)
{
	struct oa_master *master = context;

	(void)major;
	(void)minor;
	(void)session;
	oa_traps_end(&master->traps);
	if (master->is_connected)
		oa_netlog_say(&master->log, LOG_WARNING,
			"the master agent at %s is gone; looking for it every %u s",
			master->socket, master->plan->ping_seconds);
	master->is_connected = false;
	return SNMP_ERR_NOERROR;
}

static const struct {
	int major;
	int minor;
	SNMPCallback *act;
} callbacks[] = {
	{SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_LOGGING, on_log},
	{SNMP_CALLBACK_LIBRARY, SNMP_CALLBACK_SESSION_INIT, on_session_init},
	{SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_START, on_connected},
	{SNMP_CALLBACK_APPLICATION, SNMPD_CALLBACK_INDEX_STOP, on_disconnected},
};

#define CALLBACKS OA_LENGTH(callbacks)

static void set_up(struct oa_master *master)
{
	netsnmp_enable_subagent();
	snmp_disable_log();
	snmp_enable_calllog();
	netsnmp_ds_set_boolean(
		NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_PERSIST_STATE, 1);
	netsnmp_ds_set_boolean(
		NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_READ_CONFIGS, 1);
	netsnmp_ds_set_boolean(
		NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_NO_CONNECTION_WARNINGS, 1);
	for (size_t i = 0; i < CALLBACKS; i++)
		snmp_register_callback(callbacks[i].major, callbacks[i].minor,
			callbacks[i].act, master);
	init_agent(NAME);
	/* init_agent() sets another one */
	netsnmp_ds_set_int(NETSNMP_DS_APPLICATION_ID,
		NETSNMP_DS_AGENT_AGENTX_PING_INTERVAL, (int)master->plan->ping_seconds);
}

static int register_tables(struct oa_master *master, struct oa_error *err)
{
	const struct oa_oid *root = &master->plan->root;
	oid name[OA_OID_MAX];

	for (size_t i = 0; oa_tables[i]; i++) {
		oa_handler_init(&master->handlers[i], oa_tables[i], root, master->store,
			&master->changed_ticks);
		if (oa_handler_register(&master->handlers[i], err) != 0)
			return -1;
	}
	for (size_t i = 0; i < root->len; i++)
		name[i] = root->id[i];
	register_sysORTable(name, root->len, "Outlook Anywhere, as clients find it");
	return 0;
}

static void say_trouble(struct oa_master *master, const char *trouble)
{
	if (strcmp(trouble, master->trouble) == 0)
		return;
	master->trouble[0] = '\0';
	oa_append(master->trouble, sizeof(master->trouble), "%s", trouble);
	oa_netlog_say(&master->log, LOG_WARNING, "no master agent: %s", trouble);
}

/* Gives libnetsnmp the first place where somebody listens. */
static void choose_socket(struct oa_master *master)
{
	const char *const *place = master->plan->sockets;
	char trouble[sizeof(master->trouble)] = "";
	struct oa_error err;

	while (*place && oa_socket_try(*place, &err) != 0) {
		oa_append(trouble, sizeof(trouble), "%s%s",
			trouble[0] != '\0' ? "; " : "", err.text);
		place++;
	}
	master->socket[0] = '\0';
	oa_append(master->socket, sizeof(master->socket), "%s",
		*place ? *place : NOWHERE);
	if (!*place)
		say_trouble(master, trouble);
	else if (master->in_vain++ > IN_VAIN(master->plan->ping_seconds))
		say_trouble(master, "somebody listens and opens no session");
	netsnmp_ds_set_string(
		NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_X_SOCKET, master->socket);
}

static uint32_t changes_of(struct oa_store *store)
{
	uint32_t changes;

	pthread_mutex_lock(&store->lock);
	changes = store->counters.tables_changed;
	pthread_mutex_unlock(&store->lock);
	return changes;
}

/* A TimeStamp of before the start of the master agent is 0. */
static void follow_uptime(struct oa_master *master, int64_t now_us)
{
	uint32_t ticks = (uint32_t)netsnmp_get_agent_uptime();
	int64_t boot_us = now_us - (int64_t)ticks * 10000;
	uint32_t changes = changes_of(master->store);

	if (boot_us > master->boot_us + BOOT_SLACK_US ||
		boot_us < master->boot_us - BOOT_SLACK_US) {
		master->boot_us = boot_us;
		master->changed_ticks = 0;
	}
	if (changes != master->changes)
		master->changed_ticks = ticks;
	master->changes = changes;
}

int oa_master_init(struct oa_master *master, const struct oa_subagent_plan *plan,
	struct oa_store *store, struct oa_error *err)
{
	*master = (struct oa_master){.plan = plan,
		.store = store,
		.log = {.sink = plan->log, .context = plan->log_context}};
	master->traps = (struct oa_traps){.store = store,
		.root = &plan->root,
		.changed_ticks = &master->changed_ticks};
	master->changes = changes_of(store);
	set_up(master);
	if (register_tables(master, err) != 0)
		return -1;
	choose_socket(master);
	init_snmp(NAME);
	return 0;
}

/* Whoever has the tables may be our own predecessor, who is going: libnetsnmp registers
 * once for a session only, so a new one is begun by taking its connection away. */
static void try_again(struct oa_master *master, int64_t now_us)
{
	int64_t wait_us = (int64_t)master->plan->ping_seconds * REFUSED_PINGS * 1000000;

	if (now_us - master->refused_us < wait_us)
		return;
	oa_netlog_say(&master->log, LOG_ERR,
		"another subagent has our place in the master agent; trying again");
	shutdown(master->fd, SHUT_RDWR);
	master->refused_us = 0;
}

void oa_master_look_after(struct oa_master *master, int64_t now_us)
{
	if (!master->is_connected && now_us - master->looked_us >= LOOK_US) {
		master->looked_us = now_us;
		choose_socket(master);
	} else if (master->is_connected && master->refused_us != 0) {
		try_again(master, now_us);
	}
	follow_uptime(master, now_us);
}

void oa_master_free(struct oa_master *master)
{
	oa_traps_end(&master->traps);
	/* what is registered at the end is taken for memory to be freed */
	for (size_t i = 0; i < CALLBACKS; i++)
		snmp_unregister_callback(callbacks[i].major, callbacks[i].minor,
			callbacks[i].act, master, 1);
	snmp_shutdown(NAME);
}
