/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/array.h"
#include "snmp/courserun.h"
#include "tests/unit/results.h"
#include "tests/unit/runner.h"

#include <stdio.h>
#include <string.h>

#define C(id) OA_CODE_##id

/* One letter for each result: o ok, w TLS weak, c TCP refused, d DNS no record, u logon
 * refused. */
static enum oa_code code_of(char letter)
{
	switch (letter) {
	case 'w':
		return C(TLS_WEAK);
	case 'c':
		return C(TCP_REFUSED);
	case 'd':
		return C(DNS_NO_RECORD);
	case 'u':
		return C(AUTH_REJECTED);
	default:
		return C(OK);
	}
}

/* What a run shows and does: its letter is that of the shown result, n for none; in
 * capitals if the change is notified. */
static const struct {
	long attempts;
	const char *results;
	const char *shown;
	const char *news; /* N: notified, q: recorded only, .: nothing */
} cases[] = {
	{1, "o", "o", "q"},
	{1, "c", "c", "N"},
	{1, "ooco", "ooco", "q.NN"},
	{1, "oocccoo", "oocccoo", "q.N..N."},
	/* the code counts while it is bad */
	{1, "ocdc", "ocdc", "qNNN"},
	/* soft and hard */
	{2, "oocoo", "ooooo", "q...."},
	{2, "ooccoo", "ooocoo", "q..NN."},
	{2, "cc", "nc", ".N"},
	{2, "co", "no", ".q"},
	{3, "occocc", "oooooo", "q....."},
	{3, "ocwu", "ooou", "q..N"},
	/* once bad, another badness counts at once, and so does the end of it */
	{3, "occcdo", "ooocdo", "q..NNN"},
	{2, "owwcw", "oowcw", "q.NNN"},
};

static char shown_letter(const struct oa_course *course)
{
	static const char letters[] = "owcdu";

	if (!course->has_result)
		return 'n';
	for (const char *at = letters; *at; at++)
		if (code_of(*at) == course->result.code)
			return *at;
	return '?';
}

static char news_letter(const struct oa_change *changes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (changes[i].type == OA_CHANGE_TARGET)
			return changes[i].is_quiet ? 'q' : 'N';
	return '.';
}

START_TEST(when_a_result_counts)
{
	for (size_t i = 0; i < OA_LENGTH(cases); i++) {
		const struct oa_policy policy = {
			.attempts = cases[i].attempts, .interval = 60};
		struct oa_course course = {0};

		for (size_t at = 0; cases[i].results[at]; at++) {
			struct oa_change changes[OA_CHANGES_MAX];
			struct oa_result result = result_of(
				code_of(cases[i].results[at]), MIDNIGHT + 60 * (int)at);
			size_t count = oa_course_add(
				&course, &policy, &result, changes);

			ck_assert_msg(shown_letter(&course) == cases[i].shown[at],
				"case %zu at %zu: shows %c", i, at,
				shown_letter(&course));
			ck_assert_msg(news_letter(changes, count) == cases[i].news[at],
				"case %zu at %zu: %c", i, at,
				news_letter(changes, count));
			ck_assert_int_eq(oa_course_is_unconfirmed(&course),
				cases[i].results[at] != cases[i].shown[at]);
		}
		oa_course_free(&course);
	}
}
END_TEST

static size_t add(struct oa_course *course, enum oa_code code, int minute,
	struct oa_change changes[OA_CHANGES_MAX])
{
	const struct oa_policy policy = {
		.attempts = 1, .interval = 60, .host = "mail.lab.test"};
	struct oa_result result = result_of(code, MIDNIGHT + 60 * minute);

	return oa_course_add(course, &policy, &result, changes);
}

static const struct oa_change *find_change(const struct oa_change *changes,
	size_t count, enum oa_change_type type, enum oa_kind kind)
{
	for (size_t i = 0; i < count; i++)
		if (changes[i].type == type &&
			(kind == OA_KIND_NONE || changes[i].kind == kind))
			return &changes[i];
	return NULL;
}

