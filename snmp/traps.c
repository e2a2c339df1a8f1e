/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/traps.h"

#include "snmp/cell.h"
#include "snmp/notification.h"

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include <string.h>
#include <time.h>

/* The header of libnetsnmp that has this number is not installed: RFC 2741, 6.1. */
#define NOTIFY_PDU 12

/* A master agent that is busy answers late; until then the notification is not lost. */
#define ANSWER_US 10000000

static void count_lost(struct oa_store *store)
{
	pthread_mutex_lock(&store->lock);
	oa_notices_lose(&store->notices);
	pthread_mutex_unlock(&store->lock);
}

static void count_sent(struct oa_store *store, uint32_t event)
{
	struct oa_event *told;

	pthread_mutex_lock(&store->lock);
	store->notices.sent++;
	told = event != 0 ? oa_events_find(&store->events, event) : NULL;
	if (told) {
		told->is_notified = true;
		store->has_news = true;
	}
	pthread_mutex_unlock(&store->lock);
}

static void land(struct oa_flight *flight, bool is_taken)
{
	struct oa_store *store = flight->traps->store;

	flight->is_used = false;
	flight->traps->in_flight--;
	if (is_taken)
		count_sent(store, flight->event);
	else
		count_lost(store);
}

void oa_traps_begin(struct oa_traps *traps, void *session)
{
	oa_traps_end(traps);
	traps->session = session;
	traps->sessions++;
}

void oa_traps_end(struct oa_traps *traps)
{
	traps->session = NULL;
	for (size_t i = 0; i < OA_TRAPS_WINDOW; i++)
		if (traps->flight[i].is_used)
			land(&traps->flight[i], false);
}

/* Called by libnetsnmp for an answer, and when it gives up waiting for one. */
static int on_answer(int operation, netsnmp_session *session, int number,
	netsnmp_pdu *answer, void *context)
{
	struct oa_flight *flight = context;

	(void)session;
	(void)number;
	if (!flight->is_used || flight->session != flight->traps->sessions)
		return 1;
	land(flight, operation == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE &&
			     answer->errstat == SNMP_ERR_NOERROR);
	return 1;
}

static struct oa_flight *free_flight(struct oa_traps *traps)
{
	size_t i = 0;

	while (traps->flight[i].is_used)
		i++;
	return &traps->flight[i];
}

static bool add_type(netsnmp_pdu *pdu, const struct oa_oid *root, uint32_t number)
{
	static const oid trap_oid[] = {1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0};
	oid value[OA_OID_MAX];
	size_t len = 0;

	for (; len < root->len; len++)
		value[len] = root->id[len];
	value[len++] = 0;
	value[len++] = number;
	return snmp_pdu_add_variable(pdu, trap_oid, OID_LENGTH(trap_oid), ASN_OBJECT_ID,
		       value, len * sizeof(value[0])) != NULL;
}

static size_t name_of(const struct oa_object *object, const struct oa_oid *root,
	const uint32_t index[OA_INDEX_MAX], oid name[OA_OID_MAX])
{
	const struct oa_table *table = object->table;
	size_t len = 0;

	for (; len < root->len; len++)
		name[len] = root->id[len];
	name[len++] = 1;
	name[len++] = table->number;
	if (table->name) {
		name[len++] = 1;
		name[len++] = 1;
	}
	name[len++] = object->column->number;
	for (size_t i = 0; i < table->index_count; i++)
		name[len++] = table->name ? index[i] : 0;
	return len;
}

static bool add_object(netsnmp_pdu *pdu, const struct oa_object *object,
	const struct oa_oid *root, const struct oa_notification_rows *rows)
{
	oid name[OA_OID_MAX];
	size_t name_len = name_of(object, root, rows->index, name), len;
	struct oa_cell cell;
	const void *bytes;
	long room;

	oa_column_read(object->column, oa_notification_row(object, rows), &cell);
	bytes = oa_cell_bytes(&cell, &room, &len);
	return snmp_pdu_add_variable(
		       pdu, name, name_len, oa_cell_asn(&cell), bytes, len) != NULL;
}

static netsnmp_pdu *make_pdu(const struct oa_traps *traps,
	const struct oa_notification *notification,
	const struct oa_notification_rows *rows)
{
	struct oa_object objects[OA_NOTIFICATION_OBJECTS];
	size_t count = oa_notification_objects(notification, objects);
	netsnmp_pdu *pdu = snmp_pdu_create(NOTIFY_PDU);
	bool is_good;

	if (!pdu)
		return NULL;
	pdu->sessid = ((const netsnmp_session *)traps->session)->sessid;
	pdu->time = 0;
	is_good = add_type(pdu, traps->root, notification->type);
	for (size_t i = 0; is_good && i < count; i++)
		is_good = add_object(pdu, &objects[i], traps->root, rows);
	if (is_good)
		return pdu;
	snmp_free_pdu(pdu);
	return NULL;
}

static void launch(struct oa_traps *traps, const struct oa_notice *notice,
	const struct oa_notification_rows *rows)
{
	netsnmp_session *session = traps->session;
	netsnmp_pdu *pdu = make_pdu(traps, oa_notification_of(notice->type), rows);
	struct oa_flight *flight = free_flight(traps);
	long timeout = session->timeout;
	int number;

	if (!pdu) {
		count_lost(traps->store);
		return;
	}
	*flight = (struct oa_flight){.traps = traps,
		.event = notice->event,
		.session = traps->sessions,
		.is_used = true};
	traps->in_flight++;
	/* the requests of libnetsnmp itself, for which it waits, have a short one */
	session->timeout = ANSWER_US;
	number = snmp_async_send(session, pdu, on_answer, flight);
	if (traps->session == session)
		session->timeout = timeout;
	if (number != 0)
		return;
	snmp_free_pdu(pdu);
	if (flight->is_used)
		land(flight, false);
}

int64_t oa_traps_send(struct oa_traps *traps, int64_t now_us)
{
	struct oa_store *store = traps->store;
	struct oa_notification_rows rows;
	struct oa_notice notice;
	int64_t wait_us = -1;

	while (traps->session && traps->in_flight < OA_TRAPS_WINDOW) {
		struct oa_reading reading = {.now = (int64_t)time(NULL),
			.changed_ticks = *traps->changed_ticks};
		bool is_taken;

		pthread_mutex_lock(&store->lock);
		is_taken = oa_notices_take(&store->notices, now_us, &notice, &wait_us);
		if (is_taken)
			oa_notification_collect(oa_notification_of(notice.type),
				&notice, store, &reading, &rows);
		pthread_mutex_unlock(&store->lock);
		if (!is_taken)
			return wait_us;
		launch(traps, &notice, &rows);
	}
	return -1;
}
