/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/keep.h"
#include "snmp/keepread.h"
#include "snmp/keepwrite.h"
#include "tests/unit/runner.h"
#include "tests/unit/stores.h"

#include <sys/stat.h>
#include <unistd.h>

#define C(id) OA_CODE_##id

/* A directory of its own for each test. */
struct place {
	char base[64];
	char dir[80];
};

static void place_make(struct place *place)
{
	snprintf(place->base, sizeof(place->base), "/tmp/oa-keep-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(place->base));
	snprintf(place->dir, sizeof(place->dir), "%s/state", place->base);
}

static void path_in(const struct place *place, const char *suffix, char path[128])
{
	snprintf(path, 128, "%s/agent.state%s", place->dir, suffix);
}

static void place_remove(const struct place *place)
{
	static const char *const suffixes[] = {"", ".lock", ".damaged", ".new"};
	char path[128];

	for (size_t i = 0; i < OA_LENGTH(suffixes); i++) {
		path_in(place, suffixes[i], path);
		unlink(path);
	}
	rmdir(place->dir);
	ck_assert_int_eq(rmdir(place->base), 0);
}

static void open_keep(struct oa_keep *keep, const struct place *place,
	struct oa_store *store, bool is_damaged)
{
	bool was_damaged;

	ck_assert_int_eq(oa_store_init(store, 100, NULL), 0);
	ck_assert_int_eq(oa_keep_open(keep, place->dir, store, &was_damaged, NULL), 0);
	ck_assert_int_eq(was_damaged, is_damaged);
}

/* Saves, ends, and begins again as an agent that was restarted. */
static void restart(struct oa_keep *keep, const struct place *place,
	struct oa_store *store, int targets)
{
	ck_assert_int_eq(oa_keep_save(keep, store, NULL), 0);
	ck_assert(!store->has_news);
	oa_keep_close(keep);
	oa_store_free(store);
	open_keep(keep, place, store, false);
	configure_store(store, 1, targets, 2, NULL);
}

/* Everything that is kept, as text. */
static char *image(struct oa_store *store)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(out);
	oa_keep_write_store(store, out);
	for (size_t i = 0; i < store->count; i++)
		oa_keep_write_record(store->record[i], out);
	ck_assert_int_eq(fclose(out), 0);
	return text;
}

static struct oa_result rich_result(enum oa_code code, int minute)
{
	struct oa_result result = result_of(code, MIDNIGHT + 60 * minute);
	struct oa_cert_result *cert = malloc(sizeof(*cert));

	ck_assert_ptr_nonnull(cert);
	result.cert[OA_ROLE_FRONT_END - 1] = cert;
	*cert = (struct oa_cert_result){.shown = result.ended,
		.status = OA_STATUS_WARNING,
		.expiry = OA_STATUS_WARNING,
		.code = C(CERT_EXPIRES_SOON),
		.not_before = -1,
		.not_after = MIDNIGHT + 9 * 86400,
		.subject = strdup("CN=mail.lab.test, O=a b"),
		.issuer = strdup("CN=ca"),
		.names = strdup("mail.lab.test *.lab.test"),
		.serial = "0a0b",
		.key = "RSA 2048",
		.tls = "TLS 1.3",
		.is_for_name = true};
	snprintf(cert->sha256, sizeof(cert->sha256), "%064d", 7);
	cert = calloc(1, sizeof(*cert));
	ck_assert_ptr_nonnull(cert);
	result.cert[OA_ROLE_BACK_END - 1] = cert;
	*cert = (struct oa_cert_result){.shown = result.ended,
		.status = OA_STATUS_OK,
		.expiry = OA_STATUS_OK,
		.code = C(OK),
		.place = "EX 1.lab.test:444"};
	result.address[0] = (struct oa_address_result){
		.text = "192.0.2.1", .status = OA_STATUS_OK, .ms = 3};
	result.address[1] = (struct oa_address_result){.text = "2001:db8::1",
		.status = OA_STATUS_CRITICAL,
		.code = C(TCP_REFUSED)};
	result.address_count = 2;
	return result;
}