/* What is not tested because something before it failed is no news. */
START_TEST(probes_that_follow_are_left_out)
{
	struct oa_change changes[OA_CHANGES_MAX];
	struct oa_course course = {0};
	const struct oa_change *change;
	size_t count;

	/* the first results of probes that are well are none, either */
	ck_assert_uint_eq(add(&course, C(OK), 0, changes), 1);
	count = add(&course, C(TCP_REFUSED), 1, changes);
	ck_assert_uint_eq(count, 2);
	change = find_change(changes, count, OA_CHANGE_PROBE, OA_KIND_TCP);
	ck_assert_ptr_nonnull(change);
	ck_assert_int_eq(change->from, OA_STATUS_OK);
	ck_assert_int_eq(change->to, OA_STATUS_CRITICAL);
	ck_assert_int_eq(change->code, C(TCP_REFUSED));
	ck_assert_int_eq(course.result.probe[OA_KIND_TLS].status, OA_STATUS_NOT_TESTED);
	/* now the probe behind it fails: both changes are told */
	count = add(&course, C(TLS_ALERT), 2, changes);
	ck_assert_uint_eq(count, 3);
	change = find_change(changes, count, OA_CHANGE_PROBE, OA_KIND_TLS);
	ck_assert_int_eq(change->from, OA_STATUS_OK);
	/* and recovers while it cannot be tested: told when it can */
	count = add(&course, C(TCP_REFUSED), 3, changes);
	ck_assert_ptr_null(find_change(changes, count, OA_CHANGE_PROBE, OA_KIND_TLS));
	ck_assert_int_ne(course.probe[OA_KIND_TLS].troubled_since, 0);
	count = add(&course, C(OK), 4, changes);
	change = find_change(changes, count, OA_CHANGE_PROBE, OA_KIND_TLS);
	ck_assert_int_eq(change->from, OA_STATUS_CRITICAL);
	ck_assert_int_eq(change->to, OA_STATUS_OK);
	ck_assert_int_eq(course.probe[OA_KIND_TLS].troubled_since, 0);
	oa_course_free(&course);
}
END_TEST

START_TEST(counters_and_times)
{
	static const enum oa_code codes[] = {
		C(OK), C(OK), C(TCP_REFUSED), C(TCP_REFUSED), C(TCP_REFUSED), C(OK)};
	struct oa_change changes[OA_CHANGES_MAX];
	struct oa_course course = {0};
	const struct oa_probe_course *tcp = &course.probe[OA_KIND_TCP];
	const struct oa_probe_course *tls = &course.probe[OA_KIND_TLS];

	for (int i = 0; i < 5; i++)
		add(&course, codes[i], i, changes);
	ck_assert_int_eq(course.since, MIDNIGHT + 120);
	ck_assert_int_eq(course.previous, OA_STATUS_OK);
	ck_assert_int_eq(course.last_run, MIDNIGHT + 240);
	ck_assert_uint_eq(course.last_ms, 200);
	ck_assert_uint_eq(tcp->repeats, 3);
	ck_assert_uint_eq(tcp->failures, 3);
	ck_assert_int_eq(tcp->since, MIDNIGHT + 120);
	ck_assert_int_eq(tcp->troubled_since, MIDNIGHT + 120);
	ck_assert_uint_eq(tls->runs, 2);
	ck_assert_int_eq(tls->last_run, MIDNIGHT + 60);
	ck_assert_uint_eq(oa_course_availability(&course, MIDNIGHT + 240), 4000);
	add(&course, codes[5], 5, changes);
	ck_assert_uint_eq(course.runs, 6);
	ck_assert_uint_eq(course.transitions, 2);
	ck_assert_uint_eq(tcp->transitions, 2);
	ck_assert_int_eq(course.previous, OA_STATUS_CRITICAL);
	ck_assert_uint_eq(oa_course_availability(&course, MIDNIGHT + 25 * 3600), 10000);
	oa_course_free(&course);
}
END_TEST

