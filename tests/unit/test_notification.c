/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/notification.h"
#include "snmp/tables.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>

/* A notice about a target that is not in the store: everything comes from it. */
static struct oa_notice notice_of(enum oa_notice_type type)
{
	struct oa_notice notice = {.type = type,
		.event = 77,
		.target = 5,
		.kind = OA_KIND_TCP,
		.cert = OA_ROLE_FRONT_END,
		.from = OA_STATUS_OK,
		.to = OA_STATUS_CRITICAL,
		.code = OA_CODE_TCP_REFUSED};

	snprintf(notice.name, sizeof(notice.name), "berlin");
	snprintf(notice.hint, sizeof(notice.hint), "start it");
	return notice;
}

START_TEST(types_are_in_order)
{
	ck_assert_uint_eq(oa_notification_count, OA_NOTICE_SUMMARY);
	for (size_t i = 0; i < oa_notification_count; i++) {
		enum oa_notice_type type = (enum oa_notice_type)(i + 1);

		ck_assert_ptr_eq(oa_notification_of(type), &oa_notifications[i]);
		ck_assert_int_eq(oa_notifications[i].type, type);
	}
}
END_TEST

START_TEST(each_ends_with_the_event)
{
	for (size_t i = 0; i < oa_notification_count; i++) {
		struct oa_object objects[OA_NOTIFICATION_OBJECTS];
		size_t count = oa_notification_objects(&oa_notifications[i], objects);

		ck_assert_uint_ge(count, 4);
		ck_assert_uint_le(count, OA_NOTIFICATION_OBJECTS);
		ck_assert_str_eq(objects[count - 1].column->name, "oaEventsLast");
		for (size_t at = 0; at < count; at++)
			ck_assert(!objects[at].column->is_index);
	}
}
END_TEST

/* Of all that says that something broke: what to do stands beside what is. */
START_TEST(each_about_a_target_has_a_hint)
{
	for (size_t i = 0; i < oa_notification_count; i++) {
		const struct oa_notification *notification = &oa_notifications[i];
		struct oa_object objects[OA_NOTIFICATION_OBJECTS];
		size_t count = oa_notification_objects(notification, objects);
		bool has_hint = false;

		for (size_t at = 0; at < count; at++)
			has_hint = has_hint || strstr(objects[at].column->name, "Hint");
		ck_assert_int_eq(has_hint, notification->about != &oa_table_agent);
	}
}
END_TEST

START_TEST(a_row_that_is_gone_is_told_from_the_notice)
{
	struct oa_reading reading = {.now = 1795248000};
	struct oa_notification_rows rows;
	struct oa_notice notice = notice_of(OA_NOTICE_TARGET);
	struct oa_store store;

	ck_assert_int_eq(oa_store_init(&store, 10, NULL), 0);
	oa_notification_collect(
		oa_notification_of(notice.type), &notice, &store, &reading, &rows);
	ck_assert_uint_eq(rows.index[0], 5);
	ck_assert_str_eq(rows.about.target.name, "berlin");
	ck_assert_str_eq(rows.about.target.code.name, "tcp-refused");
	ck_assert_str_eq(rows.about.target.hint, "start it");
	ck_assert_uint_eq(rows.about.target.status, OA_STATUS_CRITICAL);
	ck_assert_uint_eq(rows.agent.events_last, 77);
	notice = notice_of(OA_NOTICE_PROBE);
	oa_notification_collect(
		oa_notification_of(notice.type), &notice, &store, &reading, &rows);
	ck_assert_uint_eq(rows.index[1], OA_KIND_TCP);
	ck_assert_str_eq(rows.about.probe.descr, "berlin/tcpConnect");
	ck_assert_str_eq(rows.about.probe.hint, "start it");
	notice = notice_of(OA_NOTICE_CERT);
	oa_notification_collect(
		oa_notification_of(notice.type), &notice, &store, &reading, &rows);
	ck_assert_uint_eq(rows.index[1], OA_ROLE_FRONT_END);
	ck_assert_str_eq(rows.about.cert.descr, "berlin/frontEnd");
	ck_assert_str_eq(rows.about.cert.hint, "start it");
	notice = notice_of(OA_NOTICE_AGENT);
	oa_notification_collect(
		oa_notification_of(notice.type), &notice, &store, &reading, &rows);
	ck_assert_uint_eq(rows.agent.status, OA_STATUS_CRITICAL);
	oa_store_free(&store);
}
END_TEST

OA_TEST_MAIN("notification", types_are_in_order, each_ends_with_the_event,
	each_about_a_target_has_a_hint, a_row_that_is_gone_is_told_from_the_notice)