START_TEST(what_was_saved_is_loaded)
{
	struct oa_keep keep = {0};
	struct oa_store store;
	struct oa_result result = rich_result(C(ENDPOINT_6001_DOWN), 0);
	struct place place;
	char *before, *after;

	place_make(&place);
	open_keep(&keep, &place, &store, false);
	configure_store(&store, 1, 4, 1, NULL);
	oa_store_submit(&store, 1, &result);
	for (int i = 0; i < 15; i++)
		submit_code(&store, 2, i % 2 ? C(OK) : C(TCP_REFUSED), 70 * i);
	/* 3 has never run, 4 has gone */
	configure_store(&store, 1, 3, 1, NULL);
	store.events.ring[1].is_notified = true;
	store.record[0]->course.drift.leg[OA_LEG_TLS].baseline_ms = 12.5f;
	before = image(&store);
	restart(&keep, &place, &store, 3);
	after = image(&store);
	ck_assert(strcmp(before, after) == 0);
	ck_assert_uint_eq(store.gone_count, 1);
	ck_assert_uint_eq(store.events.logged, 0);
	ck_assert_str_eq(store.record[0]->course.result.cert[0]->subject,
		"CN=mail.lab.test, O=a b");
	ck_assert_str_eq(
		store.record[0]->course.result.cert[1]->place, "EX 1.lab.test:444");
	ck_assert_int_eq(store.record[0]->course.result.cert[1]->shown, MIDNIGHT);
	ck_assert_str_eq(store.record[0]->course.result.address[1].text, "2001:db8::1");
	ck_assert_uint_eq(store.record[0]->problem_count, 1);
	ck_assert(store.record[1]->course.flap.is_flapping);
	ck_assert_int_eq(store.record[1]->begun, MIDNIGHT);
	free(before);
	free(after);
	oa_keep_close(&keep);
	oa_keep_close(&keep);
	oa_store_free(&store);
	place_remove(&place);
}
END_TEST

static enum oa_code random_code(unsigned *seed)
{
	static const enum oa_code codes[] = {C(OK), C(OK), C(OK), C(OK), C(OK),
		C(TCP_REFUSED), C(TLS_WEAK), C(AUTH_REJECTED)};

	*seed = *seed * 1103515245u + 12345u;
	return codes[(*seed >> 16) % 8];
}

/* Numbers of the events go on, nothing is told twice and nothing forgotten. */
START_TEST(a_restart_changes_nothing)
{
	struct oa_keep keep = {0};
	struct oa_store straight, broken;
	struct place place;
	unsigned seed = 7, other_seed = 7;

	place_make(&place);
	ck_assert_int_eq(oa_store_init(&straight, 100, NULL), 0);
	configure_store(&straight, 1, 3, 2, NULL);
	open_keep(&keep, &place, &broken, false);
	configure_store(&broken, 1, 3, 2, NULL);
	for (int i = 0; i < 200; i++) {
		char *one, *other;

		for (uint32_t number = 1; number <= 3; number++) {
			submit_code(&straight, number, random_code(&seed), i);
			submit_code(&broken, number, random_code(&other_seed), i);
		}
		if (i % 3 == 0)
			restart(&keep, &place, &broken, 3);
		one = image(&straight);
		other = image(&broken);
		ck_assert_msg(strcmp(one, other) == 0, "after run %d", i);
		free(one);
		free(other);
	}
	ck_assert_uint_gt(straight.events.last, 100);
	oa_keep_close(&keep);
	oa_store_free(&straight);
	oa_store_free(&broken);
	place_remove(&place);
}
END_TEST

#define HEAD OA_STATE_FORMAT "numbers 5 9\n"
#define RUN  "run 0 0 0 0 0 0 0 0 0\n"

/* A run of which everything was seen. */
#define PROBE(kind) "probe " #kind " 1 ok 1 1 1 ok 1 0 1 1\n"
#define SEEN                                                                           \
	"run 1 1 0 1 1 1 1 0 0\nresult 1 0 ok 1 1\n" PROBE(1) PROBE(2) PROBE(3)        \
		PROBE(4) PROBE(5) PROBE(6) PROBE(7) PROBE(8) PROBE(9) PROBE(10)        \
			PROBE(11) PROBE(12) PROBE(13) PROBE(14) PROBE(15)