/* Alternates until it flaps, then settles. */
START_TEST(flapping_is_told_twice)
{
	struct oa_change changes[OA_CHANGES_MAX];
	struct oa_course course = {0};
	const struct oa_probe_result *history = &course.result.probe[OA_KIND_HISTORY];
	size_t starts = 0, stops = 0, targets = 0;

	for (int i = 0; i < 40; i++) {
		size_t count = add(
			&course, i < 20 && i % 2 ? C(TCP_REFUSED) : C(OK), i, changes);

		starts += find_change(changes, count, OA_CHANGE_FLAP_START, 0) != NULL;
		stops += find_change(changes, count, OA_CHANGE_FLAP_STOP, 0) != NULL;
		targets += news_letter(changes, count) == 'N';
		if (course.flap.is_flapping) {
			ck_assert_int_eq(history->status, OA_STATUS_WARNING);
			ck_assert_int_eq(history->code, C(STATE_FLAPPING));
			ck_assert_ptr_nonnull(
				strstr(history->text, "mail.lab.test flaps: "));
			ck_assert(oa_status_is_bad(oa_course_status(&course)));
		}
	}
	ck_assert_uint_eq(starts, 1);
	ck_assert_uint_eq(stops, 1);
	/* before the fourth change it could not be known */
	ck_assert_uint_eq(targets, 3);
	ck_assert_uint_eq(course.flaps, 1);
	ck_assert_int_eq(oa_course_status(&course), OA_STATUS_OK);
	ck_assert_int_eq(course.result.code, C(OK));
	ck_assert_int_eq(history->status, OA_STATUS_OK);
	oa_course_free(&course);
}
END_TEST

START_TEST(stale_results_are_a_finding)
{
	const struct oa_policy policy = {
		.attempts = 2, .interval = 60, .timeout = 30, .host = "mail.lab.test"};
	struct oa_change changes[OA_CHANGES_MAX];
	struct oa_course course = {0};
	size_t count;

	/* never run at all */
	ck_assert_uint_eq(
		oa_course_age(&course, &policy, MIDNIGHT, MIDNIGHT + 210, changes), 0);
	count = oa_course_age(&course, &policy, MIDNIGHT, MIDNIGHT + 211, changes);
	ck_assert_ptr_nonnull(find_change(changes, count, OA_CHANGE_TARGET, 0));
	ck_assert_int_eq(oa_course_status(&course), OA_STATUS_UNKNOWN);
	ck_assert_int_eq(course.result.code, C(RESULT_STALE));
	ck_assert_str_eq(course.result.text, "no result for mail.lab.test since 211 s");
	ck_assert_int_eq(course.result.culprit, OA_KIND_MONITOR);
	ck_assert_int_eq(course.result.probe[OA_KIND_TCP].status, OA_STATUS_NOT_TESTED);
	ck_assert_uint_eq(
		oa_course_age(&course, &policy, 0, MIDNIGHT + 999, changes), 0);
	/* a run ends it, whatever it says */
	count = add(&course, C(TCP_REFUSED), 20, changes);
	ck_assert_int_eq(course.result.code, C(TCP_REFUSED));
	ck_assert(!course.is_stale);
	count = oa_course_age(&course, &policy, 0, MIDNIGHT + 1200 + 211, changes);
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(changes[0].kind, OA_KIND_MONITOR);
	ck_assert_int_eq(oa_course_status(&course), OA_STATUS_CRITICAL);
	ck_assert_int_eq(course.result.code, C(TCP_REFUSED));
	oa_course_free(&course);
}
END_TEST

/* A run with that finding of the front end beside it, or OK. */
static struct oa_result guarded_result(enum oa_code code, enum oa_code beside)
{
	struct oa_report *report = calloc(1, sizeof(*report));
	struct oa_result result;

	ck_assert_ptr_nonnull(report);
	oa_report_ok(report, OA_HOP_DNS, NULL, 0.01, "works");
	if (beside)
		oa_report_find(report, beside, NULL, NULL);
	oa_report_find(report, code, NULL, NULL);
	oa_report_not_tested(report, OA_HOP_PROXY, NULL);
	oa_result_take(report, all_wanted, 0.2, MIDNIGHT, &result);
	oa_report_free(report);
	free(report);
	return result;
}

