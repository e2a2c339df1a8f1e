/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef OA_SNMP_NOTIFICATION_H
#define OA_SNMP_NOTIFICATION_H

/*
 * The notifications of the MIB: which objects each carries, and what their values are
 * for a notice of the queue.  What the notice says is that of the moment of the change;
 * the rest comes from the row as it is when the notification is sent.
 */

#include "snmp/row.h"
#include "snmp/table.h"

#define OA_NOTIFICATION_OBJECTS 12

/* One notification. */
struct oa_notification {
	enum oa_notice_type type;     /* last part of its OID */
	const char *name;             /* e.g. "oaTargetStatusChange" */
	const struct oa_table *about; /* whose row is told */
	bool is_of_cert;              /* belongs to the group of certificates */
	/* Numbers of the columns of `about' that it carries in this order, ended by 0;
	 * oaEventsLast follows them. */
	unsigned columns[OA_NOTIFICATION_OBJECTS];
	const char *text; /* DESCRIPTION */
};

/* One object of a notification. */
struct oa_object {
	const struct oa_table *table;   /* of the column */
	const struct oa_column *column; /* what it is */
};

/* The rows that a notification takes its values from. */
struct oa_notification_rows {
	uint32_t index[OA_INDEX_MAX]; /* of the row that is told */
	struct oa_agent_row agent;    /* the scalars */
	union {
		struct oa_target_row target;
		struct oa_probe_row probe;
		struct oa_cert_row cert;
	} about; /* the row that is told */
};

/* All of them in the order of their numbers. */
extern const struct oa_notification oa_notifications[];
extern const size_t oa_notification_count;

/* Returns the notification of a type. */
const struct oa_notification *oa_notification_of(enum oa_notice_type type);

/* Writes the objects of a notification in their order; returns how many. */
size_t oa_notification_objects(const struct oa_notification *notification,
	struct oa_object ret_objects[OA_NOTIFICATION_OBJECTS]);

/* Collects the rows for a notice; the lock of the store is held. */
void oa_notification_collect(const struct oa_notification *notification,
	const struct oa_notice *notice, const struct oa_store *store,
	const struct oa_reading *reading, struct oa_notification_rows *ret_rows);

/* Returns the row that an object is read from. */
const void *oa_notification_row(
	const struct oa_object *object, const struct oa_notification_rows *rows);

#endif