static const struct {
	const char *lines;
	bool is_good;
} files[] = {
	{HEAD "end\n", true},
	{HEAD "target 5 a b\n" RUN "end\n", true},
	{HEAD "future 1 2 3\ntarget 1 a\n" RUN "future\nend\n", true},
	{HEAD "event 9 1 5 1 0 5 1 no-such-code 0 a\tb\nend\n", true},
	{HEAD "target 1 a\n" SEEN "cert 2 1 ok 1 1 2 1 1 1 aa 0b\nend\n", true},
	{HEAD "target 1 a\n" SEEN "cert 10 1 ok 1 1 2 1 1 1 aa 0b\n"
	      "server 10 3 EX1:444\nsubject 10 CN=a\nend\n",
		true},
	{HEAD "target 1 a\n" SEEN "subject 2 CN=a\nend\n", false},
	{HEAD "target 1 a\n" SEEN "cert 11 1 ok 1 1 2 1 1 1 aa 0b\nend\n", false},
	{HEAD "target 1 a\nrun 0 0 0 0 0 0 0 0 0\nsubject 2 CN=a\nend\n", true},
	{"", false},
	{"numbers 5 9\nend\n", false},
	{OA_STATE_FORMAT "end\n", false},
	{HEAD, false},
	{HEAD "end", false},
	{HEAD "end\nend\n", false},
	{HEAD "numbers 5 9\nend\n", false},
	{HEAD "target 6 a\n" RUN "end\n", false},
	{HEAD "target 0 a\n" RUN "end\n", false},
	{HEAD "target 2 a\ntarget 2 b\nend\n", false},
	{HEAD "target 3 a\ntarget 2 b\nend\n", false},
	{HEAD "target 2 a\ngone 2 b\nend\n", false},
	{HEAD "gone 0 b\nend\n", false},
	{HEAD "event 10 1 5 1 0 5 1 ok 0 a\tb\nend\n", false},
	{HEAD "event 9 1 5 9 0 5 1 ok 0 a\tb\nend\n", false},
	{HEAD "event 9 1 5 1 16 5 1 ok 0 a\tb\nend\n", false},
	{HEAD "event 9 1 5 1 0 5 7 ok 0 a\tb\nend\n", false},
	{HEAD "event 9 1 5 1 0 5\nend\n", false},
	{HEAD "target 1 a\nrun 1 0 0 0 0 0 0 0 0\nend\n", false},
	{HEAD "target 1 a\nrun 0 0 0 0 0 0 0 0\nend\n", false},
	{HEAD "target 1 a\nflap 1 11 0\nend\n", false},
	{HEAD "target 1 a\nflap 1 3 2 ok ok ok\nend\n", false},
	{HEAD "target 1 a\nhours 1 2 3\nend\n", false},
	{HEAD "target 1 a\ntimes 8 2 3\nend\n", false},
	{HEAD "target 1 a\ntimes 0 48 3\nend\n", false},
	{HEAD "target 1 a\nhours -1 2 1\nend\n", false},
	{HEAD "target 1 a\nprobe 16 1 ok 1 1 1 ok 1 1 1 1\nend\n", false},
	{HEAD "target 1 a\naddress 1 1 ok 1 192.0.2.1\nend\n", false},
	{HEAD "target 1 a\ntold 11 1 1\nend\n", false},
	{HEAD "target 1 a\ntold x 1 1\nend\n", false},
	{OA_STATE_FORMAT "numbers 99999999999999999999 1\nend\n", false},
};

static FILE *stream_of(const char *lines, size_t len)
{
	FILE *stream = tmpfile();

	ck_assert_ptr_nonnull(stream);
	ck_assert_uint_eq(fwrite(lines, 1, len, stream), len);
	rewind(stream);
	return stream;
}

START_TEST(files_that_make_no_sense)
{
	for (size_t i = 0; i < OA_LENGTH(files); i++) {
		struct oa_store store;
		FILE *stream = stream_of(files[i].lines, strlen(files[i].lines));

		ck_assert_int_eq(oa_store_init(&store, 3, NULL), 0);
		ck_assert_msg(oa_keep_read(stream, &store, NULL) == !files[i].is_good,
			"file %zu", i);
		if (!files[i].is_good)
			ck_assert_uint_eq(
				store.count + store.last_number + store.events.last, 0);
		fclose(stream);
		oa_store_free(&store);
	}
}
END_TEST

START_TEST(damaged_files_are_set_aside)
{
	struct oa_keep keep = {0}, second = {0};
	struct oa_store store, other;
	struct oa_error error = {0};
	struct place place;
	char path[128];
	bool was_damaged;

	place_make(&place);
	open_keep(&keep, &place, &store, false);
	ck_assert_int_eq(oa_keep_save(&keep, &store, NULL), 0);
	path_in(&place, "", path);
	ck_assert_int_eq(truncate(path, 20), 0);
	/* there is one agent for a directory */
	ck_assert_int_eq(oa_store_init(&other, 3, NULL), 0);
	ck_assert_int_eq(
		oa_keep_open(&second, place.dir, &other, &was_damaged, &error), -1);
	ck_assert_int_eq(error.layer, OA_LAYER_TIMEOUT);
	oa_store_free(&other);
	oa_keep_close(&keep);
	oa_store_free(&store);
	open_keep(&keep, &place, &store, true);
	path_in(&place, ".damaged", path);
	ck_assert_int_eq(access(path, F_OK), 0);
	oa_keep_close(&keep);
	oa_store_free(&store);
	place_remove(&place);
}
END_TEST

START_TEST(a_failure_keeps_the_news)
{
	struct oa_keep keep = {0};
	struct oa_error error = {0};
	struct oa_store store;
	struct place place;
	char path[128];

	place_make(&place);
	open_keep(&keep, &place, &store, false);
	store.has_news = true;
	path_in(&place, ".new", path);
	ck_assert_int_eq(mkdir(path, 0700), 0);
	ck_assert_int_eq(oa_keep_save(&keep, &store, &error), -1);
	ck_assert_int_eq(error.layer, OA_LAYER_FILE);
	ck_assert(store.has_news);
	ck_assert_int_eq(rmdir(path), 0);
	oa_keep_close(&keep);
	oa_store_free(&store);
	place_remove(&place);
}
END_TEST

OA_TEST_MAIN("keep", what_was_saved_is_loaded, a_restart_changes_nothing,
	files_that_make_no_sense, damaged_files_are_set_aside, a_failure_keeps_the_news)