/* The password is tried once an hour; the runs between two tries repeat the refusal. */
START_TEST(a_refused_password_stays_refused)
{
	static const struct {
		enum oa_code code, beside;
		enum oa_code shown;
		enum oa_kind culprit;
		bool is_news;
	} runs[] = {
		{C(AUTH_REJECTED), C(OK), C(AUTH_REJECTED), OA_KIND_AUTH, true},
		{C(AUTH_BUDGET_USED), C(OK), C(AUTH_REJECTED), OA_KIND_AUTH, false},
		{C(AUTH_BUDGET_USED), C(TLS_WEAK), C(TLS_WEAK), OA_KIND_TLS, true},
		{C(AUTH_BUDGET_USED), C(OK), C(AUTH_REJECTED), OA_KIND_AUTH, true},
		{C(AUTH_REJECTED), C(OK), C(AUTH_REJECTED), OA_KIND_AUTH, false},
	};
	const struct oa_policy policy = {.attempts = 2, .interval = 60};
	struct oa_change changes[OA_CHANGES_MAX];
	struct oa_course course = {0};

	for (size_t i = 0; i < OA_LENGTH(runs); i++) {
		struct oa_result result = guarded_result(runs[i].code, runs[i].beside);
		size_t count = oa_course_add(&course, &policy, &result, changes);

		ck_assert_msg(course.result.code == runs[i].shown, "%zu: %s", i,
			oa_diagnosis(course.result.code)->name);
		ck_assert_int_eq(course.result.culprit, runs[i].culprit);
		ck_assert_int_eq(
			course.result.probe[OA_KIND_AUTH].code, C(AUTH_REJECTED));
		ck_assert_int_eq(
			course.result.probe[OA_KIND_MONITOR].status, OA_STATUS_OK);
		ck_assert_int_eq(
			find_change(changes, count, OA_CHANGE_TARGET, 0) != NULL,
			runs[i].is_news);
	}
	oa_course_free(&course);
}
END_TEST

static void show(struct oa_result *result, const char *sha256, enum oa_status expiry)
{
	struct oa_cert_result *cert = calloc(1, sizeof(*cert));

	ck_assert_ptr_nonnull(cert);
	result->cert[OA_ROLE_FRONT_END - 1] = cert;
	cert->status = cert->expiry = expiry;
	cert->code = expiry == OA_STATUS_OK ? C(OK) : C(CERT_EXPIRES_SOON);
	snprintf(cert->sha256, sizeof(cert->sha256), "%s", sha256);
}

static const struct {
	int hours;
	const char *sha256; /* NULL: not seen */
	enum oa_status expiry;
	bool is_changed;
	bool is_near;
} shows[] = {
	{0, "aa", OA_STATUS_OK, false, false},
	{1, "aa", OA_STATUS_WARNING, false, true},
	{2, "aa", OA_STATUS_WARNING, false, false},
	{24, NULL, 0, false, false},
	{25, NULL, 0, false, true},
	{26, "aa", OA_STATUS_CRITICAL, false, true},
	{27, "aa", OA_STATUS_WARNING, false, false},
	{28, "bb", OA_STATUS_OK, true, false},
	{29, "bb", OA_STATUS_OK, false, false},
	/* one that was shown within the hour is another node's */
	{29, "aa", OA_STATUS_OK, true, false},
	{29, "bb", OA_STATUS_OK, false, false},
	{60, "cc", OA_STATUS_WARNING, true, true},
	{60, "dd", OA_STATUS_OK, true, false},
	{60, "cc", OA_STATUS_WARNING, false, false},
};

