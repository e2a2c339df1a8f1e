/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snmp/store.h"
#include "tests/unit/runner.h"
#include "tests/unit/stores.h"

#define C(id) OA_CODE_##id

/* The next target above a number that has problems, or NULL. */
static const struct oa_record *next_problem(
	const struct oa_store *store, uint32_t number)
{
	const struct oa_record *record;

	while ((record = oa_store_next(store, number)) && !record->problem_count)
		number = record->number;
	return record;
}

static struct oa_store *new_store(size_t events)
{
	struct oa_store *store = malloc(sizeof(*store));

	ck_assert_ptr_nonnull(store);
	ck_assert_int_eq(oa_store_init(store, events, NULL), 0);
	return store;
}

static void free_store(struct oa_store *store)
{
	oa_store_free(store);
	free(store);
}

/* Sums and searches against what a look at every record gives. */
static void check_sums(struct oa_store *store)
{
	uint32_t of_status[OA_STATUS_DISABLED + 1] = {0};
	uint32_t before = 0;

	for (size_t i = 0; i < store->count; i++) {
		const struct oa_record *record = store->record[i];

		ck_assert_uint_gt(record->number, before);
		ck_assert_ptr_eq(oa_store_find(store, record->number), record);
		ck_assert_ptr_eq(oa_store_next(store, before), record);
		ck_assert_ptr_eq(record->policy.host, record->host);
		before = record->number;
		of_status[oa_course_status(&record->course)]++;
	}
	ck_assert_ptr_null(oa_store_next(store, before));
	for (int i = OA_STATUS_OK; i <= OA_STATUS_DISABLED; i++)
		ck_assert_uint_eq(
			oa_store_count_of(store, (enum oa_status)i), of_status[i]);
}

START_TEST(numbers_are_given_once)
{
	struct oa_store *store = new_store(10);
	uint32_t numbers[5];

	configure_store(store, 1, 3, 1, numbers);
	ck_assert_uint_eq(numbers[0], 1);
	ck_assert_uint_eq(numbers[2], 3);
	ck_assert_uint_eq(store->counters.tables_changed, 1);
	submit_code(store, 2, C(TCP_REFUSED), 0);
	/* 1 goes, 4 and 5 come */
	configure_store(store, 2, 5, 1, numbers);
	ck_assert_uint_eq(numbers[0], 2);
	ck_assert_uint_eq(numbers[3], 5);
	ck_assert_uint_eq(store->counters.tables_changed, 2);
	ck_assert_ptr_null(oa_store_find(store, 1));
	ck_assert_int_eq(
		oa_course_status(&oa_store_find(store, 2)->course), OA_STATUS_CRITICAL);
	check_sums(store);
	/* the same again changes nothing */
	configure_store(store, 2, 5, 1, NULL);
	ck_assert_uint_eq(store->counters.tables_changed, 2);
	/* 1 comes back under its number, without its course */
	configure_store(store, 1, 2, 1, numbers);
	ck_assert_uint_eq(numbers[0], 1);
	ck_assert_uint_eq(store->gone_count, 3);
	ck_assert(!oa_store_find(store, 1)->course.has_result);
	configure_store(store, 6, 6, 1, numbers);
	ck_assert_uint_eq(numbers[0], 6);
	configure_store(store, 1, 0, 1, NULL);
	check_sums(store);
	configure_store(store, 1, 5, 1, numbers);
	ck_assert_uint_eq(numbers[4], 5);
	free_store(store);
}
END_TEST

START_TEST(results_become_rows_events_and_notices)
{
	struct oa_store *store = new_store(10);
	const struct oa_event *event;
	struct oa_notice notice;
	int64_t wait_us;

	configure_store(store, 1, 3, 2, NULL);
	ck_assert_uint_eq(oa_store_count_of(store, OA_STATUS_NOT_TESTED), 3);
	ck_assert(!submit_code(store, 1, C(OK), 0));
	ck_assert(!submit_code(store, 2, C(OK), 0));
	ck_assert(!store->notices.is_complete);
	ck_assert(!submit_code(store, 3, C(OK), 0));
	ck_assert(store->notices.is_complete);
	ck_assert_uint_eq(store->events.last, 3);
	ck_assert_uint_eq(store->notices.count, 0);
	ck_assert(submit_code(store, 2, C(TCP_REFUSED), 1));
	ck_assert_ptr_null(next_problem(store, 0));
	ck_assert(!submit_code(store, 2, C(TCP_REFUSED), 2));
	check_sums(store);
	ck_assert_uint_eq(next_problem(store, 0)->number, 2);
	ck_assert_uint_eq(next_problem(store, 0)->problem_count, 1);
	ck_assert_ptr_null(next_problem(store, 2));
	event = oa_events_find(&store->events, 4);
	ck_assert_int_eq(event->type, OA_CHANGE_TARGET);
	ck_assert_str_eq(event->descr, "mail2.lab.test");
	ck_assert_int_eq(event->code, C(TCP_REFUSED));
	ck_assert_int_eq(event->time, MIDNIGHT + 120);
	ck_assert_str_eq(
		oa_events_find(&store->events, 5)->descr, "mail2.lab.test/tcpConnect");
	ck_assert(oa_notices_take(&store->notices, 1, &notice, &wait_us));
	ck_assert_int_eq(notice.type, OA_NOTICE_TARGET);
	ck_assert_uint_eq(notice.event, 4);
	ck_assert_str_eq(notice.name, "mail2.lab.test");
	ck_assert_int_eq(notice.kind, OA_KIND_TCP);
	ck_assert_str_eq(notice.text, event->text);
	ck_assert(!oa_notices_take(&store->notices, 1, &notice, &wait_us));
	ck_assert(store->has_news);
	/* a target that went is no failure */
	ck_assert(!submit_code(store, 9, C(OK), 3));
	free_store(store);
}
END_TEST

