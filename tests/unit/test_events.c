/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/events.h"
#include "tests/unit/runner.h"

#include <string.h>

static void add(struct oa_events *events, int count)
{
	for (int i = 0; i < count; i++) {
		const struct oa_event event = {.target = 7, .text = "text"};
		const struct oa_event *added = oa_events_add(events, &event);

		ck_assert_uint_eq(added->number, events->last);
		ck_assert_str_eq(added->text, "text");
	}
}

/* Walks all of them; they must go up by one from first to last. */
static void check_walk(const struct oa_events *events, uint32_t first, uint32_t last)
{
	uint32_t number = first;

	for (const struct oa_event *event = oa_events_next(events, 0); event;
		event = oa_events_next(events, event->number)) {
		ck_assert_uint_eq(event->number, number);
		ck_assert_ptr_eq(oa_events_find(events, number), event);
		number++;
	}
	ck_assert_uint_eq(number, last + 1);
	ck_assert_ptr_null(oa_events_find(events, first - 1));
	ck_assert_ptr_null(oa_events_find(events, last + 1));
}

START_TEST(the_newest_ones_stay)
{
	struct oa_events events;

	ck_assert_int_eq(oa_events_init(&events, 5), 0);
	ck_assert_ptr_null(oa_events_next(&events, 0));
	for (uint32_t i = 1; i <= 17; i++) {
		add(&events, 1);
		check_walk(&events, i > 5 ? i - 4 : 1, i);
	}
	ck_assert_uint_eq(events.logged, 17);
	oa_events_free(&events);
}
END_TEST

START_TEST(limit_changes)
{
	struct oa_events events;

	ck_assert_int_eq(oa_events_init(&events, 5), 0);
	add(&events, 7);
	ck_assert_int_eq(oa_events_limit(&events, 9), 0);
	check_walk(&events, 3, 7);
	add(&events, 6);
	check_walk(&events, 5, 13);
	ck_assert_int_eq(oa_events_limit(&events, 2), 0);
	check_walk(&events, 12, 13);
	ck_assert_int_eq(oa_events_limit(&events, 0), 0);
	add(&events, 2);
	check_walk(&events, 15, 15);
	oa_events_free(&events);
}
END_TEST

START_TEST(numbers_stay_in_the_mib)
{
	struct oa_events events;

	ck_assert_int_eq(oa_events_init(&events, 5), 0);
	events.last = 2147483645;
	add(&events, 2);
	check_walk(&events, 2147483646, 2147483647);
	add(&events, 3);
	check_walk(&events, 1, 3);
	oa_events_free(&events);
}
END_TEST

OA_TEST_MAIN("events", the_newest_ones_stay, limit_changes, numbers_stay_in_the_mib)