START_TEST(certificates)
{
	const struct oa_policy policy = {.attempts = 1, .interval = 60};
	struct oa_change changes[OA_CHANGES_MAX];
	struct oa_course course = {0};

	for (size_t i = 0; i < OA_LENGTH(shows); i++) {
		struct oa_result result = result_of(
			C(OK), MIDNIGHT + 3600 * shows[i].hours);
		size_t count;

		if (shows[i].sha256)
			show(&result, shows[i].sha256, shows[i].expiry);
		count = oa_course_add(&course, &policy, &result, changes);
		ck_assert_msg(shows[i].is_changed ==
				      (find_change(changes, count, OA_CHANGE_CERT,
					       OA_KIND_TLS) != NULL),
			"%zu", i);
		ck_assert_msg(shows[i].is_near ==
				      (find_change(changes, count, OA_CHANGE_EXPIRY,
					       OA_KIND_TLS) != NULL),
			"%zu", i);
		ck_assert_ptr_nonnull(course.result.cert[0]);
	}
	ck_assert_uint_eq(course.cert[0].changes, 6);
	oa_course_free(&course);
}
END_TEST

/* Certificates of back ends in the order of a run. */
static void show_back_ends(struct oa_result *result, const char *places)
{
	size_t at = OA_ROLE_BACK_END - 1;

	for (; *places; places++) {
		struct oa_cert_result *cert = calloc(1, sizeof(*cert));

		ck_assert_ptr_nonnull(cert);
		*cert = (struct oa_cert_result){.shown = result->ended,
			.status = OA_STATUS_OK,
			.expiry = OA_STATUS_OK,
			.code = C(OK),
			/* one without a place is from a kept file */
			.place = {*places == '-' ? '\0' : *places}};
		snprintf(cert->sha256, sizeof(cert->sha256), "%c%c", *places, *places);
		result->cert[at] = cert;
		at = at < OA_ROLES ? OA_ROLES : at + 1;
	}
}

/* Each place by its number; a dot where there is none. */
static void list_back_ends(const struct oa_course *course, char list[OA_CERTS + 1])
{
	size_t count = 0;

	for (size_t i = 0; i < OA_CERTS; i++) {
		const struct oa_cert_result *cert = course->result.cert[i];

		if (oa_cert_role((uint32_t)i + 1) == OA_ROLE_BACK_END)
			list[count++] = !cert            ? '.'
					: cert->place[0] ? *cert->place
							 : '-';
	}
	list[count] = '\0';
}

static const struct {
	int hours;
	const char *shown;
	const char *known; /* by number */
} back_ends[] = {
	{0, "-", "-......."},
	{1, "ab", "ab......"},
	{2, "ba", "ab......"},
	{3, "b", "ab......"},
	{4, "cba", "abc....."},
	{5, "", "abc....."},
	{28, "", "abc....."},
	{28, "c", "abc....."},
	{29, "c", "..c....."},
	{30, "da", "dac....."},
	{31, "efghi", "dacefghi"},
	/* who was shown longest ago makes room */
	{32, "defghi", "dacefghi"},
	{33, "adefghij", "dajefghi"},
	{34, "abdefghi", "dabefghi"},
};

START_TEST(back_ends_keep_their_numbers)
{
	const struct oa_policy policy = {.attempts = 1, .interval = 60};
	struct oa_change changes[OA_CHANGES_MAX];
	struct oa_course course = {0};
	char list[OA_CERTS + 1];

	for (size_t i = 0; i < OA_LENGTH(back_ends); i++) {
		struct oa_result result = result_of(
			C(OK), MIDNIGHT + 3600 * back_ends[i].hours);

		show_back_ends(&result, back_ends[i].shown);
		oa_course_add(&course, &policy, &result, changes);
		list_back_ends(&course, list);
		ck_assert_msg(
			strcmp(list, back_ends[i].known) == 0, "%zu: %s", i, list);
	}
	/* another server in its place is no other certificate of that server */
	ck_assert_uint_eq(course.cert[OA_ROLE_BACK_END - 1].changes, 0);
	oa_course_free(&course);
}
END_TEST

static void resolve(struct oa_result *result, const char *const *addresses)
{
	for (; *addresses; addresses++) {
		struct oa_address_result *address =
			&result->address[result->address_count++];

		*address = (struct oa_address_result){.status = OA_STATUS_OK};
		snprintf(address->text, sizeof(address->text), "%s", *addresses);
	}
}