START_TEST(probes_are_notified_when_asked_for)
{
	const struct oa_notice_policy policy = {
		.has_probes = true, .per_minute = 60, .limit = 10};
	struct oa_store *store = new_store(10);

	ck_assert_int_eq(oa_notices_set(&store->notices, &policy), 0);
	configure_store(store, 1, 1, 1, NULL);
	submit_code(store, 1, C(TCP_REFUSED), 0);
	ck_assert_uint_eq(store->notices.count, 2);
	ck_assert_int_eq(store->notices.queue[1].type, OA_NOTICE_PROBE);
	ck_assert_int_eq(store->notices.queue[1].from, OA_STATUS_NOT_TESTED);
	free_store(store);
}
END_TEST

static void count_wakes(void *watcher)
{
	++*(int *)watcher;
}

START_TEST(whoever_sends_is_woken)
{
	struct oa_store *store = new_store(100);
	int wakes = 0;

	configure_store(store, 1, 1, 1, NULL);
	store->on_notice = count_wakes;
	store->watcher = &wakes;
	submit_code(store, 1, C(OK), 0);
	ck_assert_int_eq(wakes, 1); /* all targets have a result now */
	submit_code(store, 1, C(OK), 1);
	ck_assert_int_eq(wakes, 1);
	submit_code(store, 1, C(TCP_REFUSED), 2);
	ck_assert_int_eq(wakes, 2);
	for (int i = 3; i < 20; i++)
		submit_code(store, 1, i % 2 ? C(OK) : C(TCP_REFUSED), i);
	ck_assert(store->record[0]->course.flap.is_flapping);
	ck_assert_uint_eq(store->notices.suppressed, 14);
	free_store(store);
}
END_TEST

START_TEST(ticks_find_stale_results_and_bad_health)
{
	struct oa_store *store = new_store(100);

	configure_store(store, 1, 2, 1, NULL);
	submit_code(store, 1, C(OK), 0);
	submit_code(store, 2, C(OK), 0);
	oa_store_tick(store, MIDNIGHT + 100);
	ck_assert_int_eq(store->counters.status, OA_STATUS_OK);
	ck_assert_uint_eq(store->events.last, 2);
	store->counters.late++;
	oa_store_tick(store, MIDNIGHT + 110);
	ck_assert_int_eq(store->counters.status, OA_STATUS_WARNING);
	oa_store_tick(store, MIDNIGHT + 169);
	ck_assert_int_eq(store->counters.status, OA_STATUS_WARNING);
	oa_store_tick(store, MIDNIGHT + 170);
	ck_assert_int_eq(store->counters.status, OA_STATUS_OK);
	store->counters.skipped++;
	oa_store_tick(store, MIDNIGHT + 171);
	ck_assert_int_eq(store->counters.status, OA_STATUS_CRITICAL);
	ck_assert_uint_eq(store->events.last, 5);
	ck_assert_int_eq(oa_events_find(&store->events, 5)->type, OA_CHANGE_AGENT);
	ck_assert_uint_eq(store->notices.count, 3);
	submit_code(store, 1, C(OK), 3);
	oa_store_tick(store, MIDNIGHT + 240);
	ck_assert_int_eq(
		oa_course_status(&oa_store_find(store, 2)->course), OA_STATUS_UNKNOWN);
	ck_assert_uint_eq(next_problem(store, 0)->number, 2);
	ck_assert_int_eq(store->counters.status, OA_STATUS_CRITICAL);
	submit_code(store, 2, C(OK), 4);
	oa_store_tick(store, MIDNIGHT + 241);
	ck_assert_int_eq(store->counters.status, OA_STATUS_OK);
	check_sums(store);
	free_store(store);
}
END_TEST

#define TARGETS 20
#define THREADS 4
#define RUNS    100

static void *work(void *data)
{
	struct oa_store *store = data;

	for (int i = 0; i < RUNS; i++)
		for (uint32_t number = 1; number <= TARGETS; number++)
			submit_code(store, number,
				(i + (int)number) % 7 ? C(OK) : C(TCP_REFUSED), i);
	return NULL;
}

static void *look(void *data)
{
	struct oa_store *store = data;
	struct oa_notice notice;
	int64_t wait_us;

	for (int i = 0; i < RUNS * 10; i++) {
		pthread_mutex_lock(&store->lock);
		check_sums(store);
		oa_notices_take(&store->notices, i, &notice, &wait_us);
		pthread_mutex_unlock(&store->lock);
		oa_store_tick(store, MIDNIGHT + i);
	}
	return NULL;
}

START_TEST(threads_share_it)
{
	struct oa_store *store = new_store(50);
	pthread_t threads[THREADS];

	configure_store(store, 1, TARGETS, 2, NULL);
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(
			pthread_create(&threads[i], NULL, i ? work : look, store), 0);
	for (int i = 0; i < 10; i++)
		configure_store(store, 1, TARGETS + i % 2, 2, NULL);
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
	check_sums(store);
	free_store(store);
}
END_TEST

OA_TEST_MAIN("store", numbers_are_given_once, results_become_rows_events_and_notices,
	probes_are_notified_when_asked_for, whoever_sends_is_woken,
	ticks_find_stale_results_and_bad_health, threads_share_it)