/* Whatever order the DNS gives them, rows stay where they are. */
START_TEST(addresses_keep_their_numbers)
{
	static const char *const first[] = {"192.0.2.2", "192.0.2.1", NULL};
	static const char *const turned[] = {"192.0.2.1", "192.0.2.2", NULL};
	static const char *const other[] = {"192.0.2.3", "192.0.2.1", NULL};
	static const char *const none[] = {NULL};
	static const struct {
		const char *const *addresses;
		const char *texts[2];
		uint32_t numbers[2];
	} steps[] = {
		{first, {"192.0.2.2", "192.0.2.1"}, {1, 2}},
		{turned, {"192.0.2.2", "192.0.2.1"}, {1, 2}},
		{none, {"192.0.2.2", "192.0.2.1"}, {1, 2}},
		{other, {"192.0.2.1", "192.0.2.3"}, {2, 3}},
		{first, {"192.0.2.1", "192.0.2.2"}, {2, 4}},
	};
	const struct oa_policy policy = {.attempts = 1, .interval = 60};
	struct oa_change changes[OA_CHANGES_MAX];
	struct oa_course course = {0};

	for (size_t i = 0; i < OA_LENGTH(steps); i++) {
		struct oa_result result = result_of(C(OK), MIDNIGHT);

		resolve(&result, steps[i].addresses);
		oa_course_add(&course, &policy, &result, changes);
		ck_assert_uint_eq(course.result.address_count, 2);
		for (int at = 0; at < 2; at++) {
			ck_assert_str_eq(
				course.result.address[at].text, steps[i].texts[at]);
			ck_assert_uint_eq(
				course.result.address[at].number, steps[i].numbers[at]);
		}
		ck_assert_int_eq(course.result.address[0].status,
			steps[i].addresses == none ? OA_STATUS_NOT_TESTED
						   : OA_STATUS_OK);
	}
	oa_course_free(&course);
}
END_TEST

/* Whatever comes: nothing is told that did not change, and what was told adds up. */
START_TEST(any_sequence)
{
	static const char letters[] = "oooowcdu";
	struct oa_change changes[OA_CHANGES_MAX];
	unsigned seed = 1;

	for (int run = 0; run < 300; run++) {
		const struct oa_policy policy = {
			.attempts = run % 4, .interval = 60, .host = "mail.lab.test"};
		enum oa_status told = OA_STATUS_NOT_TESTED;
		struct oa_course course = {0};
		bool was_flapping = false;

		for (int i = 0; i < 60; i++) {
			char letter;
			struct oa_result result;
			size_t count;

			seed = seed * 1103515245u + 12345u;
			letter = letters[(seed >> 16) % (sizeof(letters) - 1)];
			result = result_of(code_of(letter), MIDNIGHT + 60 * i);
			count = oa_course_add(&course, &policy, &result, changes);
			ck_assert_uint_le(count, OA_CHANGES_MAX);
			for (size_t at = 0; at < count; at++) {
				if (changes[at].type == OA_CHANGE_TARGET) {
					ck_assert_int_eq(changes[at].from, told);
					ck_assert(changes[at].from != changes[at].to ||
						  oa_status_is_bad(changes[at].to));
					told = changes[at].to;
				}
				if (changes[at].type == OA_CHANGE_PROBE)
					ck_assert_int_ne(
						changes[at].from, changes[at].to);
				if (changes[at].type == OA_CHANGE_FLAP_START)
					ck_assert(!was_flapping);
				if (changes[at].type == OA_CHANGE_FLAP_STOP)
					ck_assert(was_flapping);
			}
			was_flapping = course.flap.is_flapping;
			ck_assert_int_eq(told, oa_course_status(&course));
		}
		oa_course_free(&course);
	}
}
END_TEST

OA_TEST_MAIN("course", when_a_result_counts, probes_that_follow_are_left_out,
	counters_and_times, flapping_is_told_twice, stale_results_are_a_finding,
	a_refused_password_stays_refused, certificates, back_ends_keep_their_numbers,
	addresses_keep_their_numbers, any_sequence)
